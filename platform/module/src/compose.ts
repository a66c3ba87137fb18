import { DomainError } from '@chedun/kernel';
import type { ErrorCatalogue } from '@chedun/kernel';
import type { Authenticator, GuestGuard, Route } from '@chedun/http';
import type { MigrationSet } from '@chedun/records';
import { collectParts } from './collect.ts';
import type { BuiltModule, Collected } from './collect.ts';
import { within } from './deadline.ts';
import type { ModuleDefinition, ModuleParts, Platform, Registry } from './define.ts';
import { mergeErrors, planModules } from './plan.ts';
import type { AnyModule } from './plan.ts';
import { connectReactions } from './reactions.ts';

/** All modules, built and connected. */
export interface Composition {
  /** Names of the modules, needs first. */
  readonly order: readonly string[];
  readonly registry: Registry;
  readonly routes: readonly { readonly module: string; readonly route: Route }[];
  readonly errors: ErrorCatalogue;
  readonly authenticator: Authenticator | undefined;
  readonly guard: GuestGuard | undefined;
  /** What a module answers, for the server itself: `composition.asksOf(identityModule)`. */
  readonly asksOf: <Asks>(definition: ModuleDefinition<Asks, never>) => Asks;
  /** Starts the modules in order, then the background work. When one fails, those before it are stopped again. */
  readonly start: () => Promise<void>;
  /** Ends the background work, then the modules in reverse order, each within the limit. Never throws. */
  readonly stop: () => Promise<void>;
}

/** Time limits of the composer, milliseconds per module. */
export interface ComposeLimits {
  readonly startMs: number;
  readonly stopMs: number;
}

const DEFAULT_LIMITS: ComposeLimits = { startMs: 60_000, stopMs: 10_000 };

/**
 * Turns declarations into a running whole: plan (nothing is opened before it holds) → migrate → build → connect.
 * Errors of the declarations name the module and the path.
 */
export const compose = async (
  definitions: readonly AnyModule[],
  platform: Platform,
  limits: ComposeLimits = DEFAULT_LIMITS,
): Promise<Composition> => {
  const order = planModules(definitions);
  await platform.records.migrate(order.flatMap(migrationsOf));
  const { built, collected } = buildAll(order, platform);
  connectReactions(collected, platform);
  for (const { key, ...job } of collected.jobs) platform.jobs.define({ ...job, name: key });
  countDead(platform);
  return {
    order: order.map(({ name }) => name),
    registry: collected.registry,
    routes: collected.registry.routes(),
    errors: mergeErrors(order),
    authenticator: collected.authenticator,
    guard: collected.guard,
    asksOf: <Asks>(definition: ModuleDefinition<Asks, never>) => asksOf(built, definition),
    ...lifeCycle(built, platform, limits),
  };
};

const migrationsOf = ({ name, migrations }: AnyModule): readonly MigrationSet[] =>
  migrations === undefined ? [] : [{ module: name, folder: migrations }];

const buildAll = (
  order: readonly AnyModule[],
  platform: Platform,
): { readonly built: readonly BuiltModule[]; readonly collected: Collected } => {
  const late = lateRegistry();
  const asks = new Map<string, unknown>();
  const built = order.map((definition): BuiltModule => {
    const needed = Object.fromEntries(definition.needs.map((need) => [need, asks.get(need)]));
    const own = { ...platform, log: platform.log.child({ module: definition.name }) };
    // The plan proved that every need is there; its type is the business of the declaration.
    const parts: ModuleParts<unknown> = definition.build({
      platform: own,
      asks: needed as never,
      registry: late.registry,
    });
    asks.set(definition.name, parts.asks);
    return { definition, parts };
  });
  const collected = collectParts(built);
  late.complete(collected.registry);
  return { built, collected };
};

/** A registry that may be handed out before it is complete, but not read. */
const lateRegistry = (): { readonly registry: Registry; readonly complete: (registry: Registry) => void } => {
  const early = (): never => {
    throw new DomainError('module.registry-early');
  };
  let current: Registry = { checks: early, routes: early, permissions: early };
  return {
    registry: {
      checks: () => current.checks(),
      routes: () => current.routes(),
      permissions: () => current.permissions(),
    },
    complete: (registry) => {
      current = registry;
    },
  };
};

const asksOf = <Asks>(built: readonly BuiltModule[], definition: ModuleDefinition<Asks, never>): Asks => {
  const found = built.find((module) => module.definition === definition);
  if (found === undefined) throw new DomainError('module.missing-need', { field: definition.name });
  return found.parts.asks as Asks;
};

const countDead = ({ metrics, jobs }: Platform): void =>
  metrics.observed({ name: 'chedun_jobs_dead', help: 'Jobs and reactions that failed in every attempt' }, async () =>
    (await jobs.dead()).reduce((sum, { count }) => sum + count, 0),
  );

const lifeCycle = (
  built: readonly BuiltModule[],
  { jobs, log }: Platform,
  limits: ComposeLimits,
): Pick<Composition, 'start' | 'stop'> => {
  const started: BuiltModule[] = [];
  const stop = async (): Promise<void> => {
    await jobs.stop(limits.stopMs).catch((error: unknown) => log.warn('background jobs did not stop', { error }));
    for (let module = started.pop(); module !== undefined; module = started.pop()) {
      const { name } = module.definition;
      const { stop: close } = module.parts;
      if (close === undefined) continue;
      await within(limits.stopMs, `stopping ${name}`, close).catch((error: unknown) =>
        log.warn('a module did not stop', { module: name, error }),
      );
    }
  };
  const start = async (): Promise<void> => {
    try {
      await jobs.prepare();
      for (const module of built) {
        started.push(module);
        await within(limits.startMs, `starting ${module.definition.name}`, async () => module.parts.start?.());
      }
      await jobs.start();
    } catch (error) {
      await stop();
      throw error;
    }
  };
  return { start, stop };
};
