import type { Endpoint } from '@chedun/cryptography/contract';
import { describe, expect, it } from 'vitest';
import { daysAtProbe, daysTone, keyLabel, protocolTone, worstFirst, worstRank } from './worst.ts';

const weakness = (severity: 'informational' | 'low' | 'critical') => ({ code: 'tls10', severity, shown: '' }) as const;

describe('weaknesses', () => {
  it('stand with the worst first', () => {
    const mixed = [weakness('low'), weakness('critical'), weakness('informational')];
    expect(worstFirst(mixed).map(({ severity }) => severity)).toEqual(['critical', 'low', 'informational']);
  });

  it('rank an endpoint, also one that was never probed', () => {
    const of = (weaknesses: readonly object[]) => ({ probe: { result: { weaknesses } } }) as unknown as Endpoint;
    expect(worstRank(of([weakness('low'), weakness('critical')]))).toBe(4);
    expect(worstRank(of([]))).toBe(-1);
    expect(worstRank({ probe: null } as Endpoint)).toBe(-1);
  });
});

describe('tones', () => {
  it('change where the alarms of certificates stand', () => {
    expect([30, 29, 7, 6, 1, 0, -3].map(daysTone)).toEqual([
      'good',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
      'critical',
    ]);
  });

  it('tell old protocols from sound ones', () => {
    expect((['tlcp', 'tls13', 'tls12', 'tls11', 'ssl3'] as const).map(protocolTone)).toEqual([
      'good',
      'good',
      'good',
      'high',
      'high',
    ]);
  });
});

describe('a certificate', () => {
  it('has so many days left at the probe that showed it', () => {
    const of = (expiresAt: string | null) =>
      daysAtProbe({ probe: { at: '2026-11-23T01:00:00Z', result: { expiresAt } } } as Endpoint);
    expect(of('2026-11-28T02:00:00Z')).toBe(5);
    expect(of('2026-11-22T00:00:00Z')).toBe(-2);
    expect(of(null)).toBeUndefined();
    expect(daysAtProbe({ probe: null } as Endpoint)).toBeUndefined();
  });

  it('has a key with its bits where the name does not say them', () => {
    expect(keyLabel({ key: 'rsa', bits: 2048 })).toBe('RSA 2048');
    expect(keyLabel({ key: 'sm2', bits: 256 })).toBe('SM2');
  });
});
