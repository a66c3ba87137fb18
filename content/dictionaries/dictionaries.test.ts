import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const HERE = new URL('.', import.meta.url);
const RULES = new URL('../rules/', import.meta.url);

const Zh = z.string().regex(/\p{Script=Han}/u).max(40);
const En = z.string().min(3).max(100);
const head = {
  source: z.string().min(20),
  verified: z.boolean(),
  note: z.string().min(20),
  noteZh: z.string().regex(/\p{Script=Han}/u),
};

const R155 = z.strictObject({
  ...head,
  groups: z.array(z.strictObject({ id: z.string().regex(/^4\.3\.[1-7]$/), zh: Zh, en: En })).length(7),
  threats: z.array(z.strictObject({ id: z.string().regex(/^\d{1,2}$/), group: z.string(), zh: Zh, en: En })),
  examples: z.array(z.strictObject({ id: z.string().regex(/^\d{1,2}\.\d$/), threat: z.string(), zh: Zh, en: En })),
});
const Ics = z.strictObject({
  ...head,
  techniques: z.array(z.strictObject({ id: z.string().regex(/^T0\d{3}$/), zh: Zh, en: En, tactic: z.string() })).min(83),
});
const Atm = z.strictObject({
  ...head,
  tactics: z.array(z.strictObject({ id: z.string().regex(/^[a-z-]+$/), zh: Zh, en: En })).length(13),
});
const Gbt45181 = z.strictObject({
  ...head,
  steps: z.array(z.strictObject({ id: z.enum(['1.a', '1.b']), zh: Zh, en: En })).length(2),
  sources: z
    .array(z.strictObject({ id: z.enum(['vehicle', 'infrastructure', 'oem', 'supplier']), zh: Zh, en: En }))
    .length(4),
  categories: z.array(z.strictObject({ category: z.string(), source: z.string(), zh: Zh, en: En })).min(10),
});
const TacticsFile = z.object({ ics: z.array(z.object({ id: z.string() })) });

const load = <S extends z.ZodType>(schema: S, name: string): z.output<S> =>
  schema.parse(JSON.parse(readFileSync(new URL(name, HERE), 'utf8')));
const idsOf = (list: readonly { readonly id: string }[]): Set<string> => {
  const ids = new Set(list.map(({ id }) => id));
  expect(ids.size).toBe(list.length);
  return ids;
};

const Rule = z.object({ tags: z.array(z.string()), logsource: z.object({ category: z.string().optional() }) });
const ownRules = globSync('{tsp,vehicle}/**/*.yml', { cwd: RULES }).map((path) => ({
  path,
  ...Rule.parse(parse(readFileSync(new URL(path, RULES), 'utf8'))),
}));
const tagged = (namespace: string): readonly string[] =>
  ownRules.flatMap(({ tags, path }) =>
    tags.filter((tag) => tag.startsWith(namespace)).map((tag) => `${tag.slice(namespace.length)} ${path}`),
  );
const unknown = (namespace: string, known: ReadonlySet<string>): readonly string[] =>
  tagged(namespace).filter((tag) => !known.has(tag.split(' ')[0] ?? ''));

describe('UN R155 Annex 5', () => {
  const { groups, threats, examples } = load(R155, 'r155-annex5.json');

  it('places each threat in a group and each example under a threat', () => {
    const inGroups = idsOf(groups);
    const known = idsOf(threats);
    idsOf(examples);
    expect(threats.filter(({ group }) => !inGroups.has(group))).toEqual([]);
    expect(examples.filter(({ threat, id }) => !known.has(threat) || !id.startsWith(`${threat}.`))).toEqual([]);
  });

  it('names what our rules are tagged with, group and example belonging together', () => {
    expect(unknown('r155.', new Set([...idsOf(groups), ...idsOf(threats), ...idsOf(examples)]))).toEqual([]);
    const groupOf = new Map(threats.map(({ id, group }) => [id, group]));
    const astray = ownRules.filter(({ tags }) => {
      const said = tags.filter((tag) => tag.startsWith('r155.4.3.')).map((tag) => tag.slice(5));
      const meant = examples.filter(({ id }) => tags.includes(`r155.${id}`)).map(({ threat }) => groupOf.get(threat));
      return meant.some((group) => group !== undefined && !said.includes(group));
    });
    expect(astray.map(({ path }) => path)).toEqual([]);
  });
});

describe('the other lists of threats', () => {
  const tactics = load(TacticsFile, 'attack-tactics.json');

  it('ATT&CK for ICS names the techniques of our rules, under tactics that exist', () => {
    const { techniques } = load(Ics, 'attack-ics.json');
    const known = idsOf(techniques);
    const named = idsOf(tactics.ics);
    expect(techniques.filter(({ tactic }) => !named.has(tactic))).toEqual([]);
    expect(tagged('attack.t0').filter((tag) => !known.has(`T0${tag.slice(0, 3)}`))).toEqual([]);
  });

  it('the Automotive Threat Matrix has the tactics that our rules name', () => {
    const known = idsOf(load(Atm, 'auto-isac-atm.json').tactics);
    expect(unknown('atm.', known)).toEqual([]);
  });

  it('GB/T 45181 has the steps that rules name and a source for each category of our rules', () => {
    const { steps, sources, categories } = load(Gbt45181, 'gbt45181.json');
    const known = idsOf(sources);
    expect(unknown('gbt45181.', idsOf(steps))).toEqual([]);
    expect(categories.filter(({ source }) => !known.has(source))).toEqual([]);
    const told = new Set(categories.map(({ category }) => category));
    expect(ownRules.filter(({ logsource }) => !told.has(logsource.category ?? '')).map(({ path }) => path)).toEqual([]);
  });

  it('is refused when a name is missing', () => {
    expect(() => Atm.parse({ ...load(Atm, 'auto-isac-atm.json'), tactics: [] })).toThrow(z.ZodError);
  });
});
