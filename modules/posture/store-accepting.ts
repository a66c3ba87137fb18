import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { Exception } from './contract.ts';
import type { PostureTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type ExceptionRow = Selectable<PostureTables['posture.exceptions']>;
export type AttestationRow = Selectable<PostureTables['posture.attestations']>;

const MOST = 500;

/** Check under which the evidence of an attestation stands. */
export const attestationCheck = (id: string): string => `attestation.${id}`;

/** True for the check of an attestation. */
export const isAttestation = (checkId: string): boolean => checkId.startsWith('attestation.');

const presentException = (row: ExceptionRow, now: number): Exception => ({
  id: row.id,
  key: row.key,
  reason: row.reason,
  owner: row.owner_name,
  endsAt: row.ends_at.toISOString(),
  status: row.status,
  requestedBy: row.requested_name,
  requestedAt: row.requested_at.toISOString(),
  decidedBy: row.decided_name,
  decidedAt: row.decided_at?.toISOString() ?? null,
  comment: row.comment,
  holds: row.status === 'approved' && row.ends_at.getTime() > now,
});

/** Exceptions, newest first. */
export const listExceptions = async (records: Reader, now: number): Promise<Exception[]> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.exceptions')
    .selectAll()
    .orderBy('requested_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => presentException(row, now));
};

/** Exceptions that hold now, by key. */
export const holdingExceptions = async (records: Reader, now: number): Promise<ReadonlyMap<string, Exception>> => {
  const rows = await records
    .read<PostureTables>()
    .selectFrom('posture.exceptions')
    .selectAll()
    .where('status', '=', 'approved')
    .where('ends_at', '>', new Date(now))
    .orderBy('ends_at')
    .execute();
  return new Map(rows.map((row) => [row.key, presentException(row, now)]));
};

/** One exception, locked until the transaction ends. */
export const lockException = async (tx: Tx, id: string): Promise<ExceptionRow> => {
  const row = await tx
    .as<PostureTables>()
    .selectFrom('posture.exceptions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('posture.exception-unknown', { field: 'id' });
  return row;
};

/** Attestations that are asked for; retired ones last. */
export const listAttestations = async (records: Reader): Promise<AttestationRow[]> =>
  records
    .read<PostureTables>()
    .selectFrom('posture.attestations')
    .selectAll()
    .orderBy((order) => order.fn('coalesce', ['retired_at', order.val(new Date(0))]))
    .orderBy('id')
    .limit(MOST)
    .execute();

/** An attestation that is still asked for. Throws `posture.attestation-unknown`. */
export const openAttestation = async (tx: Tx, id: string): Promise<AttestationRow> => {
  const row = await tx
    .as<PostureTables>()
    .selectFrom('posture.attestations')
    .selectAll()
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('posture.attestation-unknown', { field: 'id' });
  return row;
};

/** An entry of the audit trail of this module. */
export const auditEntry = (actor: ActorRef, action: string, kind: string, id: string, after: object) =>
  ({ actor, action, target: { kind, id }, outcome: 'done', after: after as never }) as const;
