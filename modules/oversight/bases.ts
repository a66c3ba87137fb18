import { readFile } from 'node:fs/promises';
import { readWarningColours, type WarningColours } from '@chedun/regulations';
import { z } from 'zod';
import { LegalBasis } from './contract.ts';
import { oversightError } from './errors.ts';

const CONTENT = new URL('../../content/', import.meta.url);
const File = z.object({ id: z.literal('bases'), version: z.number().int(), items: z.array(LegalBasis) });

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, CONTENT), 'utf8'));

/** Legal bases that notices may name, read once. */
export const openBases = () => {
  let kept: Promise<readonly LegalBasis[]> | undefined;
  const all = () => (kept ??= readJson('oversight/bases.json').then((value) => File.parse(value).items));
  return {
    all,
    /** The basis with an id; null for the empty one. */
    find: async (id: string): Promise<LegalBasis | null> => (await all()).find((each) => each.id === id) ?? null,
    /** Throws `oversight.basis-unknown` where a kind of notice has no such basis. */
    must: async (id: string, kind: string): Promise<LegalBasis> => {
      const found = (await all()).find((each) => each.id === id && each.for.includes(kind));
      if (found === undefined) throw oversightError('oversight.basis-unknown', { field: 'basis' });
      return found;
    },
  };
};
export type Bases = ReturnType<typeof openBases>;

/** Colours of warnings, read once. */
export const openColours = (): (() => Promise<WarningColours>) => {
  let kept: Promise<WarningColours> | undefined;
  return () => (kept ??= readJson('regulations/miit-281.json').then(readWarningColours));
};
