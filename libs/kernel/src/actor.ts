/** Who does something: written into the audit trail and into the history of every record. */
export interface ActorRef {
  readonly kind: 'user' | 'token' | 'system';
  readonly id: string;
  readonly name: string;
  /** User whom a token belongs to; absent for everybody else, and for tokens that nobody owns. */
  readonly owner?: string;
  /** Address of the client; absent for the system itself. */
  readonly ip?: string;
}

/** Who stands behind an actor: where two persons are needed, somebody and the own token are one. */
export const personIdOf = ({ id, owner }: Pick<ActorRef, 'id' | 'owner'>): string => owner ?? id;

/** The product acting by itself: jobs, reactions, checks. */
export const SYSTEM_ACTOR: ActorRef = { kind: 'system', id: 'system', name: 'system' };

/** A text in the two languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** JSON values as they go into records, events and documents. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
