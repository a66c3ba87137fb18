import { readFile } from 'node:fs/promises';
import { DomainError } from '@chedun/kernel';
import { z } from 'zod';

const Obligations = z.array(
  z.object({
    id: z.string(),
    article: z.string(),
    title: z.string(),
    quote: z.string(),
    focus: z.string().optional(),
    duty: z.string(),
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
}

/** Loads the 113 obligations; `folder` is content/notice. */
export const loadObligations = async (folder: URL): Promise<Obligation[]> => {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, folder), 'utf8'));
  const obligations = Obligations.safeParse(await read('obligations.json'));
  const duties = Duties.safeParse(await read('duties.zh.json'));
  if (!obligations.success)
    throw new DomainError('posture.content-invalid', { file: 'obligations.json', reason: obligations.error.message });
  if (!duties.success)
    throw new DomainError('posture.content-invalid', { file: 'duties.zh.json', reason: duties.error.message });
  return obligations.data.map((each) => {
    const zh = duties.data[each.id];
    if (zh === undefined) throw new DomainError('posture.content-invalid', { file: 'duties.zh.json', field: each.id });
    return {
      id: each.id,
      article: each.article,
      articleTitle: each.title,
      quote: each.quote,
      focus: each.focus ?? null,
      duty: { zh, en: each.duty },
    };
  });
};
