import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BusyError, type Engine } from './engine.ts';
import { COLD, coldSql } from '../cold-files.ts';
import { SPOOLED } from '../spool.ts';
import { insertBlock } from './inbox.ts';
import { IGNORED_SETTINGS, readerSettings } from './limits.ts';
import { readStatement, type Statement } from './statement.ts';

/** What the HTTP side needs to know. */
export interface StoreHttpOptions {
  readonly engine: Engine;
  /** Working folder of the process. */
  readonly folder: string;
  /** Most memory of one query in bytes. */
  readonly queryMemoryBytes: number;
}

/** Longest statement in a request body; ours are a few kilobytes. */
const MAX_STATEMENT_BYTES = 1 << 20;
/** Longest request line and headers: bound parameters travel in the address. */
const MAX_HEADER_BYTES = 1 << 20;
const PARAMETER = /^param_[A-Za-z_][A-Za-z0-9_]{0,63}$/;

interface Request {
  readonly sql: string;
  readonly params: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
}

const readText = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_STATEMENT_BYTES)
      throw new Error('Code: 62. DB::Exception: The statement is too long. (SYNTAX_ERROR)');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const parseRequest = async (request: IncomingMessage): Promise<Request> => {
  const { searchParams } = new URL(request.url ?? '/', 'http://store');
  const params = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of searchParams) {
    if (PARAMETER.test(name)) params.set(name, value);
    else if (!IGNORED_SETTINGS.has(name) && name !== 'query') settings.set(name, value);
  }
  // As in ClickHouse: with ?query= the body is data, without it the body is the statement.
  return { sql: searchParams.get('query') ?? (await readText(request)), params, settings };
};

const fail = (response: ServerResponse, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) {
    // The status line is gone; cutting the connection is the only honest sign of an incomplete result.
    response.destroy();
    return;
  }
  const code = /^Code: (\d+)/.exec(message)?.[1] ?? '1001';
  response.writeHead(error instanceof BusyError ? 503 : 500, {
    'content-type': 'text/plain; charset=utf-8',
    'x-clickhouse-exception-code': code,
  });
  response.end(
    error instanceof BusyError ? `Code: 202. DB::Exception: ${message}. (TOO_MANY_SIMULTANEOUS_QUERIES)` : message,
  );
};

const sendRead = async (
  options: StoreHttpOptions,
  statement: Statement & { kind: 'read' },
  { params, settings }: Request,
  response: ServerResponse,
): Promise<void> => {
  const limits = readerSettings(settings, options.queryMemoryBytes);
  const cold = settings.get(COLD);
  const sql = cold === undefined ? statement.sql : coldSql(statement.sql, cold.split(','));
  if (sql === undefined) throw new Error('Code: 36. DB::Exception: No files of the cold tier. (BAD_ARGUMENTS)');
  const from = cold === undefined ? 'table' : 'files';
  const chunks = options.engine.read({ sql, format: statement.format, params, settings: limits, from });
  for await (const chunk of chunks) {
    if (!response.headersSent) {
      response.writeHead(200, { 'x-clickhouse-format': statement.format, 'content-type': 'application/octet-stream' });
    }
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
};

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });

const answer = async (options: StoreHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.url === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const parsed = await parseRequest(request);
  const statement = readStatement(parsed.sql);
  switch (statement.kind) {
    case 'read':
      return sendRead(options, statement, parsed, response);
    case 'insert': {
      const token = parsed.settings.get('insert_deduplication_token') ?? '';
      if (token === '')
        throw new Error('Code: 36. DB::Exception: An insert needs a deduplication token. (BAD_ARGUMENTS)');
      const spooled = parsed.settings.get(SPOOLED);
      await insertBlock(options.engine, options.folder, { ...statement, token, body: request, spooled });
      response.end();
      return;
    }
    case 'change':
      await options.engine.write(statement.sql);
      response.end();
      return;
    case 'refused':
      throw new Error(`Code: 497. DB::Exception: Refused: ${statement.reason}. (ACCESS_DENIED)`);
  }
};

/** The subset of the ClickHouse HTTP interface that `@clickhouse/client` uses; the caller listens on a unix socket. */
export const createStoreServer = (options: StoreHttpOptions): Server => {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAlive: true }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      request.resume();
      fail(response, error);
    });
  });
  // Our client is the only one, on a local socket: large blocks may take long, idle connections are kept.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return server;
};
