import { dayOf } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Exposure, Run, RunList, Target } from './contract.ts';
import { changeOf } from './domain/result.ts';
import { standings, type Known } from './domain/standing.ts';
import { exposureError } from './errors.ts';
import type { ExposureTables } from './tables.ts';

type RunRow = Pick<Selectable<ExposureTables['exposure.runs']>, 'at' | 'by' | 'sm3' | 'result'>;

const tablesOf = (tables: Tx | Records) =>
  'as' in tables ? tables.as<ExposureTables>() : tables.read<ExposureTables>();

/** What is declared, approved and open. */
export const readKnown = async (from: Tx | Records, now: number): Promise<Known> => {
  const tables = tablesOf(from);
  const today = dayOf(now);
  const targets = await tables.selectFrom('exposure.targets').select('host').execute();
  const services = await tables.selectFrom('exposure.services').selectAll().execute();
  const open = await tables.selectFrom('exposure.open_ports').selectAll().limit(20_000).execute();
  return {
    targets: targets.map(({ host }) => host),
    services: services.map(({ valid_to: validTo, ...service }) => ({
      ...service,
      validTo,
      isInForce: validTo === null || validTo >= today,
    })),
    open: open.map(({ host, port, since, seen_at: seen }) => ({
      host,
      port,
      since: since.getTime(),
      seenAt: seen.getTime(),
    })),
  };
};

const runOf = ({ at, by, sm3, result }: RunRow): Run => {
  const { open, from = '', ...counts } = result;
  return { at: at.toISOString(), by, sm3, from, open: open.length, ...counts };
};

const lastRuns = async (records: Records): Promise<ReadonlyMap<string, Run>> => {
  const rows = await records
    .read<ExposureTables>()
    .selectFrom('exposure.runs')
    .selectAll()
    .distinctOn('host')
    .orderBy('host')
    .orderBy('at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.host, runOf(row)]));
};

const MOST_RUNS = 200;

/** Probes of a target, newest first, with what changed since the one before. Throws `exposure.unknown`. */
export const readRuns =
  (records: Records) =>
  async (id: string): Promise<RunList> => {
    const tables = records.read<ExposureTables>();
    const target = await tables.selectFrom('exposure.targets').select('host').where('id', '=', id).executeTakeFirst();
    if (target === undefined) throw exposureError('exposure.unknown');
    const rows = await tables
      .selectFrom('exposure.runs')
      .selectAll()
      .where('host', '=', target.host)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_RUNS + 1)
      .execute();
    const items = rows.slice(0, MOST_RUNS).map((row, at) => {
      const { opened, closed } = changeOf(rows[at + 1]?.result, row.result);
      return { ...runOf(row), id: row.id, opened, closedPorts: closed };
    });
    return { items };
  };

/** Targets with their last probe. */
const readTargets = async (records: Records): Promise<Target[]> => {
  const [rows, runs] = await Promise.all([
    records.read<ExposureTables>().selectFrom('exposure.targets').selectAll().orderBy('host').execute(),
    lastRuns(records),
  ]);
  return rows.map(({ created_at: at, created_by: createdBy, ...row }) => ({
    ...row,
    createdAt: at.toISOString(),
    createdBy,
    lastRun: runs.get(row.host) ?? null,
  }));
};

/** What may be open to the outside, and what is. */
export const readExposure =
  (records: Records, now: () => number, allowsPrivate: boolean) => async (): Promise<Exposure> => {
    const [targets, known] = await Promise.all([readTargets(records), readKnown(records, now())]);
    const items = standings(known);
    const count = (wanted: string): number => items.filter(({ standing }) => standing === wanted).length;
    const [unapproved, ended, approved] = [count('unapproved'), count('ended'), count('approved')];
    return {
      allowsPrivate,
      targets,
      items,
      counts: { open: unapproved + ended + approved, unapproved, ended, approved, notOpen: count('not-open') },
    };
  };
