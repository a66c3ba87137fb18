import type { Clock } from '@chedun/kernel';
import { createVerifier, parseCertificate, trustStore, verifyCertificateChain } from '@chedun/v2x-security';
import type { ParsedCertificate, PreparingVerifier, TrustStore } from '@chedun/v2x-security';
import { SUITES, toTime32 } from '@chedun/v2x-pki';
import type { Party, Subordinate, Suite, SuiteName } from '@chedun/v2x-pki';
import { pseudonymsError } from './errors.ts';
import { decryptionKeyOf, openSecret, openSigningKey } from './role-keys.ts';
import type { KeyNeeds } from './role-keys.ts';
import type { Form, PublicTables, Role } from './tables.ts';

/** What an operator decides about a hierarchy. */
export interface HierarchySettings {
  readonly aids: readonly number[];
  readonly perPeriod: number;
  readonly periodsAhead: number;
  readonly form: Form;
}

/** Certificates of all roles, public. */
type RoleCertificates = Readonly<Record<Role, ParsedCertificate>>;

/** A hierarchy that is ready to work. */
export interface Hierarchy {
  readonly suite: Suite;
  readonly settings: HierarchySettings;
  readonly certificates: RoleCertificates;
  /** The signing and reading keys of a role. */
  readonly party: (role: Subordinate) => Party;
  readonly trust: TrustStore;
  readonly verifier: PreparingVerifier;
}

/** What hierarchies rest on. */
export interface HierarchyNeeds extends KeyNeeds {
  readonly clock: Clock;
}

/** Roles below the root. */
export const SUBORDINATES: readonly Subordinate[] = ['eca', 'ra', 'aca', 'la1', 'la2', 'ma'];
const ROLES: readonly Role[] = ['root', ...SUBORDINATES];

const isWhole = (found: Partial<RoleCertificates>): found is RoleCertificates => ROLES.every((role) => role in found);

/** Reads a hierarchy and opens its keys; undefined when there is none. */
export const openHierarchy = async (needs: HierarchyNeeds, name: SuiteName): Promise<Hierarchy | undefined> => {
  const suite = SUITES[name];
  const db = needs.records.read<PublicTables>();
  const rows = await db.selectFrom('pseudonyms.authorities').selectAll().where('suite', '=', name).execute();
  const found: Partial<Record<Role, ParsedCertificate>> = {};
  for (const { role, certificate } of rows) found[role] = parseCertificate(new Uint8Array(certificate));
  const row = await db.selectFrom('pseudonyms.settings').selectAll().where('suite', '=', name).executeTakeFirst();
  if (!isWhole(found) || row === undefined) return undefined;
  const parties = new Map<Subordinate, Party>();
  for (const role of SUBORDINATES) {
    const certificate = found[role];
    const key = await openSigningKey(needs, suite, role);
    const secret = await openSecret(needs, suite, role);
    const decrypt = decryptionKeyOf(suite, secret, certificate.hash);
    parties.set(role, { ...key, certificate, decrypt, secret: secret.scalar });
  }
  return {
    suite,
    settings: { aids: row.aids, perPeriod: row.per_period, periodsAhead: row.periods_ahead, form: row.form },
    certificates: found,
    party: (role) => {
      const party = parties.get(role);
      if (party === undefined) throw pseudonymsError('pseudonyms.no-hierarchy');
      return party;
    },
    trust: trustStore(
      [found.root],
      SUBORDINATES.map((role) => found[role]),
    ),
    verifier: createVerifier(),
  };
};

/** Whether every authority of a hierarchy verifies up to its root now; answers the roles that do not. */
export const brokenRoles = ({ certificates, suite, trust, verifier }: Hierarchy, nowMs: number): readonly Role[] =>
  ROLES.filter(
    (role) =>
      !verifyCertificateChain(certificates[role], {
        profile: suite.profile,
        now: toTime32(nowMs),
        verifier,
        ...trust,
        // A range that is left away allows everything; written out it is the same in both profiles.
        omittedRange: 'any',
      }).isValid,
  );
