import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AttackDictionary } from './domain/coverage.ts';

const Tactic = z.strictObject({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  zh: z.string().min(1).max(40),
  en: z.string().min(1).max(60),
  retired: z.boolean().optional(),
});
/** Schema of `attack-tactics.json`. */
const TacticsFile = z.strictObject({
  source: z.string(),
  attack: z.array(Tactic).min(14),
  ics: z.array(Tactic).min(12),
  atm: z.array(Tactic).min(1),
});
/** Schema of `attack-techniques.json`. */
const TechniquesFile = z.strictObject({
  source: z.string(),
  tacticsNote: z.string(),
  tactics: z.record(z.string().regex(/^T\d{4}$/), z.array(z.string()).min(1)),
  techniques: z
    .array(
      z.strictObject({
        id: z.string().regex(/^T\d{4}(?:\.\d{3})?$/),
        zh: z.string().min(1).max(60),
        en: z.string().min(1).max(100),
      }),
    )
    .min(1),
});

const read = async <S extends z.ZodType>(schema: S, file: URL): Promise<z.output<S>> =>
  schema.parse(JSON.parse(await readFile(file, 'utf8')));

/** Reads the names of tactics and techniques from the folder of dictionaries; throws when a file is not what its schema says. */
export const readAttackDictionary = async (folder: URL): Promise<AttackDictionary> => {
  const [{ attack, ics, atm }, { techniques, tactics }] = await Promise.all([
    read(TacticsFile, new URL('attack-tactics.json', folder)),
    read(TechniquesFile, new URL('attack-techniques.json', folder)),
  ]);
  return {
    tactics: { attack, ics, atm },
    tacticsOf: new Map(Object.entries(tactics)),
    techniques: new Map(techniques.map(({ id, zh, en }) => [id, { zh, en }])),
  };
};
