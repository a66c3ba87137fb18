import { describe, expect, it } from 'vitest';
import { cryptographyChecks } from './checks.ts';
import type { Endpoint, NegativeResult } from './contract.ts';

const NOW = Date.parse('2026-11-27T00:00:00.000Z');

type Accepted = NonNullable<Endpoint['probe']>['result']['accepted'];

const endpoint = (mutual: boolean, negative: readonly NegativeResult[], accepted: Accepted = []): Endpoint => ({
  id: '00000000-0000-4000-8000-000000000001',
  name: 'TSP',
  host: 'tsp.example.cn',
  port: 8883,
  kind: 'vehicle',
  speaks: 'any',
  mutual,
  sm: false,
  changedAt: '2026-11-26T00:00:00.000Z',
  probe: {
    id: '00000000-0000-4000-8000-000000000002',
    at: '2026-11-26T23:00:00.000Z',
    askedBy: 'job',
    transcript: false,
    result: {
      reachable: true,
      reason: '',
      accepted,
      sm: false,
      asksClient: true,
      weaknesses: [],
      negative: [...negative],
      certificates: [],
      expiresAt: null,
      hellos: [],
      tookMs: 1,
    },
  },
});

const outcomeOf = async (one: Endpoint) => {
  const checks = cryptographyChecks({
    endpoints: async () => [one],
    inventory: async () => ({ uses: [], keys: [], products: [], algorithms: [] }),
    protection: () => ({ provider: 'file' }),
    now: () => NOW,
  });
  const result = await checks.find(({ id }) => id === 'cryptography.endpoints')?.run();
  return [result?.outcome, result?.facts['negativeUntested']];
};

const refused: NegativeResult = { kind: 'none', over: 'tls', outcome: 'refused', how: 'alert' };

describe('an endpoint that must refuse wrong clients', () => {
  it('is proven by tests that came to an end', async () => {
    expect(await outcomeOf(endpoint(true, [refused]))).toEqual(['pass', 0]);
  });

  it('is not proven without tests, nor by one that shows nothing', async () => {
    expect(await outcomeOf(endpoint(true, []))).toEqual(['unknown', 1]);
    expect(await outcomeOf(endpoint(true, [refused, { ...refused, outcome: 'unclear' }]))).toEqual(['unknown', 1]);
  });

  it('is proven over each of TLS and TLCP that it accepts', async () => {
    const tlcp: Accepted[number] = {
      protocol: 'tlcp',
      suite: 'ECC_SM4_GCM_SM3',
      group: null,
      scheme: null,
      asksClient: true,
    };
    const both: Accepted = [{ ...tlcp, protocol: 'tls13', suite: 'AES_128_GCM_SHA256' }, tlcp];
    expect(await outcomeOf(endpoint(true, [refused], both))).toEqual(['unknown', 1]);
    expect(await outcomeOf(endpoint(true, [refused, { ...refused, over: 'tlcp' }], both))).toEqual(['pass', 0]);
    expect(await outcomeOf(endpoint(true, [{ ...refused, over: 'tlcp' }], [tlcp]))).toEqual(['pass', 0]);
  });

  it('fails when one is let in', async () => {
    expect(await outcomeOf(endpoint(true, [{ ...refused, outcome: 'accepted' }]))).toEqual(['fail', 0]);
  });

  it('needs no test where clients show no certificate', async () => {
    expect(await outcomeOf(endpoint(false, []))).toEqual(['pass', 0]);
  });
});
