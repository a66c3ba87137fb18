import { unreachable } from '@chedun/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Readable, Transform, pipeline } from 'node:stream';
import { admit } from './pipeline.ts';
import { httpError } from './problem.ts';
import type { AnyRoute, Audited, Auditing, DownloadRoute, JsonRoute, StreamRoute, UploadRoute, Wide } from './route.ts';
import type { EventStreams } from './sse.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** What the handlers of all kinds share. */
export interface HandlerContext {
  /** The site is reached over TLS, so cookies are marked Secure. */
  readonly secure: boolean;
  readonly streams: EventStreams;
  readonly auditing: Auditing;
}

const auditedOf = ({ audit, method, path }: AnyRoute, { actor, params, query }: ReturnType<typeof admit>): Audited => ({
  audit,
  method,
  path,
  actor,
  params,
  query,
});

const jsonHandler =
  (route: JsonRoute<Wide, Wide, Wide>, { secure, auditing }: HandlerContext): Handler =>
  async (request, reply) => {
    const call = admit(route, request, reply, request.body, secure);
    const answer = await auditing(auditedOf(route, call), () => route.handle(call));
    // presenting = parsing: what the schema does not name never leaves
    return reply.send(await route.response.parseAsync(answer));
  };

/** Fails the stream once more than `maxBytes` went through. */
const limited = (source: Readable, maxBytes: number): Readable => {
  let seen = 0;
  const gate = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seen += chunk.length;
      if (seen > maxBytes) done(httpError('http.body-too-large', { maxBytes }));
      else done(null, chunk);
    },
  });
  pipeline(source, gate, () => {
    // the reader of the gate sees the error; nothing else to do here
  });
  return gate;
};

const uploadHandler =
  (route: UploadRoute<Wide, Wide>, { secure, auditing }: HandlerContext): Handler =>
  async (request, reply) => {
    const declared = Number(request.headers['content-length'] ?? Number.NaN);
    if (declared > route.maxBytes) {
      reply.header('connection', 'close');
      throw httpError('http.body-too-large', { maxBytes: route.maxBytes });
    }
    // node itself enforces a declared length; only chunked bodies need counting
    const body = Number.isNaN(declared) ? limited(request.raw, route.maxBytes) : request.raw;
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    const call = { ...admit(route, request, reply, body, secure), headers };
    const answer = await auditing(auditedOf(route, call), () => route.handle(call));
    return reply.send(await route.response.parseAsync(answer));
  };

const asciiName = (name: string): string => name.replaceAll(/[^\w.-]/g, '_').slice(0, 128);

const downloadHandler =
  (route: DownloadRoute<Wide, Wide>, { secure, auditing }: HandlerContext): Handler =>
  async (request, reply) => {
    const call = admit(route, request, reply, undefined, secure);
    const { contentType, fileName, body } = await auditing(auditedOf(route, call), () => route.handle(call));
    const disposition = `attachment; filename="${asciiName(fileName)}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    return reply
      .header('content-type', contentType)
      .header('content-disposition', disposition)
      .header('cache-control', 'no-store')
      .send(body);
  };

const streamHandler =
  (route: StreamRoute<Wide, Wide>, { secure, streams }: HandlerContext): Handler =>
  async (request, reply) => {
    const call = admit(route, request, reply, undefined, secure);
    await streams.serve(reply, call.signal, (signal) => route.handle({ ...call, signal }));
    return reply;
  };

/** The step "handle → present" of a route, by its kind. */
export const handlerOf = (route: AnyRoute, context: HandlerContext): Handler => {
  switch (route.kind) {
    case 'json':
      return jsonHandler(route, context);
    case 'upload':
      return uploadHandler(route, context);
    case 'download':
      return downloadHandler(route, context);
    case 'stream':
      return streamHandler(route, context);
    default:
      return unreachable(route);
  }
};
