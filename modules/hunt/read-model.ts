import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import { SHOWN_HITS, type Hunt, type HuntDetail, type HuntHit, type HuntRule } from './contract.ts';
import type { HuntTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type Row = Selectable<Omit<HuntTables['hunt.hunts'], 'windows' | 'wanted'>> & { readonly rules: number };

const MOST_LISTED = 200;
/** Of a hunt with more rules, those without hits are left out. */
const FEW_RULES = 20;
const MOST_RULES = 500;

const iso = (at: Date): string => at.toISOString();

const COLUMNS = [
  'id',
  'kind',
  'state',
  'title',
  'title_zh',
  'rule_id',
  'from_at',
  'to_at',
  'thorough',
  'asked_at',
  'asked_by',
  'started_at',
  'ended_at',
  'starts',
  'done',
  'pieces',
  'progress',
  'hits',
  'kept',
  'bar_ms',
  'problem',
  'cold_rows',
  'superseded',
] as const;

const present = (row: Row): Hunt => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  from: iso(row.from_at),
  to: iso(row.to_at),
  thorough: row.thorough,
  startedAt: iso(row.started_at ?? row.asked_at),
  startedBy: row.asked_by,
  endedAt: row.ended_at === null ? null : iso(row.ended_at),
  progress: row.progress,
  rules: row.rules,
  hits: row.hits,
  title: row.title,
  titleZh: row.title_zh,
  problem: row.problem,
  interruptions: Math.max(0, row.starts - 1),
  coldRows: row.cold_rows,
  superseded: row.superseded,
});

const presentHit = (row: Selectable<HuntTables['hunt.hits']>): HuntHit => ({
  ruleId: row.rule_id,
  key: row.key,
  time: iso(row.at),
  journal: row.journal,
  seq: row.seq,
  index: row.idx,
  source: row.source,
  subject: row.subject,
  subjectKind: row.subject_kind as HuntHit['subjectKind'],
  message: row.message,
  matched: row.matched,
  events: row.refs,
  promoted: row.promoted_at !== null,
});

const rowsOf = (records: Reader) =>
  records
    .read<HuntTables>()
    .selectFrom('hunt.hunts')
    .select(COLUMNS)
    .select((is) =>
      is
        .selectFrom('hunt.rules')
        .whereRef('hunt.rules.hunt_id', '=', 'hunt.hunts.id')
        .select((all) => all.fn.countAll<number>().as('rules'))
        .as('rules'),
    )
    .$narrowType<{ rules: number }>();

const must = async (records: Reader, id: string): Promise<Row> => {
  const row = await rowsOf(records).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new DomainError('hunt.unknown', { field: id });
  return row;
};

const rulesOf = async (records: Reader, id: string): Promise<HuntRule[]> => {
  const rows = await records
    .read<HuntTables>()
    .selectFrom('hunt.rules')
    .selectAll()
    .where('hunt_id', '=', id)
    .orderBy('hits', 'desc')
    .orderBy('title')
    .limit(MOST_RULES)
    .execute();
  return rows
    .filter(({ hits }) => hits > 0 || rows.length <= FEW_RULES)
    .map((row) => ({
      id: row.rule_id,
      title: row.title,
      titleZh: row.title_zh,
      level: row.level,
      way: row.way,
      reason: row.reason_zh === null || row.reason_en === null ? null : { zh: row.reason_zh, en: row.reason_en },
      hits: row.hits,
    }));
};

const hitsOf = (records: Reader, id: string, limit: number, offset: number) =>
  records
    .read<HuntTables>()
    .selectFrom('hunt.hits')
    .selectAll()
    .where('hunt_id', '=', id)
    .orderBy('at', 'desc')
    .orderBy('key')
    .orderBy('rule_id')
    .limit(limit)
    .offset(offset)
    .execute();

/** Hunts for screens. */
export const huntReads = (records: Reader) => ({
  /** Newest first; those of one rule when it is named. */
  list: async (ruleId?: string): Promise<Hunt[]> => {
    const all = rowsOf(records).orderBy('asked_at', 'desc').orderBy('id').limit(MOST_LISTED);
    return (await (ruleId === undefined ? all : all.where('rule_id', '=', ruleId)).execute()).map(present);
  },
  /** One hunt with the newest of its hits. Throws `hunt.unknown`. */
  detail: async (id: string): Promise<HuntDetail> => {
    const row = await must(records, id);
    const bars = await records
      .read<HuntTables>()
      .selectFrom('hunt.bars')
      .select(['at', 'hits'])
      .where('hunt_id', '=', id)
      .orderBy('at')
      .execute();
    const { promoted } = await records
      .read<HuntTables>()
      .selectFrom('hunt.hits')
      .select((is) => is.fn.count<number>('promoted_at').as('promoted'))
      .where('hunt_id', '=', id)
      .executeTakeFirstOrThrow();
    const found = (await hitsOf(records, id, SHOWN_HITS, 0)).map(presentHit);
    return {
      ...present(row),
      byRule: await rulesOf(records, id),
      histogram: bars.map(({ at, hits }) => ({ at: iso(at), hits })),
      barMs: row.bar_ms,
      found,
      kept: row.kept,
      more: row.hits > found.length,
      promoted,
    };
  },
  /** The kept hits in pages, newest first. Throws `hunt.unknown`. */
  pages: async function* (id: string, size: number): AsyncIterable<readonly HuntHit[]> {
    await must(records, id);
    for (let offset = 0; ; offset += size) {
      const rows = await hitsOf(records, id, size, offset);
      if (rows.length > 0) yield rows.map(presentHit);
      if (rows.length < size) return;
    }
  },
  /** Titles of the rules of a hunt. */
  rules: (id: string) => rulesOf(records, id),
});
