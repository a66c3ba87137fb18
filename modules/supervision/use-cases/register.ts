import type { AssetsAsks } from '@chedun/assets/contract';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { z } from 'zod';
import type { CertificateInput, EnterpriseInput, ImportReport } from '../contract.ts';
import { readEnterprises } from '../domain/read-enterprises.ts';
import { supervisionError } from '../errors.ts';
import type { StoreNeeds } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

const rowOf = (id: string, input: EnterpriseInput, actor: ActorRef, now: number) => ({
  id,
  name: toText(input.name),
  credit_code: input.creditCode,
  province: input.province,
  licence: toText(input.licence),
  contact: toText(input.contact),
  account: null,
  created_at: new Date(now),
  created_by: actor.name,
});
const target = (id: string) => ({ kind: 'supervised-enterprise', id });

/** Writes an enterprise down. Throws `supervision.duplicate`. */
export const insertEnterprise = async (
  tx: Tx,
  id: string,
  input: EnterpriseInput,
  actor: ActorRef,
  now: number,
): Promise<string> => {
  const row = await tx
    .as<SupervisionTables>()
    .insertInto('supervision.enterprises')
    .values(rowOf(id, input, actor, now))
    .onConflict((on) => on.column('credit_code').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw supervisionError('supervision.duplicate', { field: 'creditCode' });
  const after = { ...input };
  await tx.audit({ actor, action: 'supervision.enterprise-added', target: target(id), outcome: 'done', after });
  return row.id;
};

/** Registers an enterprise. Throws `supervision.duplicate`. */
export const addEnterprise =
  ({ records, newId, now }: StoreNeeds) =>
  (input: EnterpriseInput, actor: ActorRef): Promise<string> =>
    records.transaction((tx) => insertEnterprise(tx, newId(), input, actor, now()));

/** Changes what is known of an enterprise; its credit code stays. Throws `supervision.unknown`. */
export const changeEnterprise =
  ({ records }: StoreNeeds) =>
  (id: string, input: Omit<EnterpriseInput, 'creditCode'>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const { name, province, licence, contact } = input;
      const values = { name: toText(name), province, licence: toText(licence), contact: toText(contact) };
      const row = await tx
        .as<SupervisionTables>()
        .updateTable('supervision.enterprises')
        .set(values)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) throw supervisionError('supervision.unknown');
      const after = { ...input };
      await tx.audit({ actor, action: 'supervision.enterprise-changed', target: target(id), outcome: 'done', after });
    });

/** Registers the enterprises of a table; rows that are wrong are named, those that are known are left as they are. */
export const importEnterprises =
  ({ records, newId, now, readTable }: StoreNeeds & { readonly readTable: AssetsAsks['readTable'] }) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<ImportReport> => {
    const read = readEnterprises(await readTable(bytes));
    const fresh = [...new Map(read.taken.map((each) => [each.creditCode, each])).values()];
    return records.transaction(async (tx) => {
      const tables = tx.as<SupervisionTables>();
      let taken = 0;
      for (let at = 0; at < fresh.length; at += 500) {
        const rows = fresh.slice(at, at + 500).map((each) => rowOf(newId(), each, actor, now()));
        const added = await tables
          .insertInto('supervision.enterprises')
          .values(rows)
          .onConflict((on) => on.column('credit_code').doNothing())
          .returning('id')
          .execute();
        taken += added.length;
      }
      const report = { rows: read.rows, taken, known: read.taken.length - taken, refused: [...read.refused] };
      const after = { ...report, refused: report.refused.length };
      await tx.audit({ actor, action: 'supervision.imported', target: target('*'), outcome: 'done', after });
      return report;
    });
  };

/** Confirms a signing certificate that was compared on another way. Throws `supervision.unknown`, `supervision.taken`. */
export const confirmCertificate =
  ({ records, now }: StoreNeeds) =>
  (id: string, { sm3, subject }: z.output<typeof CertificateInput>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<SupervisionTables>();
      const firm = tables.selectFrom('supervision.enterprises').select('id').where('id', '=', id).forUpdate();
      if ((await firm.executeTakeFirst()) === undefined) throw supervisionError('supervision.unknown');
      const row = await tables
        .insertInto('supervision.certificates')
        .values({
          sm3,
          enterprise: id,
          subject: toText(subject),
          confirmed_at: new Date(now()),
          confirmed_by: actor.name,
        })
        .onConflict((on) => on.column('sm3').doNothing())
        .returning('sm3')
        .executeTakeFirst();
      if (row === undefined) throw supervisionError('supervision.taken', { field: 'sm3' });
      const after = { sm3 };
      await tx.audit({ actor, action: 'supervision.certificate-added', target: target(id), outcome: 'done', after });
    });

/** Takes a certificate back: packages signed with it wait for a person from then on. Throws `supervision.unknown`. */
export const withdrawCertificate =
  ({ records }: StoreNeeds) =>
  (id: string, sm3: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const gone = await tx
        .as<SupervisionTables>()
        .deleteFrom('supervision.certificates')
        .where('enterprise', '=', id)
        .where('sm3', '=', sm3)
        .returning('sm3')
        .executeTakeFirst();
      if (gone === undefined) throw supervisionError('supervision.unknown');
      const after = { sm3 };
      await tx.audit({ actor, action: 'supervision.certificate-removed', target: target(id), outcome: 'done', after });
    });
