import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WitnessBook } from './book.ts';
import type { Witness } from './witness.ts';

const MAX_BODY = 256 * 1024;
const TIMEOUT_MS = 15_000;

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > MAX_BODY) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
};

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'x-content-type-options': 'nosniff' });
  response.end(body);
};

const answerTo = async (
  request: IncomingMessage,
  response: ServerResponse,
  { witness, book }: { readonly witness: Witness; readonly book: WitnessBook },
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://witness');
  if (request.method === 'POST' && url.pathname === '/add-checkpoint') {
    const body = await bodyOf(request);
    if (body === undefined) return send(response, 413, 'text/plain', 'the body is too long\n');
    const { status, type, body: text } = await witness.addCheckpoint(body);
    return send(response, status, type, text);
  }
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'only GET and POST /add-checkpoint\n');
  switch (url.pathname) {
    case '/keys':
      return send(response, 200, 'text/plain', `${witness.keyLines.join('\n')}\n`);
    case '/checkpoint': {
      const note = await book.known(url.searchParams.get('origin') ?? '');
      return note === undefined
        ? send(response, 404, 'text/plain', 'no checkpoint of this log was signed here\n')
        : send(response, 200, 'text/plain', note);
    }
    case '/conflicts':
      return send(response, 200, 'application/json', JSON.stringify({ conflicts: await book.conflicts() }));
    default:
      return send(response, 404, 'text/plain', 'there are /add-checkpoint, /checkpoint, /conflicts and /keys\n');
  }
};

/** Serves a witness over HTTP; TLS is the business of a proxy in front. Resolves when it listens. */
export const serveWitness = (
  parts: { readonly witness: Witness; readonly book: WitnessBook },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const server: Server = createServer((request, response) => {
    answerTo(request, response, parts).catch(() => {
      if (response.headersSent) response.destroy();
      else send(response, 500, 'text/plain', 'the witness failed; nothing was signed\n');
    });
  });
  server.requestTimeout = TIMEOUT_MS;
  server.headersTimeout = TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port, close });
    });
  });
};
