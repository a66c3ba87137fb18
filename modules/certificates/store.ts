import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { sql } from 'kysely';
import { certificatesIssued } from './contract.ts';
import { entryText } from './domain/entry.ts';
import { sm3Of } from './domain/proof.ts';
import { appendLeaves } from './log.ts';
import type { CertificateTables } from './tables.ts';
import type { SignedCertificate } from './use-cases/prepare.ts';

/** What belongs to all certificates of one transaction. */
export interface IssueContext {
  readonly authority: { readonly id: string; readonly name: string };
  readonly profile: string;
  readonly actor: ActorRef;
  readonly at: Date;
  readonly batch: string | null;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Stores certificates, their leaves, bindings and successors with a few statements, however many there are. */
export const insertIssued = async (
  tx: Tx,
  context: IssueContext,
  list: readonly SignedCertificate[],
): Promise<void> => {
  const { authority, profile, actor, at, batch } = context;
  const first = await appendLeaves(
    tx,
    list.map(({ serial, der }) => ({
      serial,
      entry: entryText({
        kind: 'issued',
        at: at.toISOString(),
        authority: authority.name,
        profile,
        serial,
        certificate: hex(sm3Of(der)),
        reason: '',
      }),
    })),
  );
  const db = tx.as<CertificateTables>();
  const of = <T>(pick: (each: SignedCertificate, at: number) => T): T[] => list.map(pick);
  await sql`insert into certificates.certificates (serial, authority, profile, subject, vin, device, der, key_hash,
      not_before, not_after, state, changed_at, issued_at, issued_by, batch, batch_row, log_index, predecessor, pair, escrow, enveloped)
    select serial, ${authority.id}::uuid, ${profile}, subject, vin, device, der, key_hash, to_timestamp(not_before), to_timestamp(not_after),
      'valid', ${at}, ${at}, ${actor.name}, ${batch}::uuid, batch_row, log_index, predecessor, pair, escrow, enveloped
    from unnest(${of(({ serial }) => serial)}::text[], ${of(({ subject }) => subject)}::text[],
      ${of(({ from }) => from.vin)}::text[], ${of(({ from }) => from.device)}::text[],
      ${of(({ der }) => Buffer.from(der))}::bytea[], ${of(({ keyHash }) => Buffer.from(keyHash))}::bytea[],
      ${of(({ notBefore }) => notBefore / 1000)}::float8[], ${of(({ notAfter }) => notAfter / 1000)}::float8[],
      ${of(({ from }) => from.row)}::int[], ${of((_, index) => first + index)}::bigint[],
      ${of(({ from }) => from.predecessor?.serial ?? null)}::text[], ${of(({ pair }) => pair)}::text[],
      ${of(({ escrow }) => (escrow === null ? null : Buffer.from(escrow)))}::bytea[],
      ${of(({ enveloped }) => (enveloped === null ? null : Buffer.from(enveloped)))}::bytea[])
      as row (serial, subject, vin, device, der, key_hash, not_before, not_after, batch_row, log_index, predecessor, pair, escrow, enveloped)`.execute(
    db,
  );
  await bindAll(tx, context, list);
  await tx.audit({
    actor,
    action: 'certificates.issued',
    target: { kind: batch === null ? 'certificate' : 'certificate-batch', id: batch ?? list[0]?.serial ?? '' },
    outcome: 'done',
    after: { count: list.length, profile, authority: authority.name, firstLeaf: first, first: list[0]?.serial ?? '' },
  });
  await tx.tell(
    {
      type: certificatesIssued,
      aggregate: batch ?? list[0]?.serial ?? '',
      payload: { serials: of(({ serial }) => serial) },
    },
    actor,
  );
};

const bindAll = async (
  tx: Tx,
  { profile, actor, at }: IssueContext,
  list: readonly SignedCertificate[],
): Promise<void> => {
  const db = tx.as<CertificateTables>();
  const bound = list.filter(({ from }) => from.vin !== null || from.device !== null);
  if (bound.length > 0)
    await sql`insert into certificates.bindings (at, kind, serial, profile, vin, device, by_name)
      select ${at}, 'bound', serial, ${profile}, vin, device, ${actor.name}
      from unnest(${bound.map(({ serial }) => serial)}::text[], ${bound.map(({ from }) => from.vin)}::text[],
        ${bound.map(({ from }) => from.device)}::text[]) as row (serial, vin, device)`.execute(db);
  const renewed = list.filter(({ from, escrow }) => from.predecessor !== undefined && escrow === null);
  if (renewed.length > 0)
    await sql`update certificates.certificates c set successor = row.serial
      from unnest(${renewed.map(({ serial }) => serial)}::text[],
        ${renewed.map(({ from }) => from.predecessor?.serial ?? '')}::text[]) as row (serial, predecessor)
      where c.serial = row.predecessor and c.successor is null`.execute(db);
};
