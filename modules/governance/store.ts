import type { Tx } from '@chedun/records';
import { toJsonText } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
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

const json = (value: unknown): never => sql`${toJsonText(value as never)}::jsonb` as never;

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

/** Opens a finding; answers false when another transaction opened it first. */
export const insertFinding = async (tx: Tx, id: string, report: FindingReport, now: number): Promise<boolean> => {
  const due = dueDate(report.severity, now);
  const inserted = await tx
    .as<GovernanceTables>()
    .insertInto('governance.findings')
    .values({
      id,
      fingerprint: report.fingerprint,
      kind: report.kind,
      module: report.module,
      title: report.title,
      title_zh: report.titleZh ?? null,
      severity: rankOf(report.severity),
      status: isDrill(report.assets[0]) ? 'drill' : 'open',
      assets: json(report.assets),
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
      alert: report.alert ? json(report.alert) : null,
      facts: json(report.facts ?? {}),
      samples: json(mergeSamples([], report.samples)),
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
};

/** Counts a report onto a finding that is there and locked. */
export const addOccurrences = async (tx: Tx, row: FindingRow, report: FindingReport): Promise<void> => {
  const assets = mergeAssets(row.assets, report.assets);
  await tx
    .as<GovernanceTables>()
    .updateTable('governance.findings')
    .set({
      count: row.count + report.count,
      severity: Math.max(row.severity, rankOf(report.severity)),
      status: afterOccurrence(row.status),
      first_seen: new Date(Math.min(row.first_seen.getTime(), Date.parse(report.firstSeen))),
      last_seen: new Date(Math.max(row.last_seen.getTime(), Date.parse(report.lastSeen))),
      assets: json(assets),
      asset_keys: assets.map(assetKey),
      samples: json(mergeSamples(row.samples, report.samples)),
      facts: json({ ...row.facts, ...report.facts }),
    })
    .where('id', '=', row.id)
    .execute();
};

/** Counts occurrences into their minute. */
export const countOccurrences = async (tx: Tx, report: FindingReport): Promise<void> => {
  const minute = new Date(Math.floor(Date.parse(report.lastSeen) / MINUTE) * MINUTE);
  await tx
    .as<GovernanceTables>()
    .insertInto('governance.occurrence_minutes')
    .values({ minute, kind: report.kind, severity: rankOf(report.severity), count: report.count })
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
