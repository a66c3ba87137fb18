import type { ActorRef, Json } from '@chedun/kernel';
import type { Kysely, Transaction } from 'kysely';
import type { ConnectionSettings } from './connection.ts';

/** Something that happened, told to other modules through the outbox in the transaction that made it true. */
export interface DomainEvent {
  /** `module.what-happened@version`, for example `governance.finding-opened@1`. */
  readonly type: string;
  /** Id of the record it is about. */
  readonly aggregate: string;
  readonly payload: Json;
}

/** A domain event as a reaction receives it. */
export interface DeliveredEvent extends DomainEvent {
  /** UUIDv7; the key of idempotence together with the name of the reaction. */
  readonly id: string;
  readonly actor: ActorRef;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** One line of the append-only audit trail: the outcome of an action, written in the transaction of the change. */
export interface AuditEntry {
  readonly actor: ActorRef;
  /** Stable name, for example `identity.user-created`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly outcome: 'done' | 'refused';
  readonly before?: Json;
  readonly after?: Json;
}

/** A transaction: the only way to write. It is passed explicitly; nothing is reachable without it. */
export interface Tx {
  /** Typed view on the tables of one module; keys of `T` are `schema.table`. */
  readonly as: <T>() => Transaction<T>;
  /** Adds a domain event, or several in one statement, to the outbox. */
  readonly tell: (told: DomainEvent | readonly DomainEvent[], actor: ActorRef) => Promise<void>;
  /** Adds a line to the audit trail; it is written, in the order of commits, when the work of the transaction is done. */
  readonly audit: (entry: AuditEntry) => Promise<void>;
}

/** SQL files of one module: `NNNN_name.sql`, applied in order, each once, each in its own transaction. */
export interface MigrationSet {
  readonly module: string;
  readonly folder: URL;
}

/** Called for every told event inside its transaction; the composer enqueues one job per reaction here. */
export type Deliver = (event: DeliveredEvent, tx: Tx) => Promise<void>;

/** The records store: embedded PostgreSQL 18 or the one of `CHEDUN_RECORDS_URL`. */
export interface Records {
  /** Runs work and counts the lines that it added to the audit trail, in whatever transactions it opened. */
  readonly watchAudits: <T>(run: () => Promise<T>) => Promise<{ readonly result: T; readonly written: number }>;
  /** Reads outside a transaction, for read models. */
  readonly read: <T>() => Kysely<T>;
  readonly transaction: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>;
  /** Applies what is missing under an advisory lock; refuses a changed old file. */
  readonly migrate: (sets: readonly MigrationSet[]) => Promise<void>;
  /** Installs what happens with told events; until then they only stay in the outbox. */
  readonly deliverWith: (deliver: Deliver) => void;
  /** For clients that need connections of their own (pg-boss). */
  readonly connection: ConnectionSettings;
  readonly health: () => Promise<{ readonly ok: boolean; readonly reason?: string }>;
  readonly close: () => Promise<void>;
}
