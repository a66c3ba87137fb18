import type { Bilingual, Clock, ErrorCatalogue, Json } from '@chedun/kernel';
import type { Blobs } from '@chedun/blobs';
import type { Bus } from '@chedun/bus';
import type { Config } from '@chedun/config';
import type { Events } from '@chedun/events';
import type { Authenticator, GuestGuard, Route } from '@chedun/http';
import type { Jobs } from '@chedun/jobs';
import type { Journal } from '@chedun/journal';
import type { Keys } from '@chedun/keys';
import type { Logger, Metrics } from '@chedun/log';
import type { Pipeline } from '@chedun/pipeline';
import type { DeliveredEvent, Records, Tx } from '@chedun/records';

/** Everything outside that a module may touch, handed in by the composer. */
export interface Platform {
  readonly config: Config;
  readonly clock: Clock;
  /** New UUIDv7 for records. */
  readonly newId: () => string;
  /** Cryptographically random bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly records: Records;
  readonly jobs: Jobs;
  /** One journal per retention class: `network` (kept at least 184 days) and `telemetry`. */
  readonly journals: Readonly<Record<'network' | 'telemetry', Journal>>;
  /** Worker threads that read the journal; modules add their stages to it in `build`. */
  readonly pipeline: Pipeline;
  readonly bus: Bus;
  readonly events: Events;
  readonly blobs: Blobs;
  readonly keys: Keys;
}

/** A permission that routes demand and roles grant. */
export interface Permission {
  /** `module.verb`, for example `detection.rules-write`. */
  readonly name: string;
  readonly title: Bilingual;
}

/** Answers a domain event of another module; must be idempotent (the composer also deduplicates by event id and name). */
export interface Reaction {
  readonly name: string;
  /** Event type with version. */
  readonly on: string;
  readonly react: (event: DeliveredEvent, tx: Tx) => Promise<void>;
}

/** Work on a schedule or in the background. */
export interface Job {
  readonly name: string;
  /** Cron expression in Asia/Shanghai; absent = only on demand. */
  readonly cron?: string;
  readonly run: (input: Json) => Promise<void>;
  /** Seconds until a run counts as dead and is tried again; default 900. */
  readonly timeLimitSeconds?: number;
}

/** Result of one run of a check. */
export interface CheckResult {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly summary: Bilingual;
  /** The measured facts behind the outcome. */
  readonly facts: { readonly [name: string]: Json };
}

/** A running check of one or more obligations of the notice; its result becomes Evidence with a time to live. */
export interface Check {
  /** `module.name`. */
  readonly id: string;
  /** Ids of obligations, for example `1.3-h`. */
  readonly obligations: readonly string[];
  readonly title: Bilingual;
  /** Minutes between two runs. */
  readonly everyMinutes: number;
  /** Evidence older than this turns the control amber. */
  readonly ttlHours: number;
  readonly run: () => Promise<CheckResult>;
}

/** What all modules together declare; complete once every module is built. */
export interface Registry {
  readonly checks: () => readonly Check[];
  readonly routes: () => readonly { readonly module: string; readonly route: Route }[];
  readonly permissions: () => readonly Permission[];
}

/** What a built module offers. */
export interface ModuleParts<Asks> {
  /** Narrow read interface for other modules. */
  readonly asks: Asks;
  readonly routes?: readonly Route[];
  readonly reactions?: readonly Reaction[];
  readonly jobs?: readonly Job[];
  readonly checks?: readonly Check[];
  /** At most one module provides it. */
  readonly authenticator?: Authenticator;
  /** What guests may read; at most one module provides it. */
  readonly guard?: GuestGuard;
  /** Opens listeners and workers, after migrations and in order of needs. */
  readonly start?: () => Promise<void>;
  /** Closes them, in reverse order, within the time limit of the composer. */
  readonly stop?: () => Promise<void>;
}

/** What `build` receives. */
export interface ModuleContext<Needs> {
  readonly platform: Platform;
  /** Asks of the needed modules by module name. */
  readonly asks: Needs;
  readonly registry: Registry;
}

/** Declaration of a module; see {@link defineModule}. */
export interface ModuleDefinition<Asks = unknown, Needs = unknown> {
  readonly name: string;
  /** Names of the modules whose asks it is given. */
  readonly needs: readonly (keyof Needs & string)[];
  /** Folder of `NNNN_*.sql`; absent when the module keeps no records. */
  readonly migrations?: URL;
  readonly permissions: readonly Permission[];
  readonly errors: ErrorCatalogue;
  /** Domain events it tells, with version. */
  readonly tells: readonly string[];
  readonly build: (context: ModuleContext<Needs>) => ModuleParts<Asks>;
}

/** Declares a module: the one thing that `module.ts` exports besides types. */
export const defineModule = <Asks, Needs = Record<never, never>>(
  definition: ModuleDefinition<Asks, Needs>,
): ModuleDefinition<Asks, Needs> => definition;
