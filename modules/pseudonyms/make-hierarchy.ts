import { periodOf, roleFields, rootFields, startOf, SUITES, toTime32 } from '@chedun/v2x-pki';
import type { AuthorityFields, SuiteName } from '@chedun/v2x-pki';
import { issueCertificate, selfSign } from '@chedun/v2x-security';
import type { ParsedCertificate, Signer } from '@chedun/v2x-security';
import type { Tx } from '@chedun/records';
import { pseudonymsError } from './errors.ts';
import { SUBORDINATES, type HierarchyNeeds, type HierarchySettings } from './hierarchy.ts';
import { openSecret, openSigningKey } from './role-keys.ts';
import type { PublicTables, Role } from './tables.ts';

/** Certificates of the roles of a new hierarchy. */
export type MadeHierarchy = readonly (readonly [Role, ParsedCertificate])[];

const ROOT_YEARS = 30;
const AUTHORITY_YEARS = 10;

/** Makes keys and certificates of all roles; nothing is written but keys, which nobody uses before the certificates are kept. */
export const makeHierarchy = async (
  needs: HierarchyNeeds,
  name: SuiteName,
  domain: string,
  aids: readonly number[],
): Promise<MadeHierarchy> => {
  const suite = SUITES[name];
  // From the beginning of the week, so that the pseudonyms of this week lie within.
  const start = startOf(periodOf(toTime32(needs.clock.now())));
  const rootKey = await openSigningKey(needs, suite, 'root');
  const base = { suite, start, aids };
  const rootTbs = rootFields({ ...base, name: `root.${domain}`, years: ROOT_YEARS, signing: rootKey.publicKey });
  const root: Signer = { ...rootKey, certificate: await selfSign(rootTbs, rootKey) };
  const made: [Role, ParsedCertificate][] = [['root', root.certificate]];
  for (const role of SUBORDINATES) {
    const { publicKey: signing } = await openSigningKey(needs, suite, role);
    const { publicKey: encryption } = await openSecret(needs, suite, role);
    const fields: AuthorityFields = { ...base, name: `${role}.${domain}`, years: AUTHORITY_YEARS, signing, encryption };
    made.push([role, await issueCertificate(roleFields(role, fields), root)]);
  }
  return made;
};

/** Keeps a new hierarchy. Throws `pseudonyms.exists` when there is one already. */
export const keepHierarchy = async (
  tx: Tx,
  suite: SuiteName,
  made: MadeHierarchy,
  settings: HierarchySettings,
  at: Date,
): Promise<void> => {
  const db = tx.as<PublicTables>();
  const values = made.map(([role, { bytes }]) => ({
    suite,
    role,
    certificate: Buffer.from(bytes),
    created_at: at,
  }));
  const written = await db
    .insertInto('pseudonyms.authorities')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning('role')
    .execute();
  if (written.length !== values.length) throw pseudonymsError('pseudonyms.exists');
  await db
    .insertInto('pseudonyms.settings')
    .values({
      suite,
      aids: JSON.stringify(settings.aids) as never,
      per_period: settings.perPeriod,
      periods_ahead: settings.periodsAhead,
      form: settings.form,
    })
    .execute();
};

/** Makes and keeps a hierarchy at once, without ceremony: for tests and measurements only. */
export const createHierarchy = async (
  needs: HierarchyNeeds,
  name: SuiteName,
  domain: string,
  settings: HierarchySettings,
): Promise<void> => {
  const made = await makeHierarchy(needs, name, domain, settings.aids);
  await needs.records.transaction((tx) => keepHierarchy(tx, name, made, settings, new Date(needs.clock.now())));
};
