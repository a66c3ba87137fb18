/** Calls the API of a server as its operator. */
export interface Api {
  readonly get: <T>(path: string) => Promise<T>;
  /** A new API token with these scopes. */
  readonly token: (scopes: readonly string[]) => Promise<string>;
}

const PASSWORD = 'Bench-9-Operator-Pass!';

const answerOf = async <T>(response: Response): Promise<T> => {
  if (!response.ok)
    throw new Error(`${response.url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return (await response.json()) as T;
};

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const sessionApi = (url: string, cookie: string): Api => ({
  get: async (path) => answerOf(await fetch(`${url}/api${path}`, { headers: { cookie } })),
  token: async (scopes) => {
    const body = JSON.stringify({ name: `bench-${scopes.length}-${Math.trunc(performance.now())}`, scopes, days: 7 });
    const headers = { cookie, 'content-type': 'application/json', origin: url };
    const made = await fetch(`${url}/api/identity/me/tokens`, { method: 'POST', headers, body });
    return (await answerOf<{ secret: string }>(made)).secret;
  },
});

/** Goes through the first-use wizard. */
export const firstUse = async (url: string, setupCode: string): Promise<Api> => {
  const body = JSON.stringify({
    code: setupCode,
    operator: { name: 'bench', displayName: 'Bench', password: PASSWORD },
  });
  const headers = { 'content-type': 'application/json', origin: url };
  const response = await fetch(`${url}/api/identity/setup`, { method: 'POST', headers, body });
  const cookie = cookieOf(response);
  await answerOf(response);
  return sessionApi(url, cookie);
};

/** Signs in on a later start. */
export const signIn = async (url: string): Promise<Api> => {
  const headers = { 'content-type': 'application/json', origin: url };
  const body = JSON.stringify({ name: 'bench', password: PASSWORD });
  const response = await fetch(`${url}/api/identity/sign-in`, { method: 'POST', headers, body });
  const cookie = cookieOf(response);
  await answerOf(response);
  return sessionApi(url, cookie);
};
