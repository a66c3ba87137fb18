import type { Proof } from '@chedun/quality/contract';
import { describe, expect, it } from 'vitest';
import { paceOf, proofFamilies } from './proofs.ts';

const proof = (ruleId: string, family: string, state: Proof['state'], more: Partial<Proof> = {}): Proof => ({
  ruleId,
  ruleTitle: ruleId,
  ruleTitleZh: null,
  kind: 'rule',
  family,
  state,
  triedAt: null,
  provenAt: null,
  seconds: null,
  findingId: null,
  misses: 0,
  ...more,
});

describe('the map of proofs', () => {
  it('puts what is wrong first, then large families, and correlations together', () => {
    const families = proofFamilies([
      proof('a', 'tsp/api', 'proven', { seconds: 3 }),
      proof('b', 'tsp/api', 'untestable'),
      proof('c', 'vehicle/can', 'proven', { seconds: 1 }),
      proof('d', 'vehicle/can', 'missed'),
      proof('e', 'correlation/x', 'proven', { kind: 'correlation' }),
      proof('f', 'correlation/y', 'waiting', { kind: 'correlation' }),
      proof('g', 'correlation/z', 'proven', { kind: 'correlation' }),
    ]);
    expect(families.map(({ family }) => family)).toEqual(['vehicle/can', 'correlation', 'tsp/api']);
    expect(families[0]?.proofs.map(({ ruleId }) => ruleId)).toEqual(['d', 'c']);
    expect(families[2]).toMatchObject({ testable: 1, proven: 1 });
  });

  it('tells soon from slow', () => {
    expect([null, 2, 5, 5.1, 20, 21].map(paceOf)).toEqual(['soon', 'soon', 'soon', 'middle', 'middle', 'slow']);
  });
});
