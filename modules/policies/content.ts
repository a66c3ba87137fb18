import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Template } from './contract.ts';

const Clauses = z.object({
  clauses: z.array(
    z.object({ obligation: z.string(), basis: z.enum(['notice', 'ours']), words: z.string().optional() }),
  ),
});
const Obligations = z.array(
  z.object({
    id: z.string(),
    article: z.string(),
    title: z.string(),
    quote: z.string(),
    focus: z.string().optional(),
    duty: z.string(),
    party: z.array(z.string()),
  }),
);
const Duties = z.record(z.string(), z.string());
const TemplateFile = z.object({ templates: z.array(Template) });

/** An obligation of the notice and whether it needs a written rule. */
interface KnownClause {
  readonly obligation: string;
  readonly article: string;
  readonly articleTitle: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly need: 'notice' | 'ours' | null;
  readonly words: string | null;
}

/** What the module reads of `content/`. */
export interface PolicyContent {
  readonly clauses: readonly KnownClause[];
  readonly templates: readonly Template[];
}

const CONTENT = new URL('../../content/', import.meta.url);

const load = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(JSON.parse(await readFile(new URL(path, CONTENT), 'utf8')));

const loadAll = async (): Promise<PolicyContent> => {
  const [{ clauses }, obligations, english, { templates }] = await Promise.all([
    load('policies/clauses.json', Clauses),
    load('notice/obligations.json', Obligations),
    load('notice/duties.en.json', Duties),
    load('policies/templates.json', TemplateFile),
  ]);
  const needs = new Map(clauses.map((each) => [each.obligation, each]));
  return {
    clauses: obligations.map(({ id, article, title, quote, focus, duty }) => ({
      obligation: id,
      article,
      articleTitle: title,
      title: { zh: focus ?? quote, en: english[id] ?? duty },
      need: needs.get(id)?.basis ?? null,
      words: needs.get(id)?.words ?? null,
    })),
    templates,
  };
};

/** Reads the clauses and the outlines, once. */
export const policyContent = (): (() => Promise<PolicyContent>) => {
  let kept: Promise<PolicyContent> | undefined;
  return () => (kept ??= loadAll());
};
