import type { BaselineStats, EntityState } from '@chedun/behaviour';
import { dayInChina, textOfDay, yearOfDay, type Calendar } from '@chedun/calendar';
import { Severity } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  BaselineType,
  type BaselineBand,
  type BaselineDetail,
  type BaselineSummary,
  type EntityPage,
  type EntityQuery,
  type VerdictPage,
  type VerdictQuery,
} from './contract.ts';
import { fieldsOf } from './domain/entity.ts';
import type { Lane } from './lane.ts';
import { readLookedBack } from './learning-store.ts';
import type { RuleBook } from './rule-book.ts';
import type { BaselineTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly book: RuleBook;
  readonly lanes: () => readonly Lane[];
  readonly calendar: () => Calendar;
  readonly now: () => number;
}

const DAY = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

const NOTHING: BaselineStats = {
  entities: 0,
  learning: 0,
  bytes: 0,
  selected: 0,
  late: 0,
  ahead: 0,
  refused: 0,
  clockBack: 0,
  watermark: 0,
};

/** Figures of a rule over all streams. */
const statsOf = (lanes: readonly Lane[], id: string): BaselineStats & { readonly incomplete: number } =>
  lanes.reduce(
    (sum, { baselines, incomplete }) => {
      const each = baselines.stats(id) ?? NOTHING;
      return {
        entities: sum.entities + each.entities,
        learning: sum.learning + each.learning,
        bytes: sum.bytes + each.bytes,
        selected: sum.selected + each.selected,
        late: sum.late + each.late,
        ahead: sum.ahead + each.ahead,
        refused: sum.refused + each.refused,
        clockBack: sum.clockBack + each.clockBack,
        watermark: Math.max(sum.watermark, each.watermark),
        incomplete: sum.incomplete + (incomplete.get(id) ?? 0),
      };
    },
    { ...NOTHING, incomplete: 0 },
  );

/** Frames of the look at kept logs that a rule is in; a stream on which it still waits for its turn counts as nothing done. */
const lookBackOf = (lanes: readonly Lane[], id: string): z.input<typeof BaselineSummary>['lookBack'] => {
  const waiting = lanes.filter((lane) => lane.waiting.has(id));
  if (waiting.length === 0) return null;
  const parts = waiting.map(({ lookBack, through }) =>
    lookBack?.rules.includes(id)
      ? { done: lookBack.at - lookBack.from + 1, of: lookBack.to - lookBack.from + 1 }
      : { done: 0, of: through },
  );
  return {
    done: parts.reduce((sum, { done }) => sum + done, 0),
    of: parts.reduce((sum, { of }) => sum + of, 0),
  };
};

const stateOf = (
  row: { readonly enabled: boolean },
  isReadable: boolean,
  { entities, learning, lookBack }: Pick<z.input<typeof BaselineSummary>, 'entities' | 'learning' | 'lookBack'>,
): z.input<typeof BaselineSummary>['state'] => {
  if (!row.enabled) return 'off';
  if (!isReadable) return 'broken';
  if (lookBack !== null) return 'looking-back';
  if (entities === 0) return 'waiting';
  return learning === entities ? 'learning' : 'watching';
};

const learningUntil = (lanes: readonly Lane[], id: string, learnMs: number): string | null => {
  let first = Number.POSITIVE_INFINITY;
  for (const { baselines } of lanes) for (const { since } of baselines.entities(id)) first = Math.min(first, since);
  return Number.isFinite(first) ? iso(first + learnMs) : null;
};

const rows = ({ records, now }: Needs) =>
  records
    .read<BaselineTables>()
    .selectFrom('baselines.rules as r')
    .selectAll('r')
    .select(
      sql<number>`(select count(*) from baselines.verdicts v where v.rule_id = r.id and v.kind = 'deviation' and v.received_at >= ${new Date(now() - DAY)})`.as(
        'told24h',
      ),
    )
    .orderBy(sql`array_position(array['critical','high','medium','low','informational'], r.level)`)
    .orderBy('r.title');

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const present = (row: Row, { book, lanes }: Needs): z.input<typeof BaselineSummary> => {
  const read = book.entry(row.id)?.read;
  const rule = read?.rule;
  const { watermark: _, ahead: __, clockBack: ___, ...stats } = statsOf(lanes(), row.id);
  const lookBack = row.enabled ? lookBackOf(lanes(), row.id) : null;
  const isLearning = stats.entities > 0 && stats.learning === stats.entities;
  return {
    id: row.id,
    title: row.title,
    titleZh: row.title_zh,
    type: BaselineType.catch('new_terms').parse(row.type),
    level: Severity.catch('medium').parse(row.level),
    status: row.status,
    author: row.author,
    license: row.license,
    tags: row.tags,
    ruleset: row.ruleset,
    path: row.path,
    enabled: row.enabled,
    state: stateOf(row, rule !== undefined, { ...stats, lookBack }),
    lookBack,
    groupBy: [...(rule?.groupBy ?? [])],
    field: rule && 'field' in rule ? rule.field : '',
    ...stats,
    learningUntil: isLearning && rule ? learningUntil(lanes(), row.id, rule.learnMs) : null,
    told24h: Number(row.told24h),
    toldTotal: Number(row.told_total),
    lastTold: row.last_told?.toISOString() ?? null,
  };
};

const detail = async (needs: Needs, id: string): Promise<z.input<typeof BaselineDetail>> => {
  const row = await rows(needs).where('r.id', '=', id).executeTakeFirst();
  const entry = needs.book.entry(id);
  if (!row) throw new DomainError('baselines.unknown', { field: id });
  const document = entry?.read?.document;
  const looked = entry?.read && (await readLookedBack(needs.records, id, entry.read.digest));
  const parameters = Object.entries(entry?.read?.rule ?? {}).flatMap(([name, value]) => {
    if (name === 'limits')
      return Object.entries(value as Record<string, number>).map(([key, each]) => ({ name: key, value: each }));
    return typeof value === 'number' || (typeof value === 'string' && value !== '') ? [{ name, value }] : [];
  });
  return {
    ...present(row, needs),
    yaml: row.yaml,
    description: document?.description ?? '',
    falsePositives: [...(document?.falsepositives ?? [])],
    lint: [...(entry?.lint ?? [])],
    parameters,
    lookedBack: looked ? { ...looked, since: looked.since.toISOString(), endedAt: looked.endedAt.toISOString() } : null,
  };
};

const mustEntry = ({ book }: Needs, id: string) => {
  const entry = book.entry(id);
  if (!entry) throw new DomainError('baselines.unknown', { field: id });
  return entry;
};

const entities = (
  needs: Needs,
  id: string,
  { search, limit }: z.output<typeof EntityQuery>,
): z.input<typeof EntityPage> => {
  const groupBy = mustEntry(needs, id).read?.rule.groupBy ?? [];
  const wanted = search?.toLowerCase() ?? '';
  const found: EntityState[] = [];
  for (const { baselines } of needs.lanes())
    for (const each of baselines.entities(id)) if (each.entity.toLowerCase().includes(wanted)) found.push(each);
  return {
    total: found.length,
    items: found
      .toSorted((a, b) => b.last - a.last || (a.entity < b.entity ? -1 : 1))
      .slice(0, limit)
      .map(({ entity, since, last, learning, size }) => ({
        entity,
        fields: fieldsOf(groupBy, entity),
        since: iso(since),
        last: iso(last),
        learning,
        size,
      })),
  };
};

/** China is eight hours ahead of UTC and knows no summer time. */
const CHINA_HOURS = 8;

/** Days of the last week that are not what the week says. */
const markedDays = ({ calendar, now }: Needs): Pick<z.input<typeof BaselineBand>, 'days' | 'unknownYear'> => {
  const today = dayInChina(now());
  const facts = Array.from({ length: 8 }, (_, n) => ({ day: today - 7 + n, ...calendar().factsOf(today - 7 + n) }));
  const unknown = facts.find(({ isKnown }) => !isKnown);
  return {
    days: facts.flatMap(({ day, kind, name }) =>
      kind === 'holiday' || kind === 'make-up' ? [{ date: textOfDay(day), kind, name }] : [],
    ),
    unknownYear: unknown === undefined ? null : yearOfDay(unknown.day),
  };
};

const band = (needs: Needs, id: string, entity: string): z.input<typeof BaselineBand> => {
  const rule = mustEntry(needs, id).read?.rule;
  const found = needs.lanes().flatMap(({ baselines }) => baselines.band(id, entity) ?? [])[0];
  if (rule?.type !== 'rate_anomaly' || !found) throw new DomainError('baselines.entity-unknown', { field: entity });
  const { slots, actual } = found;
  return {
    slots: Array.from(
      { length: slots.length },
      (_, hour) => slots[(hour - CHINA_HOURS + slots.length) % slots.length] ?? null,
    ),
    actual: actual.map(({ at, count }) => ({ at: iso(at), count })),
    bucketMinutes: rule.bucketMs / 60_000,
    ...markedDays(needs),
  };
};

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new DomainError('baselines.cursor-invalid', { field: 'cursor' });
  return Number(cursor);
};

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const verdicts = async (
  needs: Needs,
  id: string,
  { search, cursor, limit }: z.output<typeof VerdictQuery>,
): Promise<z.input<typeof VerdictPage>> => {
  mustEntry(needs, id);
  const offset = offsetOf(cursor);
  const pattern = search === undefined ? undefined : likePattern(search);
  const mine = needs.records
    .read<BaselineTables>()
    .selectFrom('baselines.verdicts')
    .where('rule_id', '=', id)
    .where(
      pattern === undefined
        ? sql<boolean>`true`
        : sql<boolean>`(value ilike ${pattern} or fields::text ilike ${pattern})`,
    );
  const [found, { total }] = await Promise.all([
    mine.selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).offset(offset).execute(),
    mine.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  const end = offset + found.length;
  return {
    items: found.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      fields: row.fields.map(({ field, value }) => ({ field, value })),
      value: row.value,
      kind: row.kind,
      figures: Object.entries(row.figures).map(([name, value]) => ({ name, value })),
      recordedAt: row.recorded_at?.toISOString() ?? null,
    })),
    next: end < Number(total) ? String(end) : null,
    total: Number(total),
  };
};

/** Screens of behaviour rules. */
export const baselineReadModel = (needs: Needs) => ({
  list: async (): Promise<z.input<typeof BaselineSummary>[]> =>
    (await rows(needs).execute()).map((row) => present(row, needs)),
  detail: (id: string) => detail(needs, id),
  entities: (id: string, query: z.output<typeof EntityQuery>) => entities(needs, id, query),
  band: (id: string, entity: string) => band(needs, id, entity),
  verdicts: (id: string, query: z.output<typeof VerdictQuery>) => verdicts(needs, id, query),
  waiting: async (): Promise<number> => {
    const row = await needs.records
      .read<BaselineTables>()
      .selectFrom('baselines.verdicts')
      .select((is) => is.fn.countAll<number>().as('count'))
      .where('recorded_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },
});
