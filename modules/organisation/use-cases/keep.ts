import type { Blobs } from '@chedun/blobs';
import type { AssetsAsks } from '@chedun/assets/contract';
import { DomainError, isCreditCode, personIdOf, type ActorRef, type Clock } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { AppointmentInput, ImportReport, LicenceInput, ProfileInput, Uploaded } from '../contract.ts';
import { readAppointments } from '../domain/read-appointments.ts';
import type { OrganisationTables, StoredDocument } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly blobs: Blobs;
  readonly assets: Pick<AssetsAsks, 'readTable'>;
}

const MAX_DOCUMENT = 20 * 1024 * 1024;

const auditOf = (actor: ActorRef, action: string, kind: string, id: string, after: unknown) =>
  ({ actor, action, target: { kind, id }, outcome: 'done', after: after as never }) as const;

const saveProfile =
  ({ records, clock }: Needs) =>
  async (profile: ProfileInput, actor: ActorRef): Promise<void> => {
    if (!isCreditCode(profile.creditCode)) throw new DomainError('organisation.credit-code', { field: 'creditCode' });
    const values = {
      name: toText(profile.name),
      credit_code: profile.creditCode,
      province: profile.province,
      is_cii: profile.isCii,
      updated_at: new Date(clock.now()),
      updated_by: personIdOf(actor),
    };
    await records.transaction(async (tx) => {
      await tx
        .as<OrganisationTables>()
        .insertInto('organisation.profile')
        .values({ id: 1, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
      await tx.audit(auditOf(actor, 'organisation.profile-saved', 'organisation', '1', profile));
    });
  };

const documentOf = async (blobs: Blobs, document: AppointmentInput['document']): Promise<StoredDocument | null> => {
  if (document === null) return null;
  const info = await blobs.info(document.blob);
  if (info === undefined) throw new DomainError('organisation.document-unknown', { field: 'document' });
  return { blob: document.blob, name: toText(document.name), bytes: info.bytes, sm3: info.sm3 };
};

const insertAppointment = async (
  { clock, newId }: Needs,
  tx: Tx,
  appointment: AppointmentInput,
  document: StoredDocument | null,
  actor: ActorRef,
): Promise<string> => {
  const id = newId();
  await tx
    .as<OrganisationTables>()
    .insertInto('organisation.appointments')
    .values({
      id,
      post: appointment.post,
      is_deputy: appointment.isDeputy,
      person: toText(appointment.person),
      phone: appointment.phone,
      email: appointment.email,
      valid_from: appointment.validFrom,
      valid_to: appointment.validTo,
      document: document === null ? null : jsonb({ ...document }),
      created_at: new Date(clock.now()),
      created_by: personIdOf(actor),
    })
    .execute();
  return id;
};

const appoint =
  (needs: Needs) =>
  async (appointment: AppointmentInput, actor: ActorRef): Promise<void> => {
    const { validFrom, validTo } = appointment;
    if (validTo !== null && validTo < validFrom) throw new DomainError('organisation.term', { field: 'validTo' });
    const document = await documentOf(needs.blobs, appointment.document);
    await needs.records.transaction(async (tx) => {
      const id = await insertAppointment(needs, tx, appointment, document, actor);
      await tx.audit(auditOf(actor, 'organisation.appointed', 'appointment', id, { ...appointment, document }));
    });
  };

/** Ends an appointment on a day; it is never removed. */
const end =
  ({ records }: Needs) =>
  async (id: string, validTo: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const { rows } = await sql<{ from: string }>`select valid_from::text as "from" from organisation.appointments
        where id = ${id} for update`.execute(tx.as<OrganisationTables>());
      const [row] = rows;
      if (row === undefined) throw new DomainError('organisation.appointment-unknown', { field: 'id' });
      if (validTo < row.from) throw new DomainError('organisation.term', { field: 'validTo' });
      const change = { valid_to: validTo };
      await tx
        .as<OrganisationTables>()
        .updateTable('organisation.appointments')
        .set(change)
        .where('id', '=', id)
        .execute();
      await tx.audit(auditOf(actor, 'organisation.appointment-ended', 'appointment', id, { validTo }));
    });

const saveLicence =
  ({ records, clock }: Needs) =>
  async (number: string, licence: LicenceInput, actor: ActorRef): Promise<void> => {
    if (licence.validTo < licence.validFrom) throw new DomainError('organisation.term', { field: 'validTo' });
    const values = {
      kind: licence.kind,
      scope: toText(licence.scope),
      provinces: licence.provinces,
      services: licence.services.map(toText),
      valid_from: licence.validFrom,
      valid_to: licence.validTo,
      updated_at: new Date(clock.now()),
    };
    await records.transaction(async (tx) => {
      await tx
        .as<OrganisationTables>()
        .insertInto('organisation.licences')
        .values({ number: toText(number), ...values })
        .onConflict((conflict) => conflict.column('number').doUpdateSet(values))
        .execute();
      await tx.audit(auditOf(actor, 'organisation.licence-saved', 'licence', number, licence));
    });
  };

const removeLicence =
  ({ records }: Needs) =>
  async (number: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const gone = await tx
        .as<OrganisationTables>()
        .deleteFrom('organisation.licences')
        .where('number', '=', number)
        .executeTakeFirst();
      if (gone.numDeletedRows === 0n) throw new DomainError('organisation.licence-unknown', { field: 'number' });
      await tx.audit(auditOf(actor, 'organisation.licence-removed', 'licence', number, {}));
    });

const sameAs = (each: Pick<AppointmentInput, 'post' | 'isDeputy' | 'person' | 'validFrom'>): string =>
  JSON.stringify([each.post, each.isDeputy, each.person, each.validFrom]);

/** Takes the good rows of a table; what is there already is not doubled, so that a corrected file can come again whole. */
const importAppointments =
  (needs: Needs) =>
  async (bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef): Promise<ImportReport> => {
    const read = readAppointments(await needs.assets.readTable(bytes));
    return needs.records.transaction(async (tx) => {
      await sql`lock table organisation.appointments in share row exclusive mode`.execute(tx.as<OrganisationTables>());
      const { rows } = await sql<Pick<AppointmentInput, 'post' | 'isDeputy' | 'person' | 'validFrom'>>`
        select post, is_deputy as "isDeputy", person, valid_from::text as "validFrom" from organisation.appointments`.execute(
        tx.as<OrganisationTables>(),
      );
      const there = new Set(rows.map(sameAs));
      // A row that stands twice in the file is one appointment as well.
      const fresh = [...new Map(read.taken.map((each) => [sameAs(each), each] as const))].flatMap(([same, each]) =>
        there.has(same) ? [] : [each],
      );
      const report = {
        applied: mode === 'apply',
        rows: read.rows,
        taken: fresh.length,
        known: read.taken.length - fresh.length,
        refused: [...read.refused],
      };
      if (mode === 'preview') return report;
      for (const each of fresh) await insertAppointment(needs, tx, each, null, actor);
      const counts = { taken: report.taken, known: report.known, refused: report.refused.length };
      await tx.audit(auditOf(actor, 'organisation.imported', 'organisation', '1', counts));
      return report;
    });
  };

const upload =
  ({ records, blobs, newId }: Needs) =>
  async (body: AsyncIterable<Uint8Array>, actor: ActorRef): Promise<z.input<typeof Uploaded>> => {
    const id = newId();
    const blob = `organisation/documents/${id}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MAX_DOCUMENT });
    await records.transaction((tx) =>
      tx.audit(auditOf(actor, 'organisation.document-uploaded', 'organisation', id, { bytes, sm3 })),
    );
    return { blob, bytes, sm3 };
  };

/** Everything that changes the organisation. */
export const keepUseCases = (needs: Needs) => ({
  saveProfile: saveProfile(needs),
  appoint: appoint(needs),
  end: end(needs),
  saveLicence: saveLicence(needs),
  removeLicence: removeLicence(needs),
  importAppointments: importAppointments(needs),
  upload: upload(needs),
});
