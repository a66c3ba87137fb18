import { readFile } from 'node:fs/promises';
import { DomainError } from '@chedun/kernel';
import { z } from 'zod';
import { loadObligations, type Obligation } from './obligations.ts';

const Title = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const Gaps = z.object({
  parts: z.array(z.object({ id: z.number().int(), title: Title })),
  gaps: z.array(z.object({ obligation: z.string(), part: z.number().int(), servedInPart: z.boolean().default(false) })),
});
const Mappings = z.object({
  rules: z.array(z.object({ id: z.string(), title: z.string(), titleEn: z.string(), note: Title })),
  mappings: z.array(
    z.object({
      obligation: z.string(),
      rule: z.string(),
      number: z.string().nullable(),
      title: z.string().nullable(),
      isVerified: z.boolean(),
    }),
  ),
});
const Scope = z.object({ kinds: z.record(z.string(), z.array(z.enum(['vehicle', 'host', 'service'])).min(1)) });

/** A correspondence of an obligation to another rule. */
interface Mapping {
  readonly obligation: string;
  readonly rule: string;
  readonly ruleTitle: { readonly zh: string; readonly en: string };
  readonly note: { readonly zh: string; readonly en: string };
  readonly number: string | null;
  readonly title: string | null;
  readonly isVerified: boolean;
}

/** Everything that `content/notice` says. */
export interface NoticeContent {
  readonly obligations: readonly Obligation[];
  /** By obligation: the part of the product that brings a check, and whether the checks of today see a part of the duty only. */
  readonly gaps: ReadonlyMap<
    string,
    {
      readonly part: number;
      readonly title: { readonly zh: string; readonly en: string };
      readonly servedInPart: boolean;
    }
  >;
  readonly mappings: readonly Mapping[];
  /** By obligation: kinds of assets that it applies to by itself. */
  readonly scope: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads a file of the folder. */
type Read = <Shape extends z.ZodType>(file: string, shape: Shape) => Promise<z.output<Shape>>;

const reader =
  (folder: URL): Read =>
  async (file, shape) => {
    const parsed = shape.safeParse(JSON.parse(await readFile(new URL(file, folder), 'utf8')));
    if (!parsed.success) throw new DomainError('posture.content-invalid', { file, reason: parsed.error.message });
    return parsed.data;
  };

const knownOnly = (file: string, known: ReadonlySet<string>, ids: Iterable<string>): void => {
  for (const id of ids)
    if (!known.has(id)) throw new DomainError('posture.content-invalid', { file, field: id, reason: 'is unknown' });
};

const gapsOf = ({ parts, gaps }: z.output<typeof Gaps>): NoticeContent['gaps'] => {
  const titles = new Map(parts.map(({ id, title }) => [id, title]));
  return new Map(
    gaps.map(({ obligation, part, servedInPart }) => {
      const title = titles.get(part);
      if (title === undefined)
        throw new DomainError('posture.content-invalid', { file: 'gaps.json', field: obligation });
      return [obligation, { part, title, servedInPart }];
    }),
  );
};

const mappingsOf = ({ rules, mappings }: z.output<typeof Mappings>): readonly Mapping[] => {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return mappings.map((mapping) => {
    const rule = byId.get(mapping.rule);
    if (rule === undefined)
      throw new DomainError('posture.content-invalid', { file: 'mappings.json', field: mapping.rule });
    return { ...mapping, ruleTitle: { zh: rule.title, en: rule.titleEn }, note: rule.note };
  });
};

/** Loads `content/notice`. Throws `posture.content-invalid` with the file and the field. */
export const loadNotice = async (folder: URL): Promise<NoticeContent> => {
  const read = reader(folder);
  const obligations = await loadObligations(folder);
  const gaps = gapsOf(await read('gaps.json', Gaps));
  const mappings = mappingsOf(await read('mappings.json', Mappings));
  const { kinds } = await read('scope.json', Scope);
  const known = new Set(obligations.map(({ id }) => id));
  knownOnly('gaps.json', known, gaps.keys());
  knownOnly(
    'mappings.json',
    known,
    mappings.map(({ obligation }) => obligation),
  );
  knownOnly('scope.json', known, Object.keys(kinds));
  return {
    obligations,
    gaps,
    mappings,
    scope: new Map(Object.entries(kinds).map(([id, list]) => [id, new Set<string>(list)])),
  };
};
