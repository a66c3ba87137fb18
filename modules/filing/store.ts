import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import type { Blobs } from '@chedun/blobs';
import type { Records, Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Content } from './content.ts';
import type { FileInput, KeptFile } from './contract.ts';
import { filingError } from './errors.ts';
import type { InventoryAsks } from './inventory.ts';
import type { FilingTables } from './tables.ts';

export type UnitRow = Selectable<FilingTables['filing.units']>;
export type CaseRow = Selectable<FilingTables['filing.cases']>;

/** What every use case of the module stands on. */
export interface Base {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly blobs: Blobs;
  readonly content: Content;
  readonly assets: InventoryAsks;
}

/** The day in China. */
export const today = ({ clock }: Pick<Base, 'clock'>): string => dayOf(clock.now());

/** A line of the audit log. */
export const auditOf = (actor: ActorRef, action: string, kind: string, id: string, after: unknown) =>
  ({ actor, action: `filing.${action}`, target: { kind, id }, outcome: 'done', after: after as never }) as const;

/** An uploaded file with its size and SM3. Throws `filing.file-unknown`. */
export const keptFile = async (blobs: Blobs, file: FileInput | null): Promise<KeptFile | null> => {
  if (file === null) return null;
  const info = await blobs.info(file.blob);
  if (info === undefined) throw filingError('filing.file-unknown', { field: file.name });
  return { ...file, bytes: info.bytes, sm3: info.sm3 };
};

/** Most bytes of an uploaded file. */
export const MOST_FILE = 20 * 1024 * 1024;

/** All bytes of a kept file. */
export const bytesOf = async (blobs: Blobs, { blob }: Pick<KeptFile, 'blob'>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of await blobs.get(blob)) parts.push(part as Uint8Array);
  return new Uint8Array(Buffer.concat(parts));
};

/** A unit. Throws `filing.unit-unknown`. */
export const unitRow = async (records: Pick<Records, 'read'>, id: string): Promise<UnitRow> => {
  const query = records.read<FilingTables>().selectFrom('filing.units').selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw filingError('filing.unit-unknown', { field: 'id' });
  return row;
};

/** A unit, locked until the transaction ends. Throws `filing.unit-unknown`. */
export const lockUnit = async (tx: Tx, id: string): Promise<UnitRow> => {
  const query = tx.as<FilingTables>().selectFrom('filing.units').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw filingError('filing.unit-unknown', { field: 'id' });
  return row;
};

/** A case. Throws `filing.case-unknown`. */
export const caseRow = async (records: Pick<Records, 'read'>, id: string): Promise<CaseRow> => {
  const query = records.read<FilingTables>().selectFrom('filing.cases').selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw filingError('filing.case-unknown', { field: 'id' });
  return row;
};

/** A case, locked until the transaction ends. Throws `filing.case-unknown`. */
export const lockCase = async (tx: Tx, id: string): Promise<CaseRow> => {
  const query = tx.as<FilingTables>().selectFrom('filing.cases').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw filingError('filing.case-unknown', { field: 'id' });
  return row;
};

/** A finding of this module; `fingerprint` is stable. */
export const findingOf = (
  now: number,
  fingerprint: string,
  title: { readonly zh: string; readonly en: string },
  more: Pick<FindingReport, 'severity' | 'obligations'> & Partial<Pick<FindingReport, 'assets' | 'facts'>>,
): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint: fingerprint.slice(0, 200),
    kind: 'violation',
    module: 'filing',
    title: title.en.slice(0, 500),
    titleZh: title.zh.slice(0, 500),
    severity: more.severity,
    assets: more.assets ?? [],
    obligations: more.obligations,
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    ...(more.facts === undefined ? {} : { facts: more.facts }),
  };
};

/** Makes the ledger hold what is wrong in a scope and nothing else: tells what is new, and clears what is gone. */
export const tellFindings = async (
  tx: Tx,
  scope: string,
  reports: readonly FindingReport[],
  gone: string,
): Promise<void> => {
  const db = tx.as<FilingTables>();
  const rows = await db
    .selectFrom('filing.told')
    .select('fingerprint')
    .where('scope', '=', scope)
    .forUpdate()
    .execute();
  const before = new Set(rows.map(({ fingerprint }) => fingerprint));
  const wanted = new Set(reports.map(({ fingerprint }) => fingerprint));
  for (const fingerprint of before)
    if (!wanted.has(fingerprint)) {
      const payload = { fingerprint, comment: gone };
      await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
      await db.deleteFrom('filing.told').where('scope', '=', scope).where('fingerprint', '=', fingerprint).execute();
    }
  const fresh = reports.filter(({ fingerprint }) => !before.has(fingerprint)).slice(0, 500);
  if (fresh.length === 0) return;
  await db
    .insertInto('filing.told')
    .values(fresh.map(({ fingerprint }) => ({ scope, fingerprint })))
    .onConflict((on) => on.doNothing())
    .execute();
  await tx.tell({ type: findingsReported, aggregate: scope, payload: { findings: fresh } as never }, SYSTEM_ACTOR);
};
