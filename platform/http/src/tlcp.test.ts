import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tlcpConnect } from '@chedun/tlcp-socket';
import { makeParties, type Parties } from '@chedun/tlcp/testing';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { formatPem } from '@chedun/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { route } from './index.ts';
import { testServer, type TestServer } from './testing/index.ts';

const whereFrom = route({
  method: 'GET',
  path: '/in',
  operationId: 'in',
  summary: { zh: '登录', en: 'In' },
  permission: 'public',
  audit: 'none',
  response: z.object({ ok: z.boolean() }),
  example: { ok: true },
  handle: () => Promise.resolve({ ok: true }),
});

const freePort = async (): Promise<number> => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
};

describe('over TLCP', () => {
  let folder: string;
  let parties: Parties;
  let server: TestServer;
  let files: Readonly<Record<'signCert' | 'signKey' | 'encryptCert' | 'encryptKey', string>>;

  beforeAll(async () => {
    parties = await makeParties();
    folder = await mkdtemp(join(tmpdir(), 'chedun-tlcp-'));
    const write = async (name: string, label: string, bytes: Uint8Array): Promise<string> => {
      await writeFile(join(folder, name), formatPem({ label, bytes }));
      return join(folder, name);
    };
    files = {
      signCert: await write('sign.pem', 'CERTIFICATE', parties.sign.certificate.raw),
      signKey: await write('sign.key', 'PRIVATE KEY', parties.sign.pkcs8),
      encryptCert: await write('encrypt.pem', 'CERTIFICATE', parties.encrypt.certificate.raw),
      encryptKey: await write('encrypt.key', 'PRIVATE KEY', parties.encrypt.pkcs8),
    };
    server = await testServer([whereFrom], {
      config: {
        host: '127.0.0.1',
        port: 0,
        tls: {},
        tlcp: { ...files, port: await freePort(), decryption: 'openssl' },
      },
      now: () => parties.at,
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('serves the same routes on a port of its own, beside the other one', async () => {
    const socket = await tlcpConnect({
      address: '127.0.0.1',
      port: server.tlcpPort ?? 0,
      trust: { anchors: [{ name: parties.authority.subject, publicKey: parties.authority.publicKey }] },
      now: () => parties.at,
    });
    const ask = (): Promise<string> =>
      new Promise((done, failed) => {
        const headers = { connection: 'keep-alive', host: 'tsp.example' };
        const sent = request({ createConnection: () => socket, path: '/api/in', headers }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () => done(`${answer.statusCode} ${text}`));
        });
        sent.once('error', failed).end();
      });
    expect(await ask()).toBe('200 {"ok":true}');
    socket.destroy();
    expect((await server.call('GET /in')).status).toBe(200);
  });

  it('does not open without all four files, and says which one cannot be used', async () => {
    const config = (more: object) => ({
      host: '127.0.0.1',
      port: 0,
      tls: {},
      tlcp: { port: 1, decryption: 'openssl' as const, ...more },
    });
    const without = await testServer([whereFrom], { config: config({ ...files, signKey: undefined }) });
    expect(without.tlcpPort).toBeUndefined();
    await without.close();
    await expect(testServer([whereFrom], { config: config({ ...files, signKey: files.encryptKey }) })).rejects.toThrow(
      'it is not the key of the certificate',
    );
  });
});
