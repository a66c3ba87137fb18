import type { Candidate, DetectionAsks } from '@chedun/detection/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { lintRules } from '@chedun/sigma';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type {
  CorrelationDetail,
  CorrelationFilter,
  CorrelationPage,
  CorrelationSummary,
  FiringEvents,
  FiringPage,
  FiringQuery,
} from './contract.ts';
import { CorrelationType } from './contract.ts';
import type { CorrelationBook } from './correlation-book.ts';
import { presentError, presentLint } from './domain/lint.ts';
import { outlineOf } from './domain/outline.ts';
import { readDocuments } from './domain/read-documents.ts';
import { readReference } from './domain/reference.ts';
import { Severity } from '@chedun/governance/contract';
import type { CorrelationTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly book: CorrelationBook;
  readonly detection: Pick<DetectionAsks, 'candidates' | 'ruleSources'>;
  readonly now: () => number;
}

const DAY = 86_400_000;

const summaryColumns = [
  'd.id',
  'd.kind',
  'd.title',
  'd.title_zh',
  'd.level',
  'd.status',
  'd.author',
  'd.license',
  'd.tags',
  'd.ruleset',
  'd.path',
  'd.type',
  'd.enabled',
  'd.fired_total',
  'd.last_fired',
] as const;

const summaries = ({ records, now }: Needs) =>
  records
    .read<CorrelationTables>()
    .selectFrom('correlation.documents as d')
    .select(summaryColumns)
    .select(
      sql<number>`(select count(*) from correlation.firings f where f.rule_id = d.id and f.superseded_at is null and f.received_at >= ${new Date(now() - DAY)})`.as(
        'fired24h',
      ),
    );

type Row = Awaited<ReturnType<ReturnType<typeof summaries>['execute']>>[number];

const present = (row: Row, book: CorrelationBook): z.input<typeof CorrelationSummary> => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  titleZh: row.title_zh,
  level: Severity.catch('medium').parse(row.level),
  status: row.status,
  author: row.author,
  license: row.license,
  tags: row.tags,
  ruleset: row.ruleset,
  path: row.path,
  type: row.kind === 'filter' ? null : CorrelationType.catch('event_count').parse(row.type),
  enabled: row.enabled,
  state: !row.enabled ? 'off' : book.broken().has(row.id) ? 'broken' : 'running',
  fired24h: Number(row.fired24h),
  firedTotal: Number(row.fired_total),
  lastFired: row.last_fired?.toISOString() ?? null,
});

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const conditions = (filter: z.output<typeof CorrelationFilter>): RawBuilder<boolean>[] =>
  [
    filter.search === undefined
      ? undefined
      : sql<boolean>`(d.title ilike ${likePattern(filter.search)} or d.title_zh ilike ${likePattern(filter.search)} or d.id = ${filter.search})`,
    filter.level === undefined ? undefined : sql<boolean>`d.level = any(${filter.level.split(',')})`,
    filter.type === undefined ? undefined : sql<boolean>`d.type = any(${filter.type.split(',')})`,
    filter.kind === undefined ? undefined : sql<boolean>`d.kind = ${filter.kind}`,
    filter.ruleset === undefined ? undefined : sql<boolean>`d.ruleset = ${filter.ruleset}`,
    filter.enabled === undefined ? undefined : sql<boolean>`d.enabled = ${filter.enabled === 'true'}`,
  ].filter((part) => part !== undefined);

const ORDERS = {
  title: sql`d.title, d.id`,
  titleZh: sql`coalesce(d.title_zh, d.title), d.id`,
  level: sql`array_position(array['critical','high','medium','low','informational'], d.level), d.id`,
  fired24h: sql`fired24h desc, d.id`,
  lastFired: sql`d.last_fired desc nulls last, d.id`,
} as const;

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new DomainError('correlation.cursor-invalid', { field: 'cursor' });
  return Number(cursor);
};

const page = async (
  needs: Needs,
  filter: z.output<typeof CorrelationFilter>,
): Promise<z.input<typeof CorrelationPage>> => {
  const offset = offsetOf(filter.cursor);
  const wanted = conditions(filter);
  const where = wanted.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(wanted, sql` and `)}`;
  const [rows, { total }] = await Promise.all([
    summaries(needs).where(where).orderBy(ORDERS[filter.sort]).limit(filter.limit).offset(offset).execute(),
    needs.records
      .read<CorrelationTables>()
      .selectFrom('correlation.documents as d')
      .select((is) => is.fn.countAll<number>().as('total'))
      .where(where)
      .executeTakeFirstOrThrow(),
  ]);
  const end = offset + rows.length;
  return {
    items: rows.map((row) => present(row, needs.book)),
    next: end < Number(total) ? String(end) : null,
    total: Number(total),
  };
};

const detail = async (needs: Needs, id: string): Promise<z.input<typeof CorrelationDetail>> => {
  const { book } = needs;
  const row = await summaries(needs).select(['d.yaml', 'd.group_minutes']).where('d.id', '=', id).executeTakeFirst();
  if (!row) throw new DomainError('correlation.unknown', { field: id });
  const read = readDocuments(row.path, row.yaml).documents.find((each) => each.id === id);
  const document = read?.document;
  const broken = book.plan().errors.filter(({ ruleId }) => ruleId === id);
  return {
    ...present(row, book),
    yaml: row.yaml,
    description: document?.description ?? '',
    references: [...(document?.references ?? [])],
    falsePositives: [...(document?.falsepositives ?? [])],
    lint: [...broken.map(presentError), ...lintRules(row.yaml, { file: row.path }).map(presentLint)],
    outline: document?.kind === 'correlation' ? outlineOf(document, await referrer(needs, document.rules)) : null,
    groupMinutes: row.group_minutes,
  };
};

/** What stands behind references, also of a correlation that is switched off. */
const referrer = async ({ book, detection }: Needs, references: readonly string[]) => {
  const sources = await detection.ruleSources(references);
  return (reference: string) => {
    const source = sources.find(({ id, document }) => id === reference || document.name === reference);
    if (!source) return book.refer(reference);
    const titleZh = source.document.custom['x-title-zh'];
    return {
      id: source.id,
      title: source.document.title,
      titleZh: typeof titleZh === 'string' ? titleZh : null,
      kind: 'rule' as const,
    };
  };
};

const firings = async (
  { records }: Needs,
  id: string,
  { cursor, limit }: z.output<typeof FiringQuery>,
): Promise<z.input<typeof FiringPage>> => {
  const offset = offsetOf(cursor);
  const mine = records.read<CorrelationTables>().selectFrom('correlation.firings').where('rule_id', '=', id);
  const [rows, { total }] = await Promise.all([
    mine.selectAll().orderBy('at', 'desc').orderBy('firing_id', 'desc').limit(limit).offset(offset).execute(),
    mine.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  const end = offset + rows.length;
  return {
    items: rows.map((row) => ({
      id: row.firing_id,
      at: row.at.toISOString(),
      from: row.from_at.toISOString(),
      to: row.to_at.toISOString(),
      value: row.value,
      group: row.groups.map(([field, value]) => ({ field, value })),
      refs: row.refs.map((text) => {
        const { ref, at } = readReference(row.stream, text);
        return { ref, at: new Date(at).toISOString() };
      }),
      alone: row.alone,
      fingerprint: row.fingerprint,
      superseded: row.superseded_at !== null,
    })),
    next: end < Number(total) ? String(end) : null,
    total: Number(total),
  };
};

const placeText = ({ ref }: Pick<Candidate, 'ref'>): string => `${ref?.journal}/${ref?.seq}/${ref?.index}`;

const firingEvents = async (
  { records, detection }: Needs,
  id: string,
  firing: string,
): Promise<z.input<typeof FiringEvents>> => {
  const row = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.firings')
    .select(['stream', 'refs'])
    .where('rule_id', '=', id)
    .where('firing_id', '=', firing)
    .executeTakeFirst();
  if (!row) throw new DomainError('correlation.unknown', { field: firing });
  const places = row.refs.map((text) => readReference(row.stream, text)).toSorted((a, b) => a.at - b.at);
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return { items: [] };
  const stored = await detection.candidates({
    records: {
      from: new Date(first.at).toISOString(),
      to: new Date(last.at).toISOString(),
      refs: places.map(({ ref }) => ref),
    },
  });
  const byPlace = new Map(stored.map((event) => [placeText(event), event]));
  return {
    items: places.map(({ ref, at }) => {
      const event = byPlace.get(placeText({ ref }));
      return { ref, at: new Date(at).toISOString(), summary: event?.summary ?? '', stored: event !== undefined };
    }),
  };
};

/** What screens show of correlations. */
export const correlationReadModel = (needs: Needs) => ({
  page: (filter: z.output<typeof CorrelationFilter>) => page(needs, filter),
  detail: (id: string) => detail(needs, id),
  firings: (id: string, query: z.output<typeof FiringQuery>) => firings(needs, id, query),
  firingEvents: (id: string, firing: string) => firingEvents(needs, id, firing),
});
