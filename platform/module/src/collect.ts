import { DomainError } from '@chedun/kernel';
import type { Authenticator, GuestGuard, Route } from '@chedun/http';
import type { Check, Job, ModuleParts, Permission, Reaction, Registry } from './define.ts';
import { ownName, uniqueNames } from './plan.ts';
import type { AnyModule } from './plan.ts';

/** A module after `build`. */
export interface BuiltModule {
  readonly definition: AnyModule;
  readonly parts: ModuleParts<unknown>;
}

/** What all modules together offer, checked. */
export interface Collected {
  readonly registry: Registry;
  /** Reactions by event type, each with its key `module/name`. */
  readonly reactions: ReadonlyMap<string, readonly { readonly key: string; readonly reaction: Reaction }[]>;
  /** Jobs under their full name `module/name`. */
  readonly jobs: readonly (Job & { readonly key: string })[];
  readonly events: ReadonlySet<string>;
  readonly authenticator: Authenticator | undefined;
  readonly guard: GuestGuard | undefined;
}

const LOCAL_NAME = /^[a-z][a-z0-9-]{0,80}$/;
const OPEN_RULES: ReadonlySet<string> = new Set(['public', 'signed-in']);

/** Puts the parts of all modules together and refuses names that clash or point nowhere. */
export const collectParts = (built: readonly BuiltModule[]): Collected => {
  const events = new Set(built.flatMap(({ definition }) => definition.tells));
  const permissions = built.flatMap(({ definition }) => definition.permissions);
  const checks = built.flatMap(collectChecks(uniqueNames('check')));
  const routes = built.flatMap(collectRoutes(uniqueNames('operation'), permissions));
  return {
    registry: { checks: () => checks, routes: () => routes, permissions: () => permissions },
    reactions: collectReactions(built, events),
    jobs: collectJobs(built),
    events,
    authenticator: onlyPart(built, 'authenticator', ({ authenticator }) => authenticator),
    guard: onlyPart(built, 'guard', ({ guard }) => guard),
  };
};

type Claim = (name: string, module: string) => void;

const collectChecks =
  (claim: Claim) =>
  ({ definition, parts }: BuiltModule): readonly Check[] => {
    for (const check of parts.checks ?? []) {
      ownName('check', check.id, definition.name);
      claim(check.id, definition.name);
    }
    return parts.checks ?? [];
  };

const collectRoutes = (claim: Claim, permissions: readonly Permission[]) => {
  const known = new Set(permissions.map((permission) => permission.name));
  return ({ definition, parts }: BuiltModule): readonly { readonly module: string; readonly route: Route }[] =>
    (parts.routes ?? []).map((route) => {
      claim(route.operationId, definition.name);
      if (!OPEN_RULES.has(route.permission) && !known.has(route.permission)) {
        throw new DomainError('module.unknown-permission', { field: route.permission, reason: route.operationId });
      }
      return { module: definition.name, route };
    });
};

const localKey = (what: string, module: string, name: string, claim: Claim): string => {
  if (!LOCAL_NAME.test(name)) throw new DomainError('module.bad-name', { field: name, reason: `${what} of ${module}` });
  const key = `${module}/${name}`;
  claim(key, module);
  return key;
};

const collectReactions = (built: readonly BuiltModule[], events: ReadonlySet<string>): Collected['reactions'] => {
  const claim = uniqueNames('reaction');
  const byEvent = new Map<string, { readonly key: string; readonly reaction: Reaction }[]>();
  for (const { definition, parts } of built) {
    for (const reaction of parts.reactions ?? []) {
      const key = localKey('reaction', definition.name, reaction.name, claim);
      if (!events.has(reaction.on)) throw new DomainError('module.unknown-event', { field: reaction.on, reason: key });
      byEvent.set(reaction.on, [...(byEvent.get(reaction.on) ?? []), { key, reaction }]);
    }
  }
  return byEvent;
};

const collectJobs = (built: readonly BuiltModule[]): Collected['jobs'] => {
  const claim = uniqueNames('job');
  return built.flatMap(({ definition, parts }) =>
    (parts.jobs ?? []).map((job) => ({ ...job, key: localKey('job', definition.name, job.name, claim) })),
  );
};

/** The one part of its kind; two modules that bring it are refused. */
const onlyPart = <T>(
  built: readonly BuiltModule[],
  kind: string,
  pick: (parts: ModuleParts<unknown>) => T | undefined,
): T | undefined => {
  const claim = uniqueNames('part');
  return built.reduce<T | undefined>((found, { definition, parts }) => {
    const part = pick(parts);
    if (part !== undefined) claim(kind, definition.name);
    return part ?? found;
  }, undefined);
};
