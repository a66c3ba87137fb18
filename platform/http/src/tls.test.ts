import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { route } from './route.ts';
import { type TestServer, testServer } from './testing/index.ts';

// a throw-away pair for 127.0.0.1, used by nothing else
const CERT = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIULEp1mXQHXS0u+MLTLfeFiAwN8UMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA5MTAzNloYDzIxMjYxMDMw
MDkxMDM2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ3JkyZKhcN7OSovneb8krNtVATh6JQKc3k3lZxKo0fTHoOXpunr42v
FZyjj/GpskMQ7KiIivOkM8aT4ehA3Enwo28wbTAdBgNVHQ4EFgQUO2DhTochw7/I
Np8O4+ilpg1RDUgwHwYDVR0jBBgwFoAUO2DhTochw7/INp8O4+ilpg1RDUgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSQAwRgIhALGmXuQNG/Oy5ihRFlSEmHkggiR0IoN331rxcPa85c4SAiEA
pj9SFTKtrLro11I4Fxu+UzEOH0hxG7boBWc+pYoZgAc=
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/EFP6xJEeMfE2ZVK
ZB0XrI/F7MSZ3InCp8piLajIpXGhRANCAAQ3JkyZKhcN7OSovneb8krNtVATh6JQ
Kc3k3lZxKo0fTHoOXpunr42vFZyjj/GpskMQ7KiIivOkM8aT4ehA3Enw
-----END PRIVATE KEY-----
`;

const signIn = route({
  method: 'GET',
  path: '/in',
  operationId: 'in',
  summary: { zh: '登录', en: 'In' },
  permission: 'public',
  audit: 'none',
  response: z.object({}),
  example: {},
  handle: ({ setCookie }) => {
    setCookie('chedun_session', 'x', { maxAgeSeconds: 1 });
    return Promise.resolve({});
  },
});

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chedun-tls-'));
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await writeFile(tls.cert, CERT);
  await writeFile(tls.key, KEY);
  server = await testServer([signIn], { config: { host: '127.0.0.1', port: 0, tls } });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const handshake = (options: ConnectionOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), ca: CERT, ...options }, () => {
      resolve(socket.getCipher().name);
      socket.destroy();
    });
    socket.on('error', reject);
  });

describe('over TLS', () => {
  it('marks cookies Secure and asks browsers to stay', async () => {
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      request(`${server.url}/api/in`, { ca: CERT }, (answer) => {
        answer.resume();
        resolve(answer.headers);
      })
        .on('error', reject)
        .end();
    });
    expect(String(headers['set-cookie'])).toContain('; Secure');
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
  });

  it('speaks only suites with authenticated encryption', async () => {
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toMatch(/GCM|CHACHA20/);
    await expect(handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' })).rejects.toThrow();
    await expect(
      handshake({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }),
    ).rejects.toThrow();
  });
});
