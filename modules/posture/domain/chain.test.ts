import { describe, expect, it } from 'vitest';
import { CHAIN_START, chainDigest, type ChainedEvidence } from './chain.ts';

const evidence: ChainedEvidence = {
  id: 'e1',
  checkId: 'a.one',
  outcome: 'pass',
  summary: { zh: '通过', en: 'passed' },
  facts: { b: 1, a: 'x' },
  at: 1,
  expiresAt: 2,
  effectiveAt: null,
  signer: null,
  attachment: null,
};

describe('the chain of evidence', () => {
  it('does not depend on the order of fields, which jsonb does not keep', () => {
    expect(chainDigest(CHAIN_START, 1, { ...evidence, facts: { a: 'x', b: 1 } })).toBe(
      chainDigest(CHAIN_START, 1, evidence),
    );
  });

  it('changes with every field, with the place and with what stands before', () => {
    const changes: readonly Partial<ChainedEvidence>[] = [
      { id: 'e2' },
      { checkId: 'a.two' },
      { outcome: 'fail' },
      { summary: { zh: '通过', en: 'Passed' } },
      { facts: { b: 2, a: 'x' } },
      { at: 0 },
      { expiresAt: 3 },
      { effectiveAt: 1 },
      { signer: { id: 'u1', name: '王芳' } },
      { attachment: { sm3: '00' } },
    ];
    const digests = [
      chainDigest(CHAIN_START, 1, evidence),
      chainDigest(CHAIN_START, 2, evidence),
      chainDigest('1'.repeat(64), 1, evidence),
      ...changes.map((change) => chainDigest(CHAIN_START, 1, { ...evidence, ...change })),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
