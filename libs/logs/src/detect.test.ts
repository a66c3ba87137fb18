import { describe, expect, it } from 'vitest';
import { buildEvtx, sysmonRecord } from '../testing/evtx-builder.ts';
import { detectFormat } from './index.ts';

const detect = (text: string) => detectFormat(Buffer.from(text));

describe('detectFormat', () => {
  it.each([
    ['windows-json', '{"EventID":1,"Channel":"Security"}\n'],
    ['windows-json', '{"Event":{"System":{"EventID":1}}}'],
    ['suricata-eve', '{"timestamp":"2026-07-28T11:28:41Z","event_type":"dns","src_ip":"1.1.1.1"}'],
    ['zeek-json', '\n\n{"_path":"dns","ts":1}'],
    ['tsp', '{"ts":1,"type":"ota","vin":"L"}'],
    ['otlp', '{"resourceLogs":[]}'],
    ['ndjson', '{"a":1}'],
    ['ndjson', '\uFEFF{"a":1}'],
    ['ndjson', `{"a":"${'x'.repeat(100_000)}"}`],
    ['zeek-tsv', '#separator \\x09\n#fields\tts'],
    ['syslog', '<34>1 2003-10-11T22:14:15.003Z h a - - - m'],
    ['syslog', '98 <34>1 2003-10-11T22:14:15.003Z h a - - - m'],
    ['syslog', 'Jul 28 11:28:41 h sshd[1]: x'],
    ['syslog', '2026-07-28T11:28:41.1+08:00 h sshd[1]: x'],
    ['cef', 'CEF:0|a|b|c|d|e|f|'],
    ['leef', 'LEEF:1.0|a|b|c|d|'],
    ['auditd', 'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e'],
    ['logfmt', 'level=info msg="a b" x=1'],
    ['gbt32960', '##\u0002\u0001'],
    ['gbt32960', '##\u0007\u0002'],
    [undefined, ''],
    [undefined, 'hello world\nmore words\n'],
    [undefined, '{broken'],
    [undefined, '## a comment'],
  ])('%s: %j', (format, text) => {
    expect(detect(text)).toBe(format);
  });

  it('knows a GB/T 32960 command frame', () => {
    expect(detectFormat(Buffer.from([0x23, 0x23, 0x02, 0xfe, 0x4c]))).toBe('gbt32960');
  });

  it('knows EVTX files and looks past comment lines', () => {
    expect(detectFormat(buildEvtx([[sysmonRecord(1, 1, {})]]))).toBe('evtx');
    expect(detect('# exported by x\n\nlevel=info msg=y')).toBe('logfmt');
  });

  it('gives up after eight lines without a shape', () => {
    expect(detect(`${'words only\n'.repeat(8)}{"a":1}`)).toBeUndefined();
  });
});
