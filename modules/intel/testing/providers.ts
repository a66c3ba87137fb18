import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object of a TAXII collection and when it was added. */
interface Added {
  readonly object: object;
  readonly at: string;
}

/** A real HTTP server that speaks TAXII 2.1 and serves a feed of MISP and a list. */
export interface Providers {
  readonly url: string;
  /** Objects of the collection, oldest first; tests change it. */
  readonly collection: Added[];
  readonly files: Map<string, string>;
  /** Requests, as `METHOD path?query`. */
  readonly asked: string[];
  /** Called with each request before it is answered. */
  onAsk: (line: string) => void;
  /** Statuses that the next requests get instead of an answer, with headers. */
  readonly failures: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }[];
  /** How pages tell of more: with `next`, or only with the date of the last addition. */
  paging: 'next' | 'date';
  readonly close: () => Promise<void>;
}

export const COLLECTION = '91a7b528-80eb-42ed-a74d-c6fbd5a26116';
export const USER = { name: 'chedun', secret: 'p@ss:w0rd' } as const;
const PAGE = 2;
const TYPE = 'application/taxii+json;version=2.1';

type Reply = (value: unknown, headers?: Readonly<Record<string, string>>) => void;

const pageOf = (providers: Providers, url: URL, reply: Reply): void => {
  const after = url.searchParams.get('added_after') ?? '';
  const types = new Set((url.searchParams.get('match[type]') ?? '').split(','));
  const from = Number(url.searchParams.get('next') ?? 0);
  const all = providers.collection.filter(
    ({ object, at }) => at > after && 'type' in object && types.has(String(object.type)),
  );
  const page = all.slice(from, from + PAGE);
  const more = from + PAGE < all.length;
  const [first, last] = [page.at(0), page.at(-1)];
  const dates: Readonly<Record<string, string>> =
    first && last ? { 'x-taxii-date-added-first': first.at, 'x-taxii-date-added-last': last.at } : {};
  if (page.length === 0) return reply({}, dates);
  const next = more && providers.paging === 'next' ? { next: String(from + PAGE) } : {};
  return reply({ more, ...next, objects: page.map(({ object }) => object) }, dates);
};

const answer = (providers: Providers, request: IncomingMessage, response: ServerResponse): void => {
  const url = new URL(request.url ?? '/', providers.url);
  const line = `${request.method} ${url.pathname}${url.search}`;
  providers.asked.push(line);
  providers.onAsk(line);
  const failure = providers.failures.shift();
  if (failure) {
    response.writeHead(failure.status, failure.headers).end(failure.body ?? '');
    return;
  }
  const file = providers.files.get(url.pathname);
  if (file !== undefined) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
    return;
  }
  const wanted = `Basic ${Buffer.from(`${USER.name}:${USER.secret}`).toString('base64')}`;
  if (request.headers.authorization !== wanted) return void response.writeHead(401).end();
  if (request.headers.accept !== TYPE) return void response.writeHead(406).end();
  const reply: Reply = (value, headers = {}) =>
    void response.writeHead(200, { 'content-type': TYPE, ...headers }).end(JSON.stringify(value));
  switch (url.pathname) {
    case '/taxii2/':
      return reply({ title: 'Test', default: '/api1/', api_roots: [`${providers.url}/api1/`] });
    case '/api1/':
      return reply({ title: 'Root', versions: [TYPE], max_content_length: 1_000_000 });
    case '/api1/collections/':
      return reply({ collections: [{ id: COLLECTION, title: 'High confidence', can_read: true, can_write: false }] });
    case `/api1/collections/${COLLECTION}/objects/`:
      return pageOf(providers, url, reply);
    default:
      return void response.writeHead(404).end();
  }
};

/** Starts the server on a free port. */
export const openProviders = async (): Promise<Providers> => {
  const state: { url: string; providers: Providers | undefined } = { url: '', providers: undefined };
  const server = createServer((request, response) => {
    if (state.providers) answer(state.providers, request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const providers: Providers = {
    url: state.url,
    collection: [],
    files: new Map(),
    asked: [],
    onAsk: () => undefined,
    failures: [],
    paging: 'next',
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  state.providers = providers;
  return providers;
};
