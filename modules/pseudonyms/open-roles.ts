import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import type { Random } from '@chedun/v2x-pki';
import type { Hierarchy } from './hierarchy.ts';
import { certificateAuthority } from './roles/aca.ts';
import type { CertificateAuthority } from './roles/aca.ts';
import { enrolmentAuthority } from './roles/eca.ts';
import type { EnrolmentAuthority } from './roles/eca.ts';
import { linkageAuthority } from './roles/la.ts';
import type { LinkageAuthority } from './roles/la.ts';
import { misbehaviourAuthority } from './roles/ma.ts';
import type { MisbehaviourAuthority } from './roles/ma.ts';
import { registrationAuthority } from './roles/ra.ts';
import type { RegistrationAuthority } from './roles/ra.ts';
import { nextStep } from './roles/ra-rounds.ts';
import type { RoundStep } from './roles/ra-rounds.ts';

/** What roles rest on. */
export interface RoleNeeds {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly randomBytes: Random;
}

/** All roles of one hierarchy. They talk in encrypted messages only, so each could run on a machine of its own. */
export interface Roles {
  readonly eca: EnrolmentAuthority;
  readonly ra: RegistrationAuthority;
  readonly aca: CertificateAuthority;
  readonly la1: LinkageAuthority;
  readonly la2: LinkageAuthority;
  readonly ma: MisbehaviourAuthority;
  /** The registration authority makes what is due next; see `nextStep`. */
  readonly nextStep: (period: { readonly now: number; readonly last: number }) => Promise<RoundStep | undefined>;
}

/** Opens all roles of a hierarchy in this process. */
export const openRoles = (needs: RoleNeeds, hierarchy: Hierarchy): Roles => {
  const ra = registrationAuthority(needs, hierarchy);
  const aca = certificateAuthority(needs, hierarchy);
  const la1 = linkageAuthority(needs, hierarchy, 'la1');
  const la2 = linkageAuthority(needs, hierarchy, 'la2');
  return {
    eca: enrolmentAuthority(needs, hierarchy),
    ra,
    aca,
    la1,
    la2,
    ma: misbehaviourAuthority(needs, hierarchy, { aca, ra, la1, la2 }),
    nextStep: (period) => nextStep(needs, hierarchy, { la1, la2, aca }, period),
  };
};
