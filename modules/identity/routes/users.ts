import { type Route, route } from '@chedun/http';
import type { Permission } from '@chedun/module';
import {
  CreateUser,
  Done,
  GrantRoles,
  PeopleList,
  PeopleQuery,
  RoleList,
  UpdateUser,
  User,
  UserList,
  UserQuery,
  UserRef,
  UserWithPassword,
  identityPermissions,
} from '../contract.ts';
import { getUser, listPeople, listRoles, listUsers } from '../read-model.ts';
import { createUser, endSessionsOf, grantRoles, resetPassword, unlockUser, updateUser } from '../use-cases/users.ts';
import type { World } from '../world.ts';
import { done, oneTimePasswordExample, roleExample, userExample } from './examples.ts';

const { usersRead, usersWrite, rolesGrant, sessionsRevoke } = identityPermissions;
const now = (world: World): number => world.clock.now();

/** Looking at users and roles. */
export const userReadRoutes = (world: World, permissions: () => readonly Permission[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/users',
    operationId: 'listUsers',
    summary: { zh: '用户列表', en: 'List users' },
    permission: usersRead,
    audit: 'none',
    query: UserQuery,
    response: UserList,
    example: { items: [userExample], next: null },
    handle: ({ query }) => listUsers(world.records, query, now(world)),
  }),
  route({
    method: 'GET',
    path: '/identity/users/:id',
    operationId: 'getUser',
    summary: { zh: '用户详情', en: 'One user' },
    permission: usersRead,
    audit: 'none',
    params: UserRef,
    response: User,
    example: userExample,
    handle: ({ params }) => getUser(world.records, params.id, now(world)),
  }),
  route({
    method: 'GET',
    path: '/identity/people',
    operationId: 'listPeople',
    summary: { zh: '可指派的人员', en: 'People whom work can be given to' },
    permission: 'signed-in',
    audit: 'none',
    query: PeopleQuery,
    response: PeopleList,
    example: { items: [{ id: userExample.id, name: userExample.name, displayName: userExample.displayName }] },
    handle: async ({ query }) => ({ items: await listPeople(world.records, query.q) }),
  }),
  route({
    method: 'GET',
    path: '/identity/roles',
    operationId: 'listRoles',
    summary: { zh: '角色及其权限', en: 'Roles and what they may do' },
    permission: 'signed-in',
    audit: 'none',
    response: RoleList,
    example: { items: [roleExample] },
    handle: async () => ({ items: await listRoles(world.records, permissions()) }),
  }),
];

/** What the system administrator does with accounts. */
export const userWriteRoutes = (world: World): readonly Route[] => [
  route({
    method: 'POST',
    path: '/identity/users',
    operationId: 'createUser',
    summary: { zh: '建立用户', en: 'Create a user' },
    permission: usersWrite,
    audit: 'identity.user-created',
    body: CreateUser,
    response: UserWithPassword,
    example: { user: userExample, oneTimePassword: oneTimePasswordExample },
    handle: async ({ body, actor }) => {
      const { id, oneTimePassword } = await createUser(world)(body, actor);
      return { user: await getUser(world.records, id, now(world)), oneTimePassword };
    },
  }),
  route({
    method: 'PATCH',
    path: '/identity/users/:id',
    operationId: 'updateUser',
    summary: { zh: '修改、停用或启用用户', en: 'Change, disable or enable a user' },
    permission: usersWrite,
    audit: 'identity.user-changed',
    params: UserRef,
    body: UpdateUser,
    response: User,
    example: userExample,
    handle: async ({ params, body, actor }) => {
      await updateUser(world)(params.id, body, actor);
      return getUser(world.records, params.id, now(world));
    },
  }),
];

/** What the system administrator does for people who cannot get in. */
export const userHelpRoutes = (world: World): readonly Route[] => [
  route({
    method: 'POST',
    path: '/identity/users/:id/reset-password',
    operationId: 'resetPassword',
    summary: { zh: '重置用户密码', en: 'Reset the password of a user' },
    permission: usersWrite,
    audit: 'identity.password-reset',
    params: UserRef,
    response: UserWithPassword,
    example: { user: userExample, oneTimePassword: oneTimePasswordExample },
    handle: async ({ params, actor }) => {
      const { oneTimePassword } = await resetPassword(world)(params.id, actor);
      return { user: await getUser(world.records, params.id, now(world)), oneTimePassword };
    },
  }),
  route({
    method: 'POST',
    path: '/identity/users/:id/unlock',
    operationId: 'unlockUser',
    summary: { zh: '解锁用户', en: 'Unlock a user' },
    permission: usersWrite,
    audit: 'identity.user-unlocked',
    params: UserRef,
    response: User,
    example: userExample,
    handle: async ({ params, actor }) => {
      await unlockUser(world)(params.id, actor);
      return getUser(world.records, params.id, now(world));
    },
  }),
];

/** What the security administrator does with accounts. */
export const userRightsRoutes = (world: World): readonly Route[] => [
  route({
    method: 'PUT',
    path: '/identity/users/:id/roles',
    operationId: 'grantRoles',
    summary: { zh: '授予角色', en: 'Grant roles' },
    permission: rolesGrant,
    audit: 'identity.roles-granted',
    params: UserRef,
    body: GrantRoles,
    response: User,
    example: userExample,
    handle: async ({ params, body, actor }) => {
      await grantRoles(world)(params.id, body.roles, actor);
      return getUser(world.records, params.id, now(world));
    },
  }),
  route({
    method: 'POST',
    path: '/identity/users/:id/sign-out',
    operationId: 'endSessionsOf',
    summary: { zh: '强制用户下线', en: 'Sign a user out everywhere' },
    permission: sessionsRevoke,
    audit: 'identity.sessions-ended',
    params: UserRef,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await endSessionsOf(world)(params.id, actor);
      return done;
    },
  }),
];
