import type { SuiteName } from '@chedun/v2x-pki';
import { pseudonymsError } from './errors.ts';
import { openHierarchy } from './hierarchy.ts';
import type { Hierarchy } from './hierarchy.ts';
import { openRoles } from './open-roles.ts';
import type { RoleNeeds, Roles } from './open-roles.ts';

/** A hierarchy with its roles, open in this process. */
export interface Desk {
  readonly hierarchy: Hierarchy;
  readonly roles: Roles;
}

/** The hierarchies that exist; opened once, as their keys are. */
export interface Desks {
  readonly find: (suite: SuiteName) => Promise<Desk | undefined>;
  /** Throws `pseudonyms.no-hierarchy`. */
  readonly open: (suite: SuiteName) => Promise<Desk>;
  readonly all: () => Promise<readonly Desk[]>;
}

const SUITE_NAMES: readonly SuiteName[] = ['cn', 'ieee'];

/** Opens hierarchies when they are asked for. */
export const openDesks = (needs: RoleNeeds): Desks => {
  const known = new Map<SuiteName, Desk>();
  const find = async (suite: SuiteName): Promise<Desk | undefined> => {
    const open = known.get(suite);
    if (open !== undefined) return open;
    const hierarchy = await openHierarchy(needs, suite);
    if (hierarchy === undefined) return undefined;
    const desk = known.get(suite) ?? { hierarchy, roles: openRoles(needs, hierarchy) };
    known.set(suite, desk);
    return desk;
  };
  return {
    find,
    open: async (suite) => {
      const desk = await find(suite);
      if (desk === undefined) throw pseudonymsError('pseudonyms.no-hierarchy');
      return desk;
    },
    all: async () => {
      const found: Desk[] = [];
      for (const suite of SUITE_NAMES) {
        const desk = await find(suite);
        if (desk !== undefined) found.push(desk);
      }
      return found;
    },
  };
};
