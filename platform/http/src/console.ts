import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { httpError } from './problem.ts';

const isPage = (request: FastifyRequest): boolean => {
  const path = request.url.split('?', 1)[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return request.method === 'GET' && !path.startsWith('/api/') && path !== '/api' && !last.includes('.');
};

const readPage = (folder: string): Promise<Buffer | undefined> =>
  readFile(join(folder, 'index.html')).catch(() => undefined);

/**
 * Serves the built console. Hashed files below assets/ may be kept for ever; every other path without an extension is a
 * page of the console and gets index.html. Anything else that is unknown is a problem document, and so is everything
 * when the folder holds no built console.
 */
export const addConsole = async (app: FastifyInstance, folder: string | undefined): Promise<void> => {
  const built = folder !== undefined && (await readPage(folder)) !== undefined;
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      index: false,
      // Folders are pages of the console; where a client takes no compressed answers they would be an error otherwise.
      allowedPath: (path) => !path.endsWith('/'),
      setHeaders: (response, path) => {
        const forEver = path.includes(`${sep}assets${sep}`);
        response.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    // read each time, so that a console that is built anew while we run is the one that is served
    const page = built && isPage(request) ? await readPage(folder) : undefined;
    if (page !== undefined)
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
    throw httpError('http.no-such-route', { method: request.method, path: request.url.slice(0, 256) });
  });
};
