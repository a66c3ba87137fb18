import { readdir, readFile } from 'node:fs/promises';
import type { ActorRef, Clock } from '@chedun/kernel';
import { toJsonText, type Records } from '@chedun/records';
import { CredentialProfile, type CredentialProfileView } from './contract.ts';
import { credentialsError } from './errors.ts';
import type { CredentialTables } from './tables.ts';

const OWN = new URL('../../content/v2x/credentials/', import.meta.url);

/** Reads the profiles that come with the product; a file that is none stops the start. */
const ownProfiles = async (folder: URL = OWN): Promise<readonly CredentialProfile[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (file) => CredentialProfile.parse(JSON.parse(await readFile(new URL(file, folder), 'utf8')))),
  );
};

/** Profiles of the product and of the operator. */
export interface ProfileBook {
  /** Throws `credentials.profile-unknown`. */
  readonly get: (id: string) => Promise<CredentialProfile>;
  readonly list: () => Promise<readonly CredentialProfileView[]>;
  readonly save: (profile: CredentialProfile, actor: ActorRef) => Promise<void>;
}

/** Opens the profiles. */
export const profileBook = ({ records, clock }: { readonly records: Records; readonly clock: Clock }): ProfileBook => {
  let own: Promise<readonly CredentialProfile[]> | undefined;
  const builtIn = (): Promise<readonly CredentialProfile[]> => (own ??= ownProfiles());
  const added = async (): Promise<readonly CredentialProfile[]> => {
    const rows = await records.read<CredentialTables>().selectFrom('credentials.profiles').selectAll().execute();
    return rows.map(({ body }) => CredentialProfile.parse(body));
  };
  return {
    get: async (id) => {
      const found = [...(await builtIn()), ...(await added())].find((one) => one.id === id);
      if (found === undefined) throw credentialsError('credentials.profile-unknown', id);
      return found;
    },
    list: async () => {
      const counts = await records
        .read<CredentialTables>()
        .selectFrom('credentials.certificates')
        .select(({ fn }) => ['profile', fn.countAll<number>().as('count')])
        .groupBy('profile')
        .execute();
      const view = (origin: CredentialProfileView['origin']) => (profile: CredentialProfile) => ({
        ...profile,
        origin,
        certificates: Number(counts.find((one) => one.profile === profile.id)?.count ?? 0),
      });
      return [...(await builtIn()).map(view('built-in')), ...(await added()).map(view('operator'))];
    },
    save: async (profile, actor) => {
      if ((await builtIn()).some(({ id }) => id === profile.id))
        throw credentialsError('credentials.profile-built-in', profile.id);
      const changed = { body: toJsonText(profile as never) as never, changed_at: new Date(clock.now()) };
      await records.transaction(async (tx) => {
        await tx
          .as<CredentialTables>()
          .insertInto('credentials.profiles')
          .values({ id: profile.id, ...changed })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
          .execute();
        const target = { kind: 'credential-profile', id: profile.id };
        const after = profile as never;
        await tx.audit({ actor, action: 'credentials.profile-saved', target, outcome: 'done', after });
      });
    },
  };
};
