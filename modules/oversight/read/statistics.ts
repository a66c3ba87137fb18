import { dayOf } from '@chedun/kernel';
import { DeliveryState, NoticeKind, type OversightStatistics } from '../contract.ts';
import { isOverdue } from '../domain/life.ts';
import type { OversightTables } from '../tables.ts';
import { firmsOf, type ReadNeeds } from './notices.ts';

const MOST = 20_000;
const HOUR = 3_600_000;

/** The middle of numbers; null of none. */
const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? null : Math.round(middle * 10) / 10;
};

const hours = (from: Date, to: Date | null): number[] => (to === null ? [] : [(to.getTime() - from.getTime()) / HOUR]);

const incidentsOf = async ({ records }: ReadNeeds): Promise<OversightStatistics['incidentsByMonth']> => {
  const rows = await records
    .read<OversightTables>()
    .selectFrom('oversight.incidents')
    .select(['first_at', 'confirmed', 'claimed', 'computed'])
    .orderBy('first_at', 'desc')
    .limit(MOST)
    .execute();
  const keyed = rows.map((row) => ({
    month: dayOf(row.first_at.getTime()).slice(0, 7),
    level: row.confirmed ?? row.claimed ?? row.computed ?? '',
  }));
  return [...Map.groupBy(keyed, ({ month, level }) => `${month} ${level}`).values()]
    .flatMap(([first, ...more]) => (first === undefined ? [] : [{ ...first, count: more.length + 1 }]))
    .toSorted((a, b) => a.month.localeCompare(b.month))
    .slice(-60);
};

/** Counts of the work: tasks by state, how long answers take, enterprises, incidents by month and level. */
export const readStatistics = (needs: ReadNeeds) => async (): Promise<OversightStatistics> => {
  const rows = await needs.records
    .read<OversightTables>()
    .selectFrom('oversight.deliveries as copy')
    .innerJoin('oversight.notices as notice', 'notice.id', 'copy.notice')
    .selectAll('copy')
    .select(['notice.kind as kind', 'notice.state as notice_state'])
    .orderBy('copy.sent_at', 'desc')
    .limit(MOST)
    .execute();
  const today = dayOf(needs.now());
  const late = (row: (typeof rows)[number]): boolean => row.notice_state === 'open' && isOverdue(row, row.kind, today);
  const firm = await firmsOf(needs);
  const byFirm = [...Map.groupBy(rows, ({ enterprise }) => enterprise)].map(([id, its]) => ({
    name: firm(id).name,
    sent: its.length,
    overdue: its.filter(late).length,
    closed: its.filter(({ state }) => state === 'closed').length,
    answerHours: medianOf(its.flatMap((row) => hours(row.sent_at, row.first_answered_at))),
  }));
  return {
    notices: new Set(rows.map(({ notice }) => notice)).size,
    deliveries: rows.length,
    open: rows.filter(({ state }) => state !== 'closed').length,
    overdue: rows.filter(late).length,
    closed: rows.filter(({ state }) => state === 'closed').length,
    medianAcknowledgeHours: medianOf(rows.flatMap((row) => hours(row.sent_at, row.first_acknowledged_at))),
    medianAnswerHours: medianOf(rows.flatMap((row) => hours(row.sent_at, row.first_answered_at))),
    byState: DeliveryState.options.map((state) => ({ state, count: rows.filter((row) => row.state === state).length })),
    byKind: NoticeKind.options.map((kind) => ({
      kind,
      open: rows.filter((row) => row.kind === kind && row.state !== 'closed').length,
      closed: rows.filter((row) => row.kind === kind && row.state === 'closed').length,
    })),
    byFirm: byFirm.toSorted((a, b) => b.overdue - a.overdue || b.sent - a.sent).slice(0, 200),
    incidentsByMonth: await incidentsOf(needs),
  };
};
