import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VerdictReason } from '../contract.ts';
import { cellOf, cellsWith, judgeAsset, readCell, type AssetFacts } from './asset-verdict.ts';

const good: AssetFacts = { inScope: true, hasFinding: false, checks: 'met', isSilent: false };

describe('the verdict on an asset', () => {
  it.each([
    [good, 'pass', 'in-order'],
    [{ ...good, hasFinding: true, inScope: false, isSilent: true }, 'fail', 'open-finding'],
    [{ ...good, inScope: false, isSilent: true, checks: 'none' }, 'n-a', 'not-in-scope'],
    [{ ...good, checks: 'none' }, 'unknown', 'no-check'],
    [{ ...good, checks: 'not-met', isSilent: true }, 'unknown', 'check-not-met'],
    [{ ...good, isSilent: true }, 'unknown', 'silent'],
  ] as const)('of %o is %s because of %s', (facts, verdict, reason) => {
    expect(judgeAsset(facts)).toEqual({ verdict, reason });
  });

  it('passes only what is in scope, met, heard of and without a finding', () => {
    const facts = fc.record({
      inScope: fc.boolean(),
      hasFinding: fc.boolean(),
      checks: fc.constantFrom('met', 'not-met', 'none'),
      isSilent: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const all = given.inScope && !given.hasFinding && given.checks === 'met' && !given.isSilent;
        expect(judgeAsset(given as AssetFacts).verdict === 'pass').toBe(all);
      }),
    );
  });

  it('comes back from its byte, for each reason', () => {
    const bytes = VerdictReason.options.map((reason) => cellOf(reason));
    expect(new Set(bytes).size).toBe(bytes.length);
    for (const reason of VerdictReason.options) expect(readCell(cellOf(reason)).reason).toBe(reason);
    expect(readCell(255)).toEqual({ verdict: 'unknown', reason: 'not-judged' });
    expect(cellsWith('fail')).toEqual(new Set([cellOf('open-finding')]));
    expect(cellsWith('unknown').has(0)).toBe(false);
  });
});
