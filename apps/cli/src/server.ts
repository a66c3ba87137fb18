import { DomainError } from '@chedun/kernel';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Context } from './context.ts';
import { cliError, messageOf } from './errors.ts';

/** A server and the right to use it. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

/** One request. */
export interface Request<Answer> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Present = POST. */
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly answer: z.ZodType<Answer>;
}

/** A busy server is asked again for this long. */
const PATIENCE_MS = 600_000;
const LONGEST_WAIT_S = 60;
const SHORTEST_WAIT_S = 0.05;

const Bilingual = z.object({ zh: z.string(), en: z.string() });

/** RFC 9457 problem as the product answers it. */
const Problem = z.object({
  code: z.string(),
  detail: z.string().optional(),
  text: Bilingual,
  todo: Bilingual,
  place: z.object({ line: z.number(), column: z.number(), offset: z.number(), field: z.string() }).partial().optional(),
  errors: z.array(z.object({ field: z.string(), en: z.string() })).optional(),
});

/** The flags of every command that talks to a server. */
export const withServer = (command: Command, { env }: Context): Command =>
  command
    .option('--url <url>', '服务地址 / server, else CHEDUN_URL', env['CHEDUN_URL'] ?? 'http://127.0.0.1:8088')
    .option('--token <token>', 'API 令牌 / API token, else CHEDUN_TOKEN');

const refusal = (status: number, body: string): DomainError => {
  const parsed = Problem.safeParse(jsonOf(body));
  if (!parsed.success) return cliError('cli.server-refused', { reason: `HTTP ${status} ${body.slice(0, 200)}`.trim() });
  const { code, detail, text, todo, place, errors } = parsed.data;
  const fields = errors?.map(({ field, en }) => `${field} ${en}`).join('; ');
  const reason = detail ?? fields;
  return cliError('cli.server-refused', {
    ...(reason === undefined ? {} : { reason }),
    ...(place?.line === undefined ? {} : { line: place.line }),
    ...(place?.column === undefined ? {} : { column: place.column }),
    ...(place?.offset === undefined ? {} : { offset: place.offset }),
    ...(place?.field === undefined ? {} : { field: place.field }),
    serverCode: code,
    zh: text.zh,
    en: text.en,
    doZh: todo.zh,
    doEn: todo.en,
  });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const addressOf = ({ url }: Target, request: Request<unknown>): URL => {
  if (!URL.canParse(url)) throw cliError('cli.server-unreachable', { reason: `${url} is no URL` });
  const address = new URL(`${url.replace(/\/+$/, '')}/api${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value));
  }
  return address;
};

const send = async (address: URL, token: string, { headers, body }: Request<unknown>): Promise<Response> => {
  try {
    return await fetch(address, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: { ...headers, authorization: `Bearer ${token}`, accept: 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw cliError('cli.server-unreachable', { reason: `${address.origin}: ${messageOf(cause)}` }, error);
  }
};

const isBusy = ({ status, headers }: Response): boolean =>
  status === 429 || (status === 503 && headers.has('retry-after'));

const waitOf = (answer: Response): number => {
  const asked = Number(answer.headers.get('retry-after') ?? 1);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, SHORTEST_WAIT_S), LONGEST_WAIT_S) : 1;
};

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Asks the server; waits as long as a busy one wants and asks again. Every refusal is an error of the catalogue. */
export const ask = async <Answer>(context: Context, target: Target, request: Request<Answer>): Promise<Answer> => {
  const address = addressOf(target, request);
  const deadline = context.clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const answer = await send(address, target.token, request);
    const text = await answer.text();
    if (isBusy(answer)) {
      if (context.clock.monotonic() > deadline)
        throw cliError('cli.server-busy', { reason: `HTTP ${answer.status} for ${PATIENCE_MS / 60_000} minutes` });
      await pause(waitOf(answer));
      continue;
    }
    if (!answer.ok) throw refusal(answer.status, text);
    const parsed = request.answer.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw cliError('cli.answer-unexpected', {
      reason: `${address.pathname}: ${issue?.message ?? 'no JSON'}`,
      ...(issue === undefined || issue.path.length === 0 ? {} : { field: issue.path.join('.') }),
    });
  }
};

/** The target that flags and environment name; throws `cli.token-missing`. */
export const targetOf = ({ env }: Context, given: { readonly url: string; readonly token?: string }): Target => {
  const token = given.token ?? env['CHEDUN_TOKEN'] ?? '';
  if (token === '') throw cliError('cli.token-missing', {});
  return { url: given.url, token };
};

/** Items of a paged list, page by page, at most `limit`. */
export async function* pagesOf<Item>(
  context: Context,
  target: Target,
  request: Request<{ readonly items: readonly Item[]; readonly next: string | null }>,
  options: { readonly limit: number; readonly pageSize: number },
): AsyncGenerator<readonly Item[]> {
  let cursor: string | undefined;
  for (let left = options.limit; left > 0;) {
    const query = { ...request.query, limit: Math.min(left, options.pageSize), cursor };
    const { items, next } = await ask(context, target, { ...request, query });
    yield items.slice(0, left);
    left -= items.length;
    if (next === null || items.length === 0) return;
    cursor = next;
  }
}
