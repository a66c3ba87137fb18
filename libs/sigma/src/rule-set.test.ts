import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import type { Json, SigmaRule } from './parse/types.ts';
import { RuleSet, type RuleEntry } from './rule-set.ts';
import { event, parseAll, ruleSource, selection } from './testing/generators.ts';
import { ruleOf } from './testing/judge.ts';

const idsOf = (set: RuleSet, one: object): readonly string[] => {
  const out: string[] = [];
  const count = set.matchInto(one, undefined, out);
  return out.slice(0, count).toSorted();
};

/** What one compile of the same entries finds: the reference. */
const fullIds = (entries: ReadonlyMap<string, RuleEntry>, one: object): readonly string[] => {
  const all = [...entries.values()].map((entry) => ({ ...entry, rule: { ...entry.rule } }));
  const { engine } = compile(all.map((entry) => entry.rule));
  engine.rules.forEach((rule, at) => {
    const exceptions = all.find((entry) => entry.rule === rule)?.exceptions ?? [];
    expect(engine.setExceptions(at, exceptions)).toEqual([]);
  });
  return engine
    .match(one)
    .map((match) => all.find((entry) => entry.rule === match.rule)?.id ?? '')
    .toSorted();
};

const entryOf = (id: string, text: string, exceptions: readonly Json[] = []): RuleEntry => ({
  id,
  rule: ruleOf(`sel:\n  F: ${text}\ncondition: sel`),
  exceptions,
});
const many = (count: number): RuleEntry[] => Array.from({ length: count }, (_, at) => entryOf(`r${at}`, `v${at}`));

describe('RuleSet', () => {
  const changes = fc.array(
    fc.record({
      put: fc.array(
        fc.record({
          id: fc.nat({ max: 9 }),
          rule: fc.nat({ max: 11 }),
          exceptions: fc.array(selection, { maxLength: 2 }),
        }),
        { maxLength: 4 },
      ),
      gone: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  );

  it('finds after every change what a full compile finds', () => {
    fc.assert(
      fc.property(
        fc.array(ruleSource, { minLength: 12, maxLength: 12 }),
        changes,
        fc.array(event, { minLength: 1, maxLength: 4 }),
        (sources, steps, events) => {
          const rules: readonly SigmaRule[] = parseAll(sources);
          const pick = (at: number): SigmaRule => rules[at] ?? ruleOf('sel:\n  F: x\ncondition: sel');
          const entries = new Map(
            [0, 1, 2, 3, 4, 5].map((at) => [`${at}`, { id: `${at}`, rule: pick(at), exceptions: [] as Json[] }]),
          );
          const set = new RuleSet([...entries.values()]);
          for (const { put, gone } of steps) {
            const wanted = put.map(({ id, rule, exceptions }) => ({
              id: `${id}`,
              rule: pick(rule),
              exceptions: exceptions as Json[],
            }));
            for (const id of gone) entries.delete(`${id}`);
            for (const entry of wanted) entries.set(entry.id, entry);
            expect(
              set.change(
                wanted,
                gone.map((id) => `${id}`),
              ),
            ).toEqual([]);
            for (const one of events) expect(idsOf(set, one)).toEqual(fullIds(entries, one));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('switches off, on again and excepts without compiling', () => {
    const set = new RuleSet(many(3));
    const [first] = many(1);
    if (!first) throw new Error('no rule');
    expect(idsOf(set, { F: 'v0' })).toEqual(['r0']);
    set.change([], ['r0']);
    expect(idsOf(set, { F: 'v0' })).toEqual([]);
    set.change([{ ...first, exceptions: [{ G: 'quiet' }] }]);
    expect(idsOf(set, { F: 'v0' })).toEqual(['r0']);
    expect(idsOf(set, { F: 'v0', G: 'quiet' })).toEqual([]);
    expect(set.stats()).toEqual({ rules: 3, beside: 0, compiles: 1 });
  });

  it('keeps rewritten and new rules beside the base until they are many', () => {
    const set = new RuleSet(many(3));
    set.change([entryOf('r0', 'w0'), entryOf('new', 'n')]);
    expect(set.stats()).toEqual({ rules: 4, beside: 2, compiles: 1 });
    expect(['v0', 'w0', 'n', 'v1'].map((text) => idsOf(set, { F: text }))).toEqual([[], ['r0'], ['new'], ['r1']]);
    expect(set.matchedFields('r0', { F: 'w0' })).toMatchObject([{ field: 'F', value: 'w0' }]);
    set.change([entryOf('r0', 'v0')]);
    expect(idsOf(set, { F: 'v0' })).toEqual(['r0']);
    expect(set.stats().beside).toBe(1);
    set.change(many(100));
    expect(set.stats()).toEqual({ rules: 101, beside: 0, compiles: 2 });
    expect(['v99', 'n', 'w0'].map((text) => idsOf(set, { F: text }))).toEqual([['r99'], ['new'], []]);
  });

  it('leaves out what does not compile and says so', () => {
    const broken = { ...entryOf('bad', 'x'), rule: ruleOf("sel:\n  F|expand: '%nobody%'\ncondition: sel") };
    expect(new RuleSet([broken]).errors).toMatchObject([{ code: 'sigma.placeholder' }]);
    const set = new RuleSet(many(1));
    expect(set.change([broken])).toMatchObject([{ code: 'sigma.placeholder' }]);
    expect(set.change([entryOf('r0', 'v0', [{ 'G|nope': 1 }])])).toMatchObject([{ code: 'sigma.modifier' }]);
    expect(idsOf(set, { F: 'v0', G: 1 })).toEqual(['r0']);
    expect(set.matchedFields('nobody', { F: 'v0' })).toEqual([]);
  });
});
