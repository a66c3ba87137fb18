import { defineModule } from '@chedun/module';
import { identityAsks } from './asks.ts';
import { createAuthenticator } from './authenticator.ts';
import { type IdentityAsks, identityEvents, identityPermissions } from './contract.ts';
import { identityErrors } from './errors.ts';
import { identityRoutes } from './routes.ts';
import type { World } from './world.ts';

export type { IdentityAsks } from './contract.ts';

/** Who may use the product, with which rights, and what they did. */
export const identityModule = defineModule<IdentityAsks>({
  name: 'identity',
  needs: [],
  migrations: new URL('migrations/', import.meta.url),
  permissions: [
    { name: identityPermissions.usersRead, title: { zh: '查看用户', en: 'See users' } },
    {
      name: identityPermissions.usersWrite,
      title: { zh: '建立、停用和解锁用户', en: 'Create, disable and unlock users' },
    },
    { name: identityPermissions.rolesGrant, title: { zh: '授予角色', en: 'Grant roles' } },
    { name: identityPermissions.policyWrite, title: { zh: '修改登录安全策略', en: 'Change the sign-in policy' } },
    { name: identityPermissions.sessionsRevoke, title: { zh: '强制用户下线', en: 'End sessions of other users' } },
    { name: identityPermissions.tokensRevoke, title: { zh: '查看和吊销全部令牌', en: 'See and revoke all tokens' } },
    {
      name: identityPermissions.auditRead,
      title: { zh: '查看、导出和校验审计记录', en: 'Read, export and verify the audit trail' },
    },
  ],
  errors: identityErrors,
  tells: Object.values(identityEvents),
  build: ({ platform, registry }) => {
    const { records, keys, clock, newId, randomBytes } = platform;
    const knownPermissions = () => registry.permissions().map(({ name }) => name);
    const authenticator = createAuthenticator({ records, clock, knownPermissions });
    const world: World = {
      records,
      keys,
      clock,
      newId,
      randomBytes,
      knownPermissions,
      forgetCredentials: authenticator.forget,
    };
    return {
      asks: identityAsks(world, authenticator),
      routes: identityRoutes(world, registry.permissions),
      authenticator,
    };
  },
});
