import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sep } from 'node:path';
import { httpError } from './problem.ts';

const isPage = (request: FastifyRequest): boolean => {
  const path = request.url.split('?', 1)[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return request.method === 'GET' && !path.startsWith('/api/') && path !== '/api' && !last.includes('.');
};

/**
 * Serves the built console. Hashed files below assets/ may be kept for ever; every other path without an extension is a
 * page of the console and gets index.html. Anything else that is unknown is a problem document.
 */
export const addConsole = async (app: FastifyInstance, folder: string | undefined): Promise<void> => {
  if (folder !== undefined) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      index: ['index.html'],
      setHeaders: (response, path) => {
        const forEver = path.includes(`${sep}assets${sep}`);
        response.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    if (folder !== undefined && isPage(request)) return reply.sendFile('index.html');
    throw httpError('http.no-such-route', { method: request.method, path: request.url.slice(0, 256) });
  });
};
