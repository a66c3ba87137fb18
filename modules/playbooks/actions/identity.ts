import { identityPermissions, type IdentityAsks } from '@chedun/identity/contract';
import type { Action } from './action.ts';
import { param } from './action.ts';

type Asks = Pick<IdentityAsks, 'switchAccount' | 'accountState' | 'revokeToken' | 'tokenState'>;

/** Disables accounts and withdraws API tokens of this product. */
export const identityActions = (identity: Asks): readonly Action[] => [
  {
    id: 'identity.disable-account',
    title: { zh: '停用平台账号并结束其会话', en: 'Disable an account and end its sessions' },
    params: ['account'],
    permission: identityPermissions.usersWrite,
    care: 'second-person',
    run: (params, _, actor, alongside) =>
      identity.switchAccount({ name: param(params, 'account'), to: 'disabled' }, actor, alongside),
    probe: async (params) => {
      const name = param(params, 'account');
      const state = await identity.accountState(name);
      if (state === undefined) return { isInForce: false, proof: `account ${name}: unknown` };
      return {
        isInForce: state.isDisabled && state.sessions === 0,
        proof: `account ${name}: ${state.isDisabled ? 'disabled' : 'enabled'}, ${state.sessions} sessions`,
      };
    },
    undo: (params, _, actor, alongside) =>
      identity.switchAccount({ name: param(params, 'account'), to: 'enabled' }, actor, alongside),
  },
  {
    id: 'identity.revoke-token',
    title: { zh: '吊销 API 令牌（不可恢复）', en: 'Withdraw an API token for good' },
    params: ['token'],
    permission: identityPermissions.tokensRevoke,
    care: 'one-person',
    run: (params, _, actor, alongside) => identity.revokeToken(param(params, 'token'), actor, alongside),
    probe: async (params) => {
      const id = param(params, 'token');
      const state = await identity.tokenState(id);
      return { isInForce: state === 'revoked', proof: `token ${id}: ${state ?? 'unknown'}` };
    },
  },
];
