import type { Blobs } from '@chedun/blobs';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { sm3Hex } from '@chedun/exchange';
import { buffer } from 'node:stream/consumers';
import type { EnterpriseInput } from '../contract.ts';
import { supervisionError } from '../errors.ts';
import { SUBMISSIONS, type StoreNeeds, type SubmissionRow } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import { insertEnterprise } from './register.ts';
import { packageName, readIn } from './read-in.ts';
import type { Take } from './take.ts';

interface Needs extends StoreNeeds {
  readonly blobs: Pick<Blobs, 'get' | 'info'>;
  readonly take: Take;
}

/** Bytes of a package as they came. Throws `supervision.damaged`. */
export const storedPackage =
  ({ blobs }: Pick<Needs, 'blobs'>) =>
  async ({ id, package_sm3: sm3 }: Pick<SubmissionRow, 'id' | 'package_sm3'>): Promise<Uint8Array> => {
    const name = packageName(id);
    if ((await blobs.info(name)) === undefined) throw supervisionError('supervision.damaged', { field: name });
    const bytes = new Uint8Array(await buffer(await blobs.get(name)));
    if (sm3Hex(bytes) !== sm3) throw supervisionError('supervision.damaged', { field: name });
    return bytes;
  };

const waiting = async (tx: Tx, id: string): Promise<SubmissionRow> => {
  const query = tx.as<SupervisionTables>().selectFrom(SUBMISSIONS).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row?.status !== 'waiting') throw supervisionError('supervision.unknown');
  return row;
};

/** Binds certificate and account of a package to an enterprise. Throws `supervision.taken`, `supervision.unknown`. */
const bind = async (tx: Tx, row: SubmissionRow, enterprise: string, actor: ActorRef, now: number): Promise<void> => {
  const tables = tx.as<SupervisionTables>();
  const values = {
    sm3: row.signer_sm3,
    enterprise,
    subject: row.signer_subject,
    confirmed_at: new Date(now),
    confirmed_by: actor.name,
  };
  await tables
    .insertInto('supervision.certificates')
    .values(values)
    .onConflict((on) => on.column('sm3').doNothing())
    .execute();
  const certificate = await tables
    .selectFrom('supervision.certificates')
    .select('enterprise')
    .where('sm3', '=', row.signer_sm3)
    .executeTakeFirstOrThrow();
  if (certificate.enterprise !== enterprise) throw supervisionError('supervision.taken');
  const found = await tables
    .selectFrom('supervision.enterprises')
    .select(['id', 'account'])
    .where('id', '=', enterprise)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw supervisionError('supervision.unknown');
  if (row.account !== null) {
    const other = await tables
      .selectFrom('supervision.enterprises')
      .select('id')
      .where('account', '=', row.account)
      .where('id', '<>', enterprise)
      .executeTakeFirst();
    if (other !== undefined || (found.account !== null && found.account !== row.account))
      throw supervisionError('supervision.taken');
    await tables
      .updateTable('supervision.enterprises')
      .set({ account: row.account, account_name: row.account_name })
      .where('id', '=', enterprise)
      .execute();
  }
  const target = { kind: 'supervised-enterprise', id: enterprise };
  const after = { certificate: row.signer_sm3, account: row.account_name };
  await tx.audit({ actor, action: 'supervision.sender-confirmed', target, outcome: 'done', after });
};

/** Says whose package it is, after its certificate was compared on another way; then it is received. */
export const admitPackage =
  (needs: Needs) =>
  async (id: string, enterprise: string | EnterpriseInput, actor: ActorRef): Promise<SubmissionRow> => {
    const now = needs.now();
    const row = await needs.records.transaction(async (tx) => {
      const found = await waiting(tx, id);
      const whose =
        typeof enterprise === 'string' ? enterprise : await insertEnterprise(tx, needs.newId(), enterprise, actor, now);
      await bind(tx, found, whose, actor, now);
      return found;
    });
    return needs.take(row, readIn(await storedPackage(needs)(row)), actor);
  };

/** Refuses a waiting package, with the reason that its sender hears. */
export const refusePackage =
  ({ records }: StoreNeeds) =>
  (id: string, reason: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await waiting(tx, id);
      await tx
        .as<SupervisionTables>()
        .updateTable(SUBMISSIONS)
        .set({ status: 'refused', reason: toText(reason) })
        .where('id', '=', id)
        .execute();
      const target = { kind: 'supervision-package', id };
      await tx.audit({ actor, action: 'supervision.package-refused', target, outcome: 'done', after: { reason } });
    });
