/** Calls the API of a server as its operator. */
export interface Api {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown) => Promise<T>;
  /** Body of a file that the API streams. */
  readonly download: (path: string) => Promise<ReadableStream<Uint8Array>>;
  /** A new API token with these scopes. */
  readonly token: (scopes: readonly string[]) => Promise<string>;
}

const PASSWORD = 'Wuhan-9-Motor-Plant!';

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

const post = async <T>(url: string, cookie: string, path: string, body: unknown): Promise<T> => {
  const headers = { cookie, 'content-type': 'application/json', origin: url };
  return answerOf<T>(await fetch(`${url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
};

const sessionApi = (url: string, cookie: string): Api => ({
  get: async (path) => answerOf(await fetch(`${url}/api${path}`, { headers: { cookie } })),
  post: (path, body) => post(url, cookie, path, body),
  download: async (path) => {
    const answer = await fetch(`${url}/api${path}`, { headers: { cookie } });
    if (!answer.ok || answer.body === null) throw new Error(`${path} answered ${answer.status}`);
    return answer.body;
  },
  token: async (scopes) => {
    const body = { name: `bench-${Math.trunc(performance.now())}`, scopes, days: 7 };
    return (await post<{ secret: string }>(url, cookie, '/identity/me/tokens', body)).secret;
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
