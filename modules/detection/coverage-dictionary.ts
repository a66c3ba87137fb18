import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CoverageDictionary } from './domain/coverage-outline.ts';

const names = { zh: z.string().min(1).max(60), en: z.string().min(1).max(100) };
/** Every dictionary says where it comes from and how far it was checked. */
const head = { source: z.string(), verified: z.boolean(), note: z.string(), noteZh: z.string() };
const slug = z.string().regex(/^[a-z]+(?:-[a-z]+)*$/);

const Tactic = z.strictObject({ id: slug, ...names, retired: z.boolean().optional() });
const Tactics = z.strictObject({ source: z.string(), attack: z.array(Tactic).min(14), ics: z.array(Tactic).min(12) });
const Techniques = z.strictObject({
  ...head,
  tactics: z.record(z.string().regex(/^T\d{4}$/), z.array(z.string()).min(1)),
  techniques: z.array(z.strictObject({ id: z.string().regex(/^T1\d{3}(?:\.\d{3})?$/), ...names })).min(1),
});
const Ics = z.strictObject({
  ...head,
  techniques: z.array(z.strictObject({ id: z.string().regex(/^T0\d{3}$/), ...names, tactic: slug })).min(83),
});
const Atm = z.strictObject({ ...head, tactics: z.array(Tactic).min(1) });
const R155 = z.strictObject({
  ...head,
  groups: z.array(z.strictObject({ id: z.string(), ...names })).length(7),
  threats: z.array(z.strictObject({ id: z.string(), group: z.string(), ...names })).min(1),
  examples: z.array(z.strictObject({ id: z.string(), threat: z.string(), ...names })).min(1),
});
const Gbt45181 = z.strictObject({
  ...head,
  steps: z.array(z.strictObject({ id: z.string(), ...names })).min(1),
  sources: z.array(z.strictObject({ id: z.string(), ...names })).min(1),
  categories: z.array(z.strictObject({ category: z.string(), source: z.string(), ...names })).min(1),
});

const read = async <S extends z.ZodType>(schema: S, file: URL): Promise<z.output<S>> =>
  schema.parse(JSON.parse(await readFile(file, 'utf8')));

/** Reads every list of threats from the folder of dictionaries; throws when a file is not what its schema says. */
export const readCoverageDictionary = async (folder: URL): Promise<CoverageDictionary> => {
  const [tactics, attack, ics, atm, r155, gbt45181] = await Promise.all([
    read(Tactics, new URL('attack-tactics.json', folder)),
    read(Techniques, new URL('attack-techniques.json', folder)),
    read(Ics, new URL('attack-ics.json', folder)),
    read(Atm, new URL('auto-isac-atm.json', folder)),
    read(R155, new URL('r155-annex5.json', folder)),
    read(Gbt45181, new URL('gbt45181.json', folder)),
  ]);
  return {
    attack: { ...attack, tacticsOf: new Map(Object.entries(attack.tactics)), tactics: tactics.attack },
    ics: { ...ics, tactics: tactics.ics },
    atm,
    r155,
    gbt45181,
  };
};
