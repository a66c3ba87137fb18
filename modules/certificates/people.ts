import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { certificatesError } from './errors.ts';
import type { Person } from './tables.ts';

/** Finds the person behind an actor: the owner of a token is the same person as in the console. */
export type PersonOf = (actor: ActorRef) => Promise<Person>;

/** Makes {@link PersonOf}. */
export const personFinder =
  (identity: Pick<IdentityAsks, 'tokenOwner'>): PersonOf =>
  async ({ kind, id, name }) => ({
    kind,
    id,
    name,
    person: kind === 'token' ? ((await identity.tokenOwner(id)) ?? `token ${id}`) : id,
  });

/** Refuses a decision by the person who asked, and keeps the attempt in the audit trail. Throws `certificates.same-person`. */
export const demandOther = async (
  records: Records,
  asked: Person,
  decider: Person,
  attempt: { readonly actor: ActorRef; readonly action: string; readonly kind: string; readonly id: string },
): Promise<void> => {
  if (asked.person !== decider.person) return;
  const { actor, action, kind, id } = attempt;
  await records.transaction((tx) => tx.audit({ actor, action, target: { kind, id }, outcome: 'refused' }));
  throw certificatesError('certificates.same-person');
};
