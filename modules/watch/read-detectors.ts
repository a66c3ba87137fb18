import type { Behaviour } from '@chedun/behaviour';
import type { GovernanceAsks } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { Detector, DetectorHistory } from './contract.ts';
import { CATALOGUE, catalogued, type CatalogueEntry } from './domain/catalogue.ts';
import { standingOf } from './domain/state.ts';
import type { WatchTables } from './tables.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly governance: Pick<GovernanceAsks, 'verdictsBySignal'>;
  readonly behaviour: Pick<Behaviour, 'statusOf'>;
  readonly now: () => number;
}

const rowsOf = async (records: Needs['records'], now: number) => {
  const read = records.read<WatchTables>();
  const [rows, day, fed] = await Promise.all([
    read.selectFrom('watch.detectors').selectAll().execute(),
    read
      .selectFrom('watch.spoken_hours')
      .where('hour', '>', new Date(now - DAY))
      .select((is) => ['detector', is.fn.sum<number>('count').as('count')])
      .groupBy('detector')
      .execute(),
    read.selectFrom('watch.fed').select(['kind', 'at']).execute(),
  ]);
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    day: new Map(day.map(({ detector, count }) => [detector, Number(count)])),
    fed: new Map(fed.map(({ kind, at }) => [kind, at.getTime()])),
  };
};

const newestOf = (kinds: readonly string[], fed: ReadonlyMap<string, number>): number | undefined => {
  const times = kinds.flatMap((kind) => fed.get(kind) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};

const NO_ALERTS = { truePositive: 0, falsePositive: 0, open: 0 };

const listDetectors = async ({ records, governance, behaviour, now }: Needs): Promise<Detector[]> => {
  const at = now();
  const [{ rows, day, fed }, verdicts] = await Promise.all([rowsOf(records, at), governance.verdictsBySignal()]);
  const alerts = new Map(verdicts.map(({ signal, ...counts }) => [signal, counts]));
  return CATALOGUE.map((entry: CatalogueEntry) => {
    const row = rows.get(entry.id);
    const status = behaviour.statusOf(entry.id);
    const enabled = row?.enabled ?? true;
    const counts = alerts.get(entry.id) ?? NO_ALERTS;
    const decided = counts.truePositive + counts.falsePositive;
    const { feeds, limits, ...shown } = entry;
    return {
      ...shown,
      limits: limits.map((limit) => ({ ...limit, value: row?.limits[limit.name] ?? limit.standard })),
      enabled,
      ...standingOf(enabled, status, newestOf(feeds, fed), at),
      looked: status?.looked ?? null,
      spoken24h: day.get(entry.id) ?? 0,
      spokenTotal: row?.spoken_total ?? 0,
      lastSpoken: row?.last_spoken?.toISOString() ?? null,
      alerts: counts,
      falseAlarmRate: decided === 0 ? null : counts.falsePositive / decided,
    };
  });
};

const historyOf = async (
  { records, now }: Needs,
  id: string,
  days: number,
): Promise<z.input<typeof DetectorHistory>> => {
  const points = await records
    .read<WatchTables>()
    .selectFrom('watch.spoken_hours')
    .where('detector', '=', id)
    .where('hour', '>', new Date(now() - days * DAY))
    .select(['hour', 'count'])
    .orderBy('hour')
    .execute();
  return { points: points.map(({ hour, count }) => ({ at: hour.toISOString(), count })) };
};

/** Screens of detectors. */
export const detectorReadModel = (needs: Needs) => {
  const list = (): Promise<Detector[]> => listDetectors(needs);
  return {
    list,
    must: async (id: string): Promise<Detector> => {
      const found = (await list()).find((detector) => detector.id === id);
      if (!found) throw new DomainError('watch.detector-unknown', { field: id });
      return found;
    },
    history: async (id: string, days: number) => {
      if (!catalogued(id)) throw new DomainError('watch.detector-unknown', { field: id });
      return historyOf(needs, id, days);
    },
  };
};
