import { readFile } from 'node:fs/promises';
import { DomainError } from '@chedun/kernel';
import { z } from 'zod';
import { Party } from '../contract.ts';

const Obligations = z.array(
  z.object({
    id: z.string(),
    article: z.string(),
    title: z.string(),
    quote: z.string(),
    focus: z.string().optional(),
    duty: z.string(),
    party: z.array(Party),
    number: z.string().nullable(),
  }),
);
const Duties = z.record(z.string(), z.string());

/** An obligation of the notice with the duty that follows from it, in both languages. */
export interface Obligation {
  readonly id: string;
  readonly article: string;
  readonly articleTitle: string;
  readonly quote: string;
  readonly focus: string | null;
  readonly duty: { readonly zh: string; readonly en: string };
  /** Who is bound. */
  readonly parties: readonly Party[];
  /** The number that a rule gives; null where there is none. */
  readonly number: { readonly zh: string; readonly en: string } | null;
}

/** A number in both languages; null where no rule gives one. */
const numberOf = (id: string, en: string | null, numbers: Readonly<Record<string, string>>): Obligation['number'] => {
  if (en === null) return null;
  const zh = numbers[id];
  if (zh === undefined) throw new DomainError('posture.content-invalid', { file: 'numbers.zh.json', field: id });
  return { zh, en };
};

/**
 * Loads the 113 obligations; `folder` is content/notice. The English duty is that of obligations.json, or our wording of it
 * where that is mixed with Chinese.
 */
export const loadObligations = async (folder: URL): Promise<Obligation[]> => {
  const load = async <Content>(file: string, schema: z.ZodType<Content>): Promise<Content> => {
    const read = schema.safeParse(JSON.parse(await readFile(new URL(file, folder), 'utf8')));
    if (!read.success) throw new DomainError('posture.content-invalid', { file, reason: read.error.message });
    return read.data;
  };
  const obligations = await load('obligations.json', Obligations);
  const duties = await load('duties.zh.json', Duties);
  const reworded = await load('duties.en.json', Duties);
  const numbers = await load('numbers.zh.json', Duties);
  return obligations.map((each) => {
    const zh = duties[each.id];
    if (zh === undefined) throw new DomainError('posture.content-invalid', { file: 'duties.zh.json', field: each.id });
    return {
      id: each.id,
      article: each.article,
      articleTitle: each.title,
      quote: each.quote,
      focus: each.focus ?? null,
      duty: { zh, en: reworded[each.id] ?? each.duty },
      parties: each.party,
      number: numberOf(each.id, each.number, numbers),
    };
  });
};
