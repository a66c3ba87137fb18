import { DomainError } from '@chedun/kernel';
import type { ErrorCatalogue } from '@chedun/kernel';
import type { ModuleDefinition } from './define.ts';

/** Any module, whatever it needs and answers. */
export type AnyModule = ModuleDefinition<unknown, never>;

const MODULE_NAME = /^[a-z][a-z0-9-]{0,40}$/;

/** Adds names to one set and refuses the second use of any. */
export const uniqueNames = (what: string): ((name: string, module: string) => void) => {
  const owners = new Map<string, string>();
  return (name, module) => {
    const owner = owners.get(name);
    if (owner !== undefined) {
      throw new DomainError('module.duplicate', {
        field: name,
        reason: `${what} ${name} is declared by ${owner} and ${module}`,
      });
    }
    owners.set(name, module);
  };
};

/** Refuses a name that does not begin with the name of its module. */
export const ownName = (what: string, name: string, module: string): void => {
  if (name.startsWith(`${module}.`)) return;
  throw new DomainError('module.bad-name', { field: name, reason: `${what} ${name} must begin with ${module}.` });
};

/**
 * Checks all that declarations alone can show and sorts the modules so that each comes after those it needs; among
 * equals the given order stays.
 */
export const planModules = (definitions: readonly AnyModule[]): readonly AnyModule[] => {
  const claim = uniqueNames('module');
  const claimPermission = uniqueNames('permission');
  const claimEvent = uniqueNames('event');
  const claimError = uniqueNames('error');
  for (const { name, permissions, tells, errors } of definitions) {
    if (!MODULE_NAME.test(name)) throw new DomainError('module.bad-name', { field: name });
    claim(name, name);
    for (const permission of permissions) {
      ownName('permission', permission.name, name);
      claimPermission(permission.name, name);
    }
    for (const event of tells) {
      ownName('event', event, name);
      claimEvent(event, name);
    }
    for (const code of Object.keys(errors)) claimError(code, name);
  }
  return sortByNeeds(definitions);
};

const sortByNeeds = (definitions: readonly AnyModule[]): readonly AnyModule[] => {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const sorted = new Set<AnyModule>();
  const visit = (definition: AnyModule, path: readonly string[]): void => {
    if (sorted.has(definition)) return;
    const here = [...path, definition.name];
    if (path.includes(definition.name)) throw new DomainError('module.cycle', { reason: here.join(' → ') });
    for (const need of definition.needs) {
      const needed = byName.get(need);
      if (needed === undefined) {
        throw new DomainError('module.missing-need', {
          field: need,
          reason: [...here, `${need} (missing)`].join(' → '),
        });
      }
      visit(needed, here);
    }
    sorted.add(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return [...sorted];
};

/** The catalogues of all modules as one. */
export const mergeErrors = (definitions: readonly AnyModule[]): ErrorCatalogue =>
  Object.fromEntries(definitions.flatMap(({ errors }) => Object.entries(errors)));
