import { describe, expect, it } from 'vitest';
import { banner } from './banner.ts';

describe('the banner', () => {
  const ready = { url: 'http://127.0.0.1:8088', setupCode: undefined, seconds: 3.14, ports: {} };

  it('names the address and the time that the start took', () => {
    const text = banner(ready);
    expect(text).toContain('http://127.0.0.1:8088');
    expect(text).toContain('3.1 s');
    expect(text).not.toContain('Listening');
  });

  it('names every port that is bound, in words that people know', () => {
    const text = banner({ ...ready, ports: { gbt32960: 32960, syslogUdp: 5514, jtt809: 9809 } });
    expect(text).toContain('GB/T 32960 :32960');
    expect(text).toContain('syslog UDP :5514');
    expect(text).toContain('JT/T 809 :9809');
  });

  it('tells the set-up code only while it is needed', () => {
    expect(banner({ ...ready, setupCode: '1234-5678' })).toContain('1234-5678');
    expect(banner(ready)).not.toContain('set-up');
  });
});
