import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Config } from '@chedun/config';
import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { words, type Answered, type Asked } from './http-types.ts';

/** A listener that runs. */
export interface Listener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

type Answer = (asked: Asked) => Promise<Answered>;

/** Requests, questions and enrolment messages are far smaller. */
const MOST_BODY = 256 * 1024;
const MOST_CONNECTIONS = 2_000;
const PATIENCE_MS = 30_000;

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** A certificate that TLS proved: nobody vouches for it here, whoever uses it compares it with what was issued. */
const clientCertificateOf = ({ socket }: IncomingMessage): Uint8Array | undefined => {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw === undefined ? undefined : new Uint8Array(raw);
};

const pathOf = (url: string): string => {
  const [path = ''] = url.split('?');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const handle = async (request: IncomingMessage, answer: Answer): Promise<Answered> => {
  const body = await bodyOf(request);
  if (body === undefined) return words(413, 'the body is too large', { connection: 'close' });
  const { method = 'GET', url = '/', headers, socket } = request;
  return answer({
    method,
    path: pathOf(url),
    contentType: headers['content-type'] ?? '',
    authorization: headers.authorization,
    body,
    ip: socket.remoteAddress ?? '',
    clientCertificate: clientCertificateOf(request),
  });
};

const reply = (response: ServerResponse, { status, headers, body }: Answered): void => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers, 'content-length': bytes.length });
  response.end(bytes);
};

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const serverOf = async ({ tls }: Config['enrolment']): Promise<Server> => {
  if (tls.cert === undefined || tls.key === undefined) return createServer();
  try {
    const [cert, key] = await Promise.all([readFile(tls.cert), readFile(tls.key)]);
    return createTlsServer({ cert, key, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  } catch (cause) {
    throw new DomainError('enrolment.tls-unreadable', { reason: reasonOf(cause) }, cause);
  }
};

/** Listens; every request is bounded in size and time, and an error of ours is answered without its words. */
export const openListener = async (config: Config['enrolment'], answer: Answer, log: Logger): Promise<Listener> => {
  const server = await serverOf(config);
  server.maxConnections = MOST_CONNECTIONS;
  server.requestTimeout = PATIENCE_MS;
  server.headersTimeout = PATIENCE_MS;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handle(request, answer)
      .catch((error: unknown) => {
        log.warn('a request to the certificate authority failed', { error });
        return words(500, 'internal error');
      })
      .then((answered) => reply(response, answered))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new DomainError('enrolment.port-unusable', { reason: reasonOf(cause) }, cause)),
    );
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
