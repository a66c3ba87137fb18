import { type AnyRoute, type Route, openRoute } from '@chedun/http';
import { ROLES, permissionsOf } from '../domain/roles.ts';

/** One line of the matrix of routes × roles. */
export interface MatrixLine {
  /** `METHOD /path`. */
  readonly route: string;
  readonly permission: AnyRoute['permission'];
  readonly audit: string;
  /** Roles that may call it; everybody for public routes and every role for signed-in ones, without guests unless the route is open to them. */
  readonly roles: readonly string[] | 'everybody' | 'every role' | 'every role but inspector';
}

/** Who may call what, from the routes and permissions of all modules; the proof of 三权分立. */
export const routeMatrix = (routes: readonly Route[], permissions: readonly string[]): readonly MatrixLine[] => {
  const granted = ROLES.map(({ id }) => ({ id, set: permissionsOf([id], permissions) }));
  const rolesOf = ({ permission, guests }: AnyRoute): MatrixLine['roles'] => {
    if (permission === 'public') return 'everybody';
    if (permission === 'signed-in') return guests === undefined ? 'every role but inspector' : 'every role';
    return granted.filter(({ set }) => set.has(permission)).map(({ id }) => id);
  };
  return routes
    .map(openRoute)
    .map((route) => ({
      route: `${route.method} ${route.path}`,
      permission: route.permission,
      audit: route.audit,
      roles: rolesOf(route),
    }))
    .toSorted((a, b) => (a.route < b.route ? -1 : 1));
};

/** The matrix as a text table, one route a line, for a golden file. */
export const printMatrix = (lines: readonly MatrixLine[]): string =>
  lines
    .map(({ route, permission, audit, roles }) => {
      const who = typeof roles === 'string' ? roles : roles.length === 0 ? 'NOBODY' : roles.join(' ');
      return `${route} | ${permission} | ${audit} | ${who}\n`;
    })
    .join('');

/** Permissions that no role grants: a route behind one of them could be used by nobody. */
export const ungranted = (permissions: readonly string[]): readonly string[] =>
  permissions.filter((permission) => ROLES.every(({ id }) => !permissionsOf([id], permissions).has(permission)));
