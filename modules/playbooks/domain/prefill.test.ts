import { describe, expect, it } from 'vitest';
import { prefill } from './prefill.ts';

const NAMES = ['__address__', '__vin__', '__account__', '__other__'];

describe('what a finding tells', () => {
  it('fills inputs from facts, matched fields and assets', () => {
    const alert = { matched: [{ field: 'src_ip', value: '198.51.100.7' }] };
    const assets = [{ kind: 'vehicle' as const, id: 'LSVAA0000N0000017' }];
    expect(prefill({ assets, facts: { account: 'eve' }, alert: alert as never }, NAMES)).toEqual({
      __address__: '198.51.100.7',
      __vin__: 'LSVAA0000N0000017',
      __account__: 'eve',
    });
  });

  it('leaves out what it does not tell', () => {
    expect(prefill({ assets: [{ kind: 'host', id: 'srv-1' }], facts: {}, alert: null }, NAMES)).toEqual({});
  });
});
