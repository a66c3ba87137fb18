import { readdir, readFile } from 'node:fs/promises';
import type { ActorRef } from '@chedun/kernel';
import { toJsonText, type Records } from '@chedun/records';
import { Profile, type ProfileView } from './contract.ts';
import { certificatesError } from './errors.ts';
import type { CertificateTables } from './tables.ts';

const OWN = new URL('../../content/certificates/profiles/', import.meta.url);

/** Reads the profiles that come with the product; a file that is none stops the start. */
export const ownProfiles = async (folder: URL = OWN): Promise<readonly Profile[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).toSorted();
  return Promise.all(
    files.map(async (file) => Profile.parse(JSON.parse(await readFile(new URL(file, folder), 'utf8')))),
  );
};

/** Profiles of the product and of the operator. */
export interface ProfileBook {
  /** Throws `certificates.profile-unknown`. */
  readonly get: (id: string) => Promise<Profile>;
  readonly list: () => Promise<readonly ProfileView[]>;
  readonly save: (profile: Profile, actor: ActorRef) => Promise<Profile>;
}

/** Opens the profiles. */
export const profileBook = (records: Records, now: () => number): ProfileBook => {
  let own: Promise<readonly Profile[]> | undefined;
  const builtIn = (): Promise<readonly Profile[]> => (own ??= ownProfiles());
  const added = async (): Promise<readonly Profile[]> => {
    const rows = await records
      .read<CertificateTables>()
      .selectFrom('certificates.profiles')
      .select('body')
      .orderBy('id')
      .execute();
    return rows.map(({ body }) => Profile.parse(body));
  };
  return {
    get: async (id) => {
      const found = (await builtIn()).find((each) => each.id === id) ?? (await added()).find((each) => each.id === id);
      if (found === undefined) throw certificatesError('certificates.profile-unknown', { reason: id });
      return found;
    },
    list: async () => {
      const counts = await records
        .read<CertificateTables>()
        .selectFrom('certificates.certificates')
        .select(({ fn }) => ['profile', fn.countAll<number>().as('count')])
        .groupBy('profile')
        .execute();
      const count = (id: string): number => Number(counts.find(({ profile }) => profile === id)?.count ?? 0);
      const view = (origin: ProfileView['origin']) => (profile: Profile) => ({
        ...profile,
        origin,
        certificates: count(profile.id),
      });
      return [...(await builtIn()).map(view('built-in')), ...(await added()).map(view('operator'))];
    },
    save: async (profile, actor) => {
      if ((await builtIn()).some(({ id }) => id === profile.id))
        throw certificatesError('certificates.profile-built-in', { reason: profile.id });
      if (profile.delivery === 'tlcp-pair' && profile.algorithms.some((each) => each !== 'sm2'))
        throw certificatesError('certificates.request-refused', {
          field: 'algorithms',
          reason: 'a TLCP pair takes SM2 only',
        });
      const before = (await added()).find(({ id }) => id === profile.id);
      const body = toJsonText(profile);
      const changed = { body, changed_at: new Date(now()) };
      await records.transaction(async (tx) => {
        await tx
          .as<CertificateTables>()
          .insertInto('certificates.profiles')
          .values({ id: profile.id, ...changed })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
          .execute();
        const target = { kind: 'certificate-profile', id: profile.id };
        const action = 'certificates.profile-saved';
        await tx.audit({ actor, action, target, outcome: 'done', before: before ?? null, after: profile });
      });
      return profile;
    },
  };
};
