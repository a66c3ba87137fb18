import { dayOf, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { Appointment, Licence, Organisation, OrganisationAsks, Profile } from './contract.ts';
import { postFor } from './domain/posts.ts';
import { inForce, weaknessesOf } from './domain/weaknesses.ts';
import type { OrganisationTables, StoredDocument } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
}

const readProfile = async ({ records }: Needs): Promise<Profile | null> => {
  const row = await records
    .read<OrganisationTables>()
    .selectFrom('organisation.profile')
    .selectAll()
    .executeTakeFirst();
  if (row === undefined) return null;
  const { name, credit_code: creditCode, province, is_cii: isCii, updated_at: updatedAt } = row;
  return { name, creditCode, province, isCii, updatedAt: updatedAt.toISOString() };
};

type AppointmentRow = Omit<Appointment, 'document' | 'isInForce'> & { readonly document: StoredDocument | null };

const readAppointments = async ({ records }: Needs, today: string): Promise<Appointment[]> => {
  const { rows } = await sql<AppointmentRow>`
    select id, post, is_deputy as "isDeputy", person, phone, email, valid_from::text as "validFrom",
      valid_to::text as "validTo", document
    from organisation.appointments order by post, is_deputy, valid_from desc, id limit 20000`.execute(
    records.read<OrganisationTables>(),
  );
  return rows.map(({ document, ...row }) => ({
    ...row,
    document: document === null ? null : { name: document.name, bytes: document.bytes, sm3: document.sm3 },
    isInForce: inForce(row, today),
  }));
};

const readLicences = async ({ records }: Needs, today: string): Promise<Licence[]> => {
  const { rows } = await sql<Omit<Licence, 'isInForce'>>`
    select number, kind, scope, provinces, services, valid_from::text as "validFrom", valid_to::text as "validTo"
    from organisation.licences order by number limit 2000`.execute(records.read<OrganisationTables>());
  return rows.map((row) => ({ ...row, isInForce: inForce(row, today) }));
};

/** The organisation as it is today. */
export const readOrganisation = (needs: Needs) => async (): Promise<Organisation> => {
  const today = dayOf(needs.clock.now());
  const [profile, appointments, licences] = await Promise.all([
    readProfile(needs),
    readAppointments(needs, today),
    readLicences(needs, today),
  ]);
  return { profile, appointments, licences, weaknesses: weaknessesOf({ today, profile, appointments, licences }) };
};

/** Answers for other modules. */
export const organisationAsks = (needs: Needs): OrganisationAsks => ({
  profile: () => readProfile(needs),
  holdersOf: async (post) =>
    (await readAppointments(needs, dayOf(needs.clock.now())))
      .filter((each) => each.post === post && each.isInForce)
      .map(({ person }) => person),
  responsibleFor: async (obligation) => {
    const post = postFor(obligation);
    const today = dayOf(needs.clock.now());
    if (post === undefined) return null;
    const holder = (await readAppointments(needs, today)).find(
      (each) => each.post === post.id && each.isInForce && !each.isDeputy,
    );
    return holder === undefined ? null : { name: holder.person, post: post.title, phone: holder.phone };
  },
});
