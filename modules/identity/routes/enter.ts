import { SESSION_COOKIE, type Route, route } from '@chedun/http';
import {
  ChangePassword,
  Done,
  Me,
  SessionList,
  SessionRef,
  SetupRequest,
  SetupResult,
  SetupState,
  SignInRequest,
  SignInResult,
} from '../contract.ts';
import { getMe, listSessions } from '../read-model.ts';
import { changePassword, endOwnSession, signOut } from '../use-cases/own-account.ts';
import { completeSetup, setupNeeded } from '../use-cases/set-up.ts';
import { signIn } from '../use-cases/sign-in.ts';
import { type World, requireUser } from '../world.ts';
import { done, meExample, oneTimePasswordExample, sessionExample } from './examples.ts';

/** First use. */
export const setupRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/setup',
    operationId: 'getSetup',
    summary: { zh: '首次使用向导是否待完成', en: 'Whether the first-use wizard is open' },
    permission: 'public',
    audit: 'none',
    response: SetupState,
    example: { needed: false },
    handle: async () => ({ needed: await setupNeeded(world) }),
  }),
  route({
    method: 'POST',
    path: '/identity/setup',
    operationId: 'completeSetup',
    summary: { zh: '完成首次使用向导', en: 'Complete the first-use wizard' },
    permission: 'public',
    audit: 'identity.setup-completed',
    rate: 'guarded',
    body: SetupRequest,
    response: SetupResult,
    example: { accounts: [{ name: 'audit-admin', roles: ['audit-admin'], oneTimePassword: oneTimePasswordExample }] },
    handle: async ({ body, ip, userAgent, setCookie }) => {
      const { accounts, session } = await completeSetup(world)(body, { ip, userAgent });
      setCookie(SESSION_COOKIE, session.secret, session);
      return { accounts };
    },
  }),
];

/** Sign-in and sign-out. */
export const signInRoutes = (world: World): readonly Route[] => [
  route({
    method: 'POST',
    path: '/identity/sign-in',
    operationId: 'signIn',
    summary: { zh: '登录', en: 'Sign in' },
    permission: 'public',
    audit: 'identity.signed-in',
    rate: 'guarded',
    body: SignInRequest,
    response: SignInResult,
    example: { kind: 'signed-in', recoveryCodes: null },
    handle: async ({ body, ip, userAgent, setCookie }) => {
      const { result, session } = await signIn(world)(body, { ip, userAgent });
      if (session !== undefined) setCookie(SESSION_COOKIE, session.secret, session);
      return result;
    },
  }),
  route({
    method: 'POST',
    path: '/identity/sign-out',
    operationId: 'signOut',
    summary: { zh: '退出登录', en: 'Sign out' },
    permission: 'signed-in',
    guests: 'own-account',
    audit: 'identity.signed-out',
    response: Done,
    example: done,
    handle: async ({ actor, cookie, setCookie }) => {
      await signOut(world)(cookie(SESSION_COOKIE) ?? '', actor);
      setCookie(SESSION_COOKIE, '', { maxAgeSeconds: 0 });
      return done;
    },
  }),
];

const accountRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/me',
    operationId: 'getMe',
    summary: { zh: '当前登录者', en: 'Who is signed in' },
    permission: 'signed-in',
    guests: 'own-account',
    audit: 'none',
    response: Me,
    example: meExample,
    handle: ({ actor }) => getMe(world.records, actor),
  }),
  route({
    method: 'POST',
    path: '/identity/me/password',
    operationId: 'changePassword',
    summary: { zh: '修改自己的密码', en: 'Change your own password' },
    permission: 'signed-in',
    guests: 'own-account',
    audit: 'identity.password-changed',
    rate: 'guarded',
    body: ChangePassword,
    response: Done,
    example: done,
    handle: async ({ body, actor, cookie }) => {
      await changePassword(world)({ ...body, sessionSecret: cookie(SESSION_COOKIE) ?? '' }, actor);
      return done;
    },
  }),
];

/** The own sessions. */
const sessionRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/me/sessions',
    operationId: 'listOwnSessions',
    summary: { zh: '自己的登录会话', en: 'Your open sessions' },
    permission: 'signed-in',
    guests: 'own-account',
    audit: 'none',
    response: SessionList,
    example: { items: [sessionExample] },
    handle: async ({ actor, cookie }) => ({
      items: await listSessions(world.records, requireUser(actor), cookie(SESSION_COOKIE), world.clock.now()),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/identity/me/sessions/:id',
    operationId: 'endOwnSession',
    summary: { zh: '结束自己的一个会话', en: 'End one of your sessions' },
    permission: 'signed-in',
    guests: 'own-account',
    audit: 'identity.sessions-ended',
    params: SessionRef,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await endOwnSession(world)(params.id, actor);
      return done;
    },
  }),
];

/** The own account. */
export const meRoutes = (world: World): readonly Route[] => [...accountRoutes(world), ...sessionRoutes(world)];
