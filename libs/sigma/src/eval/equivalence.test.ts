import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, compileRule } from '../compile.ts';
import { event, parseAll, ruleSource } from '../testing/generators.ts';

describe('the index', () => {
  it('finds exactly what evaluating every rule finds', () => {
    fc.assert(
      fc.property(
        fc.array(ruleSource, { minLength: 1, maxLength: 8 }),
        fc.array(event, { minLength: 1, maxLength: 6 }),
        (sources, events) => {
          const rules = parseAll(sources);
          const { engine, errors } = compile(rules);
          expect(errors).toEqual([]);
          const judges = rules.map((rule) => compileRule(rule));
          for (const one of events) {
            const slow = judges.flatMap((judge, index) => (judge(one) ? [index] : []));
            expect(engine.match(one).map((match) => match.ruleIndex)).toEqual(slow);
            for (const index of slow) expect(Array.isArray(engine.matchedFields(index, one))).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is not met by empty rule sets only', () => {
    const rules = fc.sample(ruleSource, { numRuns: 200, seed: 7 });
    const parsed = parseAll(rules);
    const events = fc.sample(event, { numRuns: 50, seed: 7 });
    const { engine } = compile(parsed);
    const hits = events.reduce((sum, one) => sum + engine.match(one).length, 0);
    expect(parsed.length).toBeGreaterThan(190);
    expect(hits).toBeGreaterThan(100);
    expect(hits).toBeLessThan(parsed.length * events.length * 0.8);
  });
});
