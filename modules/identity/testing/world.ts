import { SESSION_COOKIE } from '@chedun/http';
import { type TestAnswer, type TestRequest, type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { generate } from 'otplib';
import { SignInResult } from '../contract.ts';
import { identityErrors } from '../errors.ts';
import { identityModule } from '../module.ts';

/** A browser of one person: keeps the cookie. */
export interface Browser {
  readonly call: (request: string, body?: unknown) => Promise<TestAnswer>;
  readonly signIn: (name: string, password: string, more?: object) => Promise<SignInResult>;
}

/** The module on a real platform behind a real server. */
export interface IdentityWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly browser: () => Browser;
  /** Six digits that an authenticator with this secret shows now. */
  readonly digits: (secret: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

const cookieOf = (answer: TestAnswer): string | undefined => {
  const header = answer.headers.get('set-cookie');
  return header?.startsWith(`${SESSION_COOKIE}=`) === true ? header.slice(0, header.indexOf(';')) : undefined;
};

const browserOf = (server: TestServer): Browser => {
  let cookie: string | undefined;
  const call: Browser['call'] = async (request, body) => {
    const headers = { origin: server.url, ...(cookie === undefined ? {} : { cookie }) };
    const more: TestRequest = body === undefined ? { headers } : { headers, body };
    const answer = await server.call(request, more);
    cookie = cookieOf(answer) ?? cookie;
    return answer;
  };
  return {
    call,
    signIn: async (name, password, more = {}) =>
      (await call('POST /identity/sign-in', { name, password, ...more })).as(SignInResult),
  };
};

/** Opens the module for one test file. */
export const identityWorld = async (): Promise<IdentityWorld> => {
  const platform = await testPlatform();
  const app = await compose([identityModule], platform.platform);
  await app.start();
  const { authenticator } = app;
  if (authenticator === undefined) throw new Error('the module brings no authenticator');
  const routes = app.routes.map(({ route }) => route);
  const server = await testServer(routes, { authenticator, errors: [identityErrors], limits: { guarded: 10_000 } });
  return {
    platform,
    app,
    server,
    browser: () => browserOf(server),
    digits: (secret) => generate({ secret, epoch: Math.floor(platform.clock.now() / 1_000) }),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};

/** Signed-in browsers of the people that the first-use wizard makes. */
export interface Staff {
  readonly operator: Browser;
  readonly system: Browser;
  readonly security: Browser;
  readonly audit: Browser;
}

/** Completes the wizard and signs everybody in; the administrators choose {@link STAFF_PASSWORD}. */
export const employ = async (world: IdentityWorld): Promise<Staff> => {
  const bootstrap = await world.app.asksOf(identityModule).ensureBootstrap();
  const administrators = {
    'system-admin': STAFF_PASSWORD,
    'security-admin': STAFF_PASSWORD,
    'audit-admin': STAFF_PASSWORD,
  };
  const person = { name: 'wang.fang', displayName: '王芳', password: STAFF_PASSWORD };
  const operator = world.browser();
  await operator.call('POST /identity/setup', { code: bootstrap?.setupCode, operator: person, administrators });
  const enter = async (name: string): Promise<Browser> => {
    const browser = world.browser();
    await browser.signIn(name, STAFF_PASSWORD);
    return browser;
  };
  return {
    operator,
    system: await enter('system-admin'),
    security: await enter('security-admin'),
    audit: await enter('audit-admin'),
  };
};

/** Password of everybody in {@link employ}. */
export const STAFF_PASSWORD = 'Quiet-harbour-31';
