import type { ActorRef, Clock, Json } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records, Tx } from '@chedun/records';
import { identityError } from './errors.ts';
import type { RandomBytes } from './secrets.ts';

/** What the use cases of this module work with. */
export interface World {
  readonly records: Records;
  readonly keys: Pick<Keys, 'ensure' | 'seal' | 'open'>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly randomBytes: RandomBytes;
  /** Names of all permissions of all modules. */
  readonly knownPermissions: () => readonly string[];
  /** Forgets cached credentials, after everything that changes who may do what. */
  readonly forgetCredentials: () => void;
}

/** Where a request came from. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

/** Some things are for people in front of a screen, not for programs with a token. */
export const requireUser = (actor: ActorRef): string => {
  if (actor.kind !== 'user') throw identityError('identity.users-only');
  return actor.id;
};

/** Writes the outcome of a change to a user into the audit trail. */
export const auditUser = (
  tx: Tx,
  actor: ActorRef,
  action: string,
  userId: string,
  values: { readonly before?: Json; readonly after?: Json } = {},
): Promise<void> => tx.audit({ actor, action, target: { kind: 'user', id: userId }, outcome: 'done', ...values });
