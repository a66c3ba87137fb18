import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { DomainError, SYSTEM_ACTOR } from '@chedun/kernel';
import type { ProbeReport } from '@chedun/probing';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';

import type { EndpointInput } from './contract.ts';
import type { CryptographyErrorCode } from './errors.ts';
import type { CryptographyTables } from './tables.ts';

/** What may only be read. */
export type Reader = Pick<Records, 'read'>;

/** An error of this module; the caller throws it. */
export const cryptographyError = (code: CryptographyErrorCode, reason?: string): DomainError =>
  new DomainError(code, reason === undefined ? {} : { reason });

const UNIQUE_VIOLATION = '23505';

/** Turns a broken uniqueness into an error of this module. */
export const refuseSecond =
  (code: CryptographyErrorCode) =>
  (error: unknown): never => {
    const found = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    throw found === UNIQUE_VIOLATION ? cryptographyError(code) : error;
  };

/** Number of rows of a table. */
export const countRows = async (tx: Tx, table: keyof CryptographyTables): Promise<number> => {
  const row = await tx
    .as<CryptographyTables>()
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('rows'))
    .executeTakeFirst();
  return Number(row?.rows ?? 0);
};

/** Columns of an endpoint. */
export const endpointColumns = ({ name, host, port, kind, speaks, mutual, sm }: EndpointInput, at: Date) => ({
  name: toText(name),
  host,
  port,
  kind,
  speaks,
  mutual,
  sm,
  changed_at: at,
});

/** A certificate that a probe showed. */
export interface SeenCertificate {
  readonly fingerprint: string;
  readonly der: Uint8Array;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly key: string;
  readonly bits: number;
  readonly signature: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly place: 'leaf' | 'chain' | 'tlcp';
}

/** Keeps a probe of an endpoint. */
export const addProbe = async (
  tx: Tx,
  probe: {
    readonly id: string;
    readonly endpoint: string;
    readonly at: Date;
    readonly askedBy: string;
    readonly transcript: string;
  },
  result: ProbeReport,
): Promise<void> => {
  await tx
    .as<CryptographyTables>()
    .insertInto('cryptography.probes')
    .values({
      id: probe.id,
      endpoint_id: probe.endpoint,
      at: probe.at,
      asked_by: toText(probe.askedBy),
      result: jsonb(result),
      transcript: probe.transcript,
    })
    .execute();
};

/** PostgreSQL keeps no such times as some certificates name. */
const MOST_TIME = Date.UTC(9999, 11, 31);
const timeOf = (value: number): Date => new Date(Math.min(Math.max(value, 0), MOST_TIME));

/** Keeps the certificates of a probe, and that they are at this endpoint and no others. */
export const keepCertificates = async (
  tx: Tx,
  endpoint: string,
  certificates: readonly SeenCertificate[],
  at: Date,
): Promise<void> => {
  const db = tx.as<CryptographyTables>();
  await db.deleteFrom('cryptography.certificate_places').where('endpoint_id', '=', endpoint).execute();
  for (const { der, notBefore, notAfter, place, ...facts } of certificates) {
    await db
      .insertInto('cryptography.certificates')
      .values({
        ...facts,
        subject: toText(facts.subject).slice(0, 1000),
        issuer: toText(facts.issuer).slice(0, 1000),
        der: Buffer.from(der),
        not_before: timeOf(notBefore),
        not_after: timeOf(notAfter),
        first_seen: at,
        last_seen: at,
      })
      .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet({ last_seen: at }))
      .execute();
    await db
      .insertInto('cryptography.certificate_places')
      .values({ fingerprint: facts.fingerprint, endpoint_id: endpoint, place })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
};

const MOST_REPORTS = 500;

/**
 * Makes the ledger of findings hold what is wrong in a scope and nothing else: reports all, and says of those that were
 * told before and are gone that they are.
 */
export const tellFindings = async (
  tx: Tx,
  scope: string,
  reports: readonly FindingReport[],
  gone: string,
): Promise<void> => {
  const db = tx.as<CryptographyTables>();
  const before = await db
    .selectFrom('cryptography.told')
    .select('fingerprint')
    .where('scope', '=', scope)
    .forUpdate()
    .execute();
  const now = new Set(reports.map(({ fingerprint }) => fingerprint));
  for (const { fingerprint } of before.filter((each) => !now.has(each.fingerprint)))
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: gone } },
      SYSTEM_ACTOR,
    );
  await db.deleteFrom('cryptography.told').where('scope', '=', scope).execute();
  if (reports.length === 0) return;
  await db
    .insertInto('cryptography.told')
    .values([...now].map((fingerprint) => ({ scope, fingerprint })))
    .execute();
  for (let at = 0; at < reports.length; at += MOST_REPORTS)
    await tx.tell(
      {
        type: findingsReported,
        aggregate: scope,
        payload: { findings: reports.slice(at, at + MOST_REPORTS) } as never,
      },
      SYSTEM_ACTOR,
    );
};
