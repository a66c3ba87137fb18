import { TEAM_ROLES, type TeamRole } from '@chedun/duty-roster/contract';
import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Expectation, Run, RunExpectation, RunInject, RunSummary, RunTarget, Scenario } from './contract.ts';
import { familiesOf, verdictOf } from './domain/score.ts';
import { dueOf, readRow, targetKeys, type InjectRow, type RunRow, type TargetRow } from './store.ts';
import type { DrillTables } from './tables.ts';

/** What reading runs stands on. */
export interface ReadRunNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Names of rules and correlations, as far as they are known. */
  readonly names: (
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly zh: string; readonly en: string }>>;
}

type Detection = Selectable<DrillTables['drills.detections']>;
type Names = ReadonlyMap<string, { readonly zh: string; readonly en: string }>;
const MOST_LINES = 2000;

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

/** A run as lists show it. */
export const summaryOf = (row: RunRow): RunSummary => ({
  id: row.id,
  number: row.number,
  scenario: row.scenario,
  title: row.body.title,
  state: row.state,
  preparedAt: row.prepared_at.toISOString(),
  preparedBy: row.prepared_by,
  startedAt: iso(row.started_at),
  endedAt: iso(row.ended_at),
  score: row.score,
  secondsToDetect: row.seconds_to_detect,
  minutesToReport: row.minutes_to_report,
  met: row.met,
  expectations: row.body.expectations.length,
});

const injectOf = (inject: Scenario['injects'][number], rows: readonly InjectRow[]): RunInject => {
  const row = rows.find((each) => each.inject === inject.id);
  const played = row?.played_at ?? null;
  return {
    id: inject.id,
    kind: inject.kind,
    title: inject.title,
    at: inject.at,
    dueAt: iso(row?.due_at),
    playedAt: iso(played),
    records: row?.records ?? 0,
    detected: row?.detected.length ?? 0,
    refused: row?.refused ?? 0,
    message:
      inject.kind === 'human' && played !== null
        ? { channel: inject.channel, from: inject.from, text: inject.text }
        : null,
  };
};

const labelOf = (key: string, names: Names): RunTarget['label'] => {
  const [kind = '', id = ''] = key.split(':');
  if (kind === 'role') return TEAM_ROLES[id as TeamRole];
  return names.get(id) ?? { zh: '未启用的检测规则', en: 'A rule that is not at work' };
};

const targetOf = (key: string, row: TargetRow | undefined, played: Date | null, names: Names): RunTarget => ({
  key,
  label: labelOf(key, names),
  state: row?.state ?? 'open',
  at: iso(row?.at),
  seconds: row?.at && played ? Math.round((row.at.getTime() - played.getTime()) / 100) / 10 : null,
  by: row?.by_name ?? null,
  answer: row?.answer ?? '',
  judgedBy: row?.judged_by ?? null,
  comment: row?.comment ?? '',
});

const expectationOf = (
  each: Expectation,
  injects: readonly InjectRow[],
  targets: readonly TargetRow[],
  names: Names,
): RunExpectation => {
  const played = injects.find(({ inject }) => inject === each.inject)?.played_at ?? null;
  const own = targetKeys(each).map((key) =>
    targetOf(
      key,
      targets.find(({ expectation, target }) => expectation === each.id && target === key),
      played,
      names,
    ),
  );
  const due = dueOf(each, injects);
  return {
    id: each.id,
    inject: each.inject,
    title: each.title,
    kind: each.kind,
    asks: each.kind === 'human' ? each.asks : null,
    family: each.family,
    weight: each.weight,
    mode: each.mode,
    withinMinutes: each.withinMinutes,
    dueAt: due === undefined ? null : new Date(due).toISOString(),
    clock: each.kind === 'human' ? (each.clock ?? null) : null,
    verdict: verdictOf(
      each.mode,
      own.map(({ state }) => state),
    ),
    targets: own,
  };
};

const partsOf = async ({ records }: ReadRunNeeds, id: string) => {
  const read = records.read<DrillTables>();
  const [injects, targets, detections, log, review] = await Promise.all([
    read.selectFrom('drills.injects').selectAll().where('run', '=', id).execute(),
    read.selectFrom('drills.targets').selectAll().where('run', '=', id).execute(),
    read
      .selectFrom('drills.detections')
      .selectAll()
      .where('run', '=', id)
      .orderBy('detected_at')
      .orderBy('id')
      .limit(500)
      .execute(),
    read.selectFrom('drills.log').selectAll().where('run', '=', id).orderBy('id', 'desc').limit(MOST_LINES).execute(),
    read
      .selectFrom('drills.reviews')
      .select('id')
      .where('subject_kind', '=', 'drill')
      .where('subject_id', '=', id)
      .executeTakeFirst(),
  ]);
  return { injects, targets, detections, log, review };
};

const detectionOf = (row: Detection, wanted: ReadonlySet<string>): Run['detections'][number] => ({
  kind: row.kind,
  id: row.id,
  title: row.title,
  titleZh: row.title_zh,
  level: row.level,
  events: row.events,
  injects: row.injects,
  expected: wanted.has(`${row.kind}:${row.id}`),
  detectedAt: row.detected_at.toISOString(),
});

/** A run with its time line, what was detected and what people did. */
export const readRun =
  (needs: ReadRunNeeds) =>
  async (id: string): Promise<Run> => {
    const row = await readRow(needs.records, id);
    const { injects, targets, detections, log, review } = await partsOf(needs, id);
    const { body } = row;
    const keys = body.expectations.flatMap((each) => (each.kind === 'detect' ? targetKeys(each) : []));
    const names = await needs.names(keys.map((key) => key.split(':')[1] ?? ''));
    const expectations = body.expectations.map((each) => expectationOf(each, injects, targets, names));
    return {
      ...summaryOf(row),
      goal: body.goal,
      briefing: body.briefing,
      speed: body.speed,
      observer: row.observer,
      participants: row.participants,
      injects: body.injects.map((each) => injectOf(each, injects)).toSorted((a, b) => a.at - b.at),
      expectations,
      detections: detections.map((each) => detectionOf(each, new Set(keys))),
      families: row.started_at === null ? [] : familiesOf(expectations),
      log: log.toReversed().map((line) => ({
        id: String(line.id),
        at: line.at.toISOString(),
        actor: line.actor,
        kind: line.kind,
        text: { zh: line.text_zh, en: line.text_en },
      })),
      now: new Date(needs.clock.now()).toISOString(),
      review: review?.id ?? null,
    };
  };
