import type { Config } from '@chedun/config';
import type { DomainError } from '@chedun/kernel';
import type { Command } from 'commander';
import { z } from 'zod';
import { optionOf, say, settingsOf, type Context } from './context.ts';
import { cliError, messageOf } from './errors.ts';

/** A server and the right to use it. */
export interface Target {
  readonly url: string;
  /** `authorization` of a token, or `cookie` and `origin` of somebody who signed in. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One request. */
export interface Request {
  /** GET when left out and there is no body, POST when there is one. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | Blob | string;
}

/** A request with the shape of its answer. */
export interface Question<Answer> extends Request {
  readonly answer: z.ZodType<Answer>;
}

/** Flags of {@link withServer}. */
export interface ServerFlags {
  readonly server?: string;
  readonly token?: string;
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
  place: z
    .object({ file: z.string(), line: z.number(), column: z.number(), offset: z.number(), field: z.string() })
    .partial()
    .optional(),
  errors: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string() })).optional(),
});

/** The flag of every command that talks to a server. */
export const withServerAddress = (command: Command, context: Context): Command =>
  command.addOption(
    optionOf(context, '--server <url>', {
      zh: '服务地址（默认按 CHEDUN_SERVER 或配置）',
      en: 'server (default: CHEDUN_SERVER or the settings)',
    }),
  );

/** The flags of every command that uses a token. */
export const withServer = (command: Command, context: Context): Command =>
  withServerAddress(command, context).addOption(
    optionOf(context, '--token <token>', {
      zh: 'API 令牌（默认 CHEDUN_TOKEN，后者不出现在进程列表中）',
      en: 'API token (default: CHEDUN_TOKEN, which keeps it out of the list of processes)',
    }),
  );

/** Addresses that mean "every interface" are reached on this machine. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};

const addressIn = ({ server, http }: Config): string => {
  const scheme = http.tls.cert === undefined ? 'http' : 'https';
  return server ?? http.publicUrl ?? `${scheme}://${reachable(http.host)}:${http.port}`;
};

const flagsOf = ({ server, token }: ServerFlags): string[] => [
  ...(server === undefined ? [] : [`--server=${server}`]),
  ...(token === undefined ? [] : [`--token=${token}`]),
];

/** Address of the server that flags, environment and settings name. */
export const serverAddress = async (context: Context, given: ServerFlags): Promise<string> =>
  addressIn((await settingsOf(context, flagsOf(given))).config);

/** The target that flags, environment and settings name; throws `cli.token-missing`. */
export const targetOf = async (context: Context, given: ServerFlags): Promise<Target> => {
  const { config } = await settingsOf(context, flagsOf(given));
  if (config.token === undefined) throw cliError('cli.token-missing', {});
  return { url: addressIn(config), headers: { authorization: `Bearer ${config.token}` } };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = (status: number, body: string, { language }: Context): DomainError => {
  const parsed = Problem.safeParse(jsonOf(body));
  if (!parsed.success) return cliError('cli.server-refused', { reason: `HTTP ${status} ${body.slice(0, 200)}`.trim() });
  const { code, detail, text, todo, place = {}, errors } = parsed.data;
  const fields = errors?.map((error) => `${error.field} ${error[language]}`).join('; ');
  const reason = detail ?? fields;
  const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
  return cliError('cli.server-refused', {
    ...known,
    ...(reason === undefined ? {} : { reason }),
    serverCode: code,
    zh: text.zh,
    en: text.en,
    doZh: todo.zh,
    doEn: todo.en,
  });
};

const addressOf = ({ url }: Target, request: Request): URL => {
  const address = new URL(`${url.replace(/\/+$/, '')}/api${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value));
  }
  return address;
};

const sendOnce = async (address: URL, target: Target, request: Request): Promise<Response> => {
  const { headers, body, method = body === undefined ? 'GET' : 'POST' } = request;
  const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  try {
    return await fetch(address, {
      method,
      redirect: 'error',
      headers: { accept: 'application/json', ...type, ...headers, ...target.headers },
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = messageOf(cause) || 'no connection';
    throw cliError('cli.server-unreachable', { reason: `${address.origin}: ${reason}` }, error);
  }
};

const isBusy = ({ status, headers }: Response): boolean =>
  status === 429 || (status === 503 && headers.has('retry-after'));

const waitOf = (answer: Response): number => {
  const asked = Number(answer.headers.get('retry-after') ?? 1);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, SHORTEST_WAIT_S), LONGEST_WAIT_S) : 1;
};

const pause = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

/** Sends a request; waits as long as a busy server wants and sends it again. Every refusal is an error of the catalogue. */
export const send = async (context: Context, target: Target, request: Request): Promise<Response> => {
  const address = addressOf(target, request);
  const deadline = context.clock.monotonic() + PATIENCE_MS;
  for (let told = false; ; told = true) {
    const answer = await sendOnce(address, target, request);
    if (answer.ok) return answer;
    const text = await answer.text();
    if (!isBusy(answer)) throw refusal(answer.status, text, context);
    if (context.clock.monotonic() > deadline)
      throw cliError('cli.server-busy', { reason: `HTTP ${answer.status} for ${PATIENCE_MS / 60_000} minutes` });
    if (!told)
      context.note(say(context, { zh: '服务繁忙，等待后重试…', en: 'The server is busy; waiting to try again…' }));
    await pause(waitOf(answer));
  }
};

/** Asks the server and checks the shape of what it answers. */
export const ask = async <Answer>(context: Context, target: Target, request: Question<Answer>): Promise<Answer> => {
  const text = await (await send(context, target, request)).text();
  const parsed = request.answer.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw cliError('cli.answer-unexpected', {
    reason: `${target.url}/api${request.path}: ${issue?.message ?? 'no JSON'}`,
    ...(issue === undefined || issue.path.length === 0 ? {} : { field: issue.path.join('.') }),
  });
};

/** A page of a list as every list of the product answers it. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Items of a paged list, at most `limit`; `more` tells that there are others. */
export const itemsOf = async <Item, Answer extends Page<Item>>(
  context: Context,
  target: Target,
  request: Question<Answer & Page<Item>>,
  options: { readonly limit: number; readonly pageSize: number },
): Promise<{ readonly items: readonly Item[]; readonly more: boolean; readonly first: Answer }> => {
  const items: Item[] = [];
  let first: Answer | undefined;
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(options.limit - items.length, options.pageSize);
    const page = await ask(context, target, { ...request, query: { ...request.query, limit, cursor } });
    first ??= page;
    items.push(...page.items);
    const full = items.length >= options.limit;
    if (page.next === null || page.items.length === 0 || full) {
      const more = items.length > options.limit || (full && page.next !== null);
      return { items: items.slice(0, options.limit), more, first };
    }
    cursor = page.next;
  }
};
