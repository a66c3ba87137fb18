import type { ActorRef, Bilingual } from '@chedun/kernel';
import type { Tx } from '@chedun/records';

/** Values of the parameters of an action, by name without underscores. */
export type Params = Readonly<Record<string, string>>;
/** Writes down that the effect happened, in the transaction of the effect. */
type Alongside = (tx: Tx) => Promise<void>;

/** What a probe saw. */
export interface Probe {
  /** The effect is in force now. */
  readonly isInForce: boolean;
  /** One line for the record: what was asked, and what came back. */
  readonly proof: string;
}

/** Something that the product does by itself, proves, and can take back. */
export interface Action {
  /** Name in commands of type `chedun`. */
  readonly id: string;
  readonly title: Bilingual;
  /** Parameters; the variables in `in_args` carry their names (`__address__` gives `address`). */
  readonly params: readonly string[];
  /** What whoever lets it happen has to hold. */
  readonly permission: string;
  /** `second-person`: somebody else than who started the run releases it. */
  readonly care: 'one-person' | 'second-person';
  /** Runs in one transaction with `alongside`. Throws errors of the module that it asks. */
  readonly run: (params: Params, reason: string, actor: ActorRef, alongside: Alongside) => Promise<unknown>;
  readonly probe: (params: Params) => Promise<Probe>;
  /** Absent where nothing takes the effect back. */
  readonly undo?: (params: Params, reason: string, actor: ActorRef, alongside: Alongside) => Promise<unknown>;
}

/** Value of a parameter; '' when the playbook gives none, which every action refuses. */
export const param = (params: Params, name: string): string => params[name] ?? '';
