import { expect } from 'vitest';
import type { World } from './world.ts';

const SECOND_PASSWORD = 'Yangtze-7-Bridge-Rail!';

/** Asks the API as somebody who is not at the browser. */
export type Session = (method: string, path: string, data?: unknown) => Promise<Record<string, unknown>>;

const sessionOf =
  (url: string, cookie: string): Session =>
  async (method, path, data) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, origin: url, ...(data === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    });
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${text}`).toBe(true);
    return JSON.parse(text) as Record<string, unknown>;
  };

/** Signs in with a one-time password, which is changed at once. */
export const firstSignIn = async (url: string, name: string, oneTimePassword: string): Promise<Session> => {
  const answer = await fetch(`${url}/api/identity/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name, password: oneTimePassword, newPassword: SECOND_PASSWORD }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return sessionOf(url, cookie);
};

/** Makes an account with roles as the separated administrators do it, and signs it in. */
export const openAccounts = async (
  { server, oneTimePassword }: World,
  accounts: readonly { readonly name: string; readonly displayName: string; readonly roles: readonly string[] }[],
): Promise<readonly Session[]> => {
  const system = await firstSignIn(server.url, 'system-admin', oneTimePassword('system-admin'));
  const security = await firstSignIn(server.url, 'security-admin', oneTimePassword('security-admin'));
  const sessions: Session[] = [];
  for (const { name, displayName, roles } of accounts) {
    const made = await system('POST', '/identity/users', { name, displayName });
    const { id } = made['user'] as { readonly id: string };
    await security('PUT', `/identity/users/${id}/roles`, { roles });
    sessions.push(await firstSignIn(server.url, name, String(made['oneTimePassword'])));
  }
  return sessions;
};

/** The password of accounts of {@link openAccounts}. */
export const ACCOUNT_PASSWORD = SECOND_PASSWORD;
