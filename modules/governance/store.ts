import type { Tx } from '@chedun/records';
import { jsonb } from '@chedun/records';
import { sql, type Insertable, type Selectable } from 'kysely';
import { isDrill } from './contract.ts';
import type { FindingReport, FindingStatus, HistoryEntry } from './contract.ts';
import { assetKey, mergeAssets, mergeSamples } from './domain/merge.ts';
import { dueDate, rankOf } from './domain/severity.ts';
import { afterOccurrence } from './domain/life.ts';
import type { FindingTable, GovernanceTables } from './tables.ts';

/** A finding as it lies in the store. */
export type FindingRow = Selectable<FindingTable>;

/** One line of history that is to be written. */
export type NewHistory = Omit<HistoryEntry, 'at'> & { readonly findingId: string; readonly at: Date };

const MINUTE = 60_000;

/** Loads findings by fingerprint and locks them until the transaction ends, always in the same order. */
export const lockByFingerprint = async (tx: Tx, fingerprints: readonly string[]): Promise<FindingRow[]> =>
  tx
    .as<GovernanceTables>()
    .selectFrom('governance.findings')
    .selectAll()
    .where('fingerprint', 'in', [...fingerprints])
    .orderBy('fingerprint')
    .forUpdate()
    .execute();

/** Loads findings by id and locks them. */
export const lockById = async (tx: Tx, ids: readonly string[]): Promise<FindingRow[]> =>
  tx
    .as<GovernanceTables>()
    .selectFrom('governance.findings')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();

const newRow = (id: string, report: FindingReport, now: number): Insertable<FindingTable> => {
  const due = dueDate(report.severity, now);
  return {
    id,
    fingerprint: report.fingerprint,
    kind: report.kind,
    module: report.module,
    title: report.title,
    title_zh: report.titleZh ?? null,
    severity: rankOf(report.severity),
    status: isDrill(report.assets[0]) ? 'drill' : 'open',
    assets: jsonb(report.assets),
    asset_keys: report.assets.map(assetKey),
    obligations: report.obligations,
    count: report.count,
    first_seen: new Date(report.firstSeen),
    last_seen: new Date(report.lastSeen),
    opened_at: new Date(now),
    latency_ms: Math.max(0, now - Date.parse(report.receivedAt)),
    due_at: due === null ? null : new Date(due),
    owner_id: null,
    owner_name: null,
    rule_id: report.alert?.ruleId ?? null,
    tags: report.alert?.tags ?? [],
    alert: report.alert ? jsonb(report.alert) : null,
    facts: jsonb(report.facts ?? {}),
    samples: jsonb(mergeSamples([], report.samples)),
  };
};

/** Opens findings, each report with the id that it gets; answers the ids that were taken: another transaction may have opened the same finding first. */
export const insertFindings = async (
  tx: Tx,
  fresh: readonly { readonly id: string; readonly report: FindingReport }[],
  now: number,
): Promise<ReadonlySet<string>> => {
  if (fresh.length === 0) return new Set();
  const inserted = await tx
    .as<GovernanceTables>()
    .insertInto('governance.findings')
    .values(fresh.map(({ id, report }) => newRow(id, report, now)))
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
};

const countedUp = (row: FindingRow, report: FindingReport) => {
  const assets = mergeAssets(row.assets, report.assets);
  return {
    id: row.id,
    count: row.count + report.count,
    severity: Math.max(row.severity, rankOf(report.severity)),
    status: afterOccurrence(row.status),
    first_seen: new Date(Math.min(row.first_seen.getTime(), Date.parse(report.firstSeen))).toISOString(),
    last_seen: new Date(Math.max(row.last_seen.getTime(), Date.parse(report.lastSeen))).toISOString(),
    assets,
    asset_keys: assets.map(assetKey),
    samples: mergeSamples(row.samples, report.samples),
    facts: { ...row.facts, ...report.facts },
  };
};

/** Counts reports onto findings that are there and locked, each finding once, in one statement. */
export const addOccurrences = async (
  tx: Tx,
  known: readonly { readonly row: FindingRow; readonly report: FindingReport }[],
): Promise<void> => {
  if (known.length === 0) return;
  const changes = jsonb(known.map(({ row, report }) => countedUp(row, report)));
  await sql`
    update governance.findings as finding
    set count = new.count, severity = new.severity, status = new.status, first_seen = new.first_seen,
        last_seen = new.last_seen, assets = new.assets, asset_keys = new.asset_keys, samples = new.samples, facts = new.facts
    from jsonb_to_recordset(${changes}) as new (
      id uuid, count bigint, severity smallint, status text, first_seen timestamptz, last_seen timestamptz,
      assets jsonb, asset_keys text[], samples jsonb, facts jsonb
    )
    where finding.id = new.id`.execute(tx.as<GovernanceTables>());
};

/** Counts occurrences into their minutes. */
export const countOccurrences = async (tx: Tx, reports: readonly FindingReport[]): Promise<void> => {
  const rows = new Map<string, { minute: Date; kind: string; severity: number; count: number }>();
  for (const report of reports) {
    const minute = new Date(Math.floor(Date.parse(report.lastSeen) / MINUTE) * MINUTE);
    const severity = rankOf(report.severity);
    const key = `${minute.getTime()} ${severity} ${report.kind}`;
    const row = rows.get(key) ?? { minute, kind: report.kind, severity, count: 0 };
    row.count += report.count;
    rows.set(key, row);
  }
  if (rows.size === 0) return;
  await tx
    .as<GovernanceTables>()
    .insertInto('governance.occurrence_minutes')
    .values([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row))
    .onConflict((conflict) =>
      conflict.columns(['minute', 'kind', 'severity']).doUpdateSet({
        count: sql`governance.occurrence_minutes.count + excluded.count`,
      }),
    )
    .execute();
};

/** Changes what people may change. */
export const updateHandling = async (
  tx: Tx,
  id: string,
  change: {
    readonly status?: FindingStatus;
    readonly owner?: { readonly id: string; readonly name: string } | null;
    readonly dueAt?: Date | null;
  },
): Promise<void> => {
  const set = {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.owner === undefined
      ? {}
      : { owner_id: change.owner?.id ?? null, owner_name: change.owner?.name ?? null }),
    ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
  };
  if (Object.keys(set).length === 0) return;
  await tx.as<GovernanceTables>().updateTable('governance.findings').set(set).where('id', '=', id).execute();
};

/** Appends lines to the history. */
export const addHistory = async (tx: Tx, lines: readonly NewHistory[]): Promise<void> => {
  if (lines.length === 0) return;
  await tx
    .as<GovernanceTables>()
    .insertInto('governance.finding_history')
    .values(
      lines.map((line) => ({
        finding_id: line.findingId,
        at: line.at,
        actor: line.actor,
        kind: line.kind,
        from_value: line.from,
        to_value: line.to,
        comment: line.comment,
      })),
    )
    .execute();
};
