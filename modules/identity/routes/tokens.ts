import { type Route, route } from '@chedun/http';
import { ApiTokenList, CreateToken, Done, NewToken, TokenRef, identityPermissions } from '../contract.ts';
import { identityError } from '../errors.ts';
import { listTokens } from '../read-model.ts';
import { createToken, revokeToken } from '../use-cases/tokens.ts';
import { type World, requireUser } from '../world.ts';
import { done, secretExample, tokenExample } from './examples.ts';

const { tokensRevoke } = identityPermissions;

/** The own tokens. */
export const ownTokenRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/me/tokens',
    operationId: 'listOwnTokens',
    summary: { zh: '自己的令牌', en: 'Your tokens' },
    permission: 'signed-in',
    audit: 'none',
    response: ApiTokenList,
    example: { items: [tokenExample] },
    handle: async ({ actor }) => ({ items: await listTokens(world.records, requireUser(actor), world.clock.now()) }),
  }),
  route({
    method: 'POST',
    path: '/identity/me/tokens',
    operationId: 'createToken',
    summary: { zh: '建立令牌', en: 'Create a token' },
    permission: 'signed-in',
    audit: 'identity.token-created',
    body: CreateToken,
    response: NewToken,
    example: { token: tokenExample, secret: secretExample },
    handle: async ({ body, actor }) => {
      const { id, secret } = await createToken(world)(body, actor);
      const token = (await listTokens(world.records, actor.id, world.clock.now())).find((one) => one.id === id);
      if (token === undefined) throw identityError('identity.no-such-token', { id });
      return { token, secret };
    },
  }),
  route({
    method: 'DELETE',
    path: '/identity/me/tokens/:id',
    operationId: 'revokeOwnToken',
    summary: { zh: '吊销自己的令牌', en: 'Revoke one of your tokens' },
    permission: 'signed-in',
    audit: 'identity.token-revoked',
    params: TokenRef,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await revokeToken(world)(params.id, 'own', actor);
      return done;
    },
  }),
];

/** The tokens of everybody. */
export const allTokenRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/tokens',
    operationId: 'listTokens',
    summary: { zh: '全部令牌', en: 'All tokens' },
    permission: tokensRevoke,
    audit: 'none',
    response: ApiTokenList,
    example: { items: [tokenExample] },
    handle: async () => ({ items: await listTokens(world.records, undefined, world.clock.now()) }),
  }),
  route({
    method: 'DELETE',
    path: '/identity/tokens/:id',
    operationId: 'revokeToken',
    summary: { zh: '吊销令牌', en: 'Revoke a token' },
    permission: tokensRevoke,
    audit: 'identity.token-revoked',
    params: TokenRef,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await revokeToken(world)(params.id, 'any', actor);
      return done;
    },
  }),
];
