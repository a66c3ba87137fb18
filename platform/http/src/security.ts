import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyRequest } from 'fastify';
import { httpError } from './problem.ts';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'chedun_session';

/** Only suites with authenticated encryption and forward secrecy (GB/T 38636 habits; TLS 1.2 at least). */
export const TLS_OPTIONS = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const;

/** Security headers of every answer; the policy lets the console load only what we ship. */
export const helmetOptions = (secure: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
      scriptSrc: ["'self'"],
      // antd writes its style sheets at run time
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
    },
  },
  hsts: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
});

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

/**
 * Refuses writes that another site makes a browser send. A write must come from our own origin when the browser says
 * where it comes from, and must say so when the session cookie vouches for it.
 */
export const refuseForeignWrites = (request: FastifyRequest, publicUrl: string | undefined): void => {
  if (SAFE_METHODS.has(request.method)) return;
  if (request.headers.authorization !== undefined) return;
  const { origin } = request.headers;
  if (origin === undefined) {
    const site = request.headers['sec-fetch-site'];
    const cookie = request.cookies[SESSION_COOKIE];
    if ((site === undefined && cookie === undefined) || site === 'same-origin') return;
    throw httpError('http.foreign-origin', { reason: 'the Origin header is missing' });
  }
  const from = hostOf(origin);
  const own = [request.host, publicUrl === undefined ? undefined : hostOf(publicUrl)];
  if (from === undefined || !own.includes(from))
    throw httpError('http.foreign-origin', { origin: origin.slice(0, 256) });
};

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** True for a caller on this machine that did not come through a proxy. */
export const isLocal = (request: FastifyRequest): boolean =>
  LOOPBACK.test(request.ip) &&
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined;
