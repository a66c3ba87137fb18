import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { fixedClock } from '@chedun/kernel';
import { openFileKeys, openKeys, type Keys } from '@chedun/keys';
import { openSoftHsm, softHsmLibrary } from '@chedun/keys/testing';
import { makeParties, type Parties } from '@chedun/tlcp/testing';
import { extendedKeyUsage, formatPem, KEY_USAGE, keyUsage, nameOf, PURPOSE, subjectAltName } from '@chedun/x509';
import { identifiers, issue, START, YEAR, type TestKey } from '@chedun/x509/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTlcpFiles, tlcpConnect, tlcpServer, type TlcpKeyPlace } from './index.ts';

let parties: Parties;
let folder: string;
beforeAll(async () => {
  parties = await makeParties();
  folder = await mkdtemp(join(tmpdir(), 'chedun-tlcp-stored-'));
});
afterAll(() => rm(folder, { recursive: true }));

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const log = { ...silent, child: () => log };
const common = (name: string) => ({ folder: join(folder, name), clock: fixedClock(START), randomBytes, log });

/** A certificate of the authority of the test for a key that nobody can see, as a file. */
const certify = async (name: string, spki: Uint8Array, usage: number): Promise<string> => {
  const key: TestKey = { ...parties.issuing.key, spki };
  const certificate = await issue({
    issuer: parties.issuing,
    key,
    subject: nameOf({ C: 'CN', CN: 'tsp.example' }),
    notAfter: START + 20 * YEAR,
    extensions: [
      keyUsage(usage),
      extendedKeyUsage([PURPOSE.serverAuth]),
      subjectAltName([{ kind: 'ip', value: Uint8Array.of(127, 0, 0, 1) }]),
      ...identifiers(key, parties.issuing.key),
    ],
  });
  const file = join(folder, `${name}.pem`);
  const chain = [certificate.raw, parties.authority.raw];
  await writeFile(file, chain.map((bytes) => formatPem({ label: 'CERTIFICATE', bytes })).join(''));
  return file;
};

const certifyStored = async (keys: Keys, name: string, usage: number): Promise<string> => {
  const { publicKey = new Uint8Array(0) } = await keys.ensure(name, 'sm2');
  return certify(name, publicKey, usage);
};

/** Sends a word over a handshake in which these keys prove the server. */
const talk = async (
  keys: Keys,
  files: { readonly signCert: string; readonly encryptCert: string; readonly signKey: TlcpKeyPlace },
): Promise<string> => {
  const encryptKey = { kind: 'stored', name: 'tlcp-encrypt' } as const;
  const settings = await readTlcpFiles({ ...files, encryptKey }, { now: () => parties.at, held: keys.holding });
  const server = tlcpServer(settings, (socket) => socket.on('error', () => undefined).end('hello')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = await tlcpConnect({
    address: '127.0.0.1',
    port,
    trust: { anchors: parties.anchors },
    now: () => parties.at,
  });
  const [word] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  server.close();
  return word.toString();
};

describe('keys of TLCP', () => {
  test('stay in the key store, and serve their certificate after a rotation as well', async () => {
    const keys = await openFileKeys({ ...common('file'), passphrase: 'p' });
    const signCert = await certifyStored(keys, 'tlcp-sign', KEY_USAGE.digitalSignature);
    const encryptCert = await certifyStored(keys, 'tlcp-encrypt', KEY_USAGE.keyEncipherment);
    const files = { signCert, encryptCert, signKey: { kind: 'stored', name: 'tlcp-sign' } } as const;
    expect(await talk(keys, files)).toBe('hello');
    await keys.rotate('tlcp-sign');
    expect(await talk(keys, files)).toBe('hello');
    await expect(talk(keys, { ...files, signCert: encryptCert })).rejects.toMatchObject({ code: 'tlcp.bad-file' });
  });

  test.skipIf(softHsmLibrary === undefined)(
    'decrypt on a PKCS#11 token (skipped where SoftHSM 2 is not installed)',
    async () => {
      const modulePath = softHsmLibrary ?? '';
      const hsm = await openSoftHsm(modulePath);
      hsm.makeToken('tlcp', 'pin-4711');
      const pkcs11 = {
        modulePath,
        token: 'tlcp',
        pin: 'pin-4711',
        wrappingKey: 'kek',
        signatureKinds: ['sm2'],
      } as const;
      // SoftHSM makes pairs on the curve and agrees on secrets; it has no SM2 signature, so that key is a file.
      const mechanisms = { sm2GenerateMechanism: 0x1040, sm2SignMechanism: 0x1041, sm2Decrypts: true };
      const sdf = { kekIndex: 1, kekAlgorithm: 0x401, signKeys: [] };
      const settings = { provider: 'pkcs11', pkcs11: { ...pkcs11, ...mechanisms }, sdf } as const;
      const keys = await openKeys({ ...common('token'), settings });
      const encryptCert = await certifyStored(keys, 'tlcp-encrypt', KEY_USAGE.keyEncipherment);
      const [signCert, path] = [join(folder, 'sign.pem'), join(folder, 'sign.key')];
      await writeFile(signCert, formatPem({ label: 'CERTIFICATE', bytes: parties.sign.certificate.raw }));
      await writeFile(path, formatPem({ label: 'PRIVATE KEY', bytes: parties.sign.pkcs8 }));
      expect(await talk(keys, { signCert, encryptCert, signKey: { kind: 'file', path } })).toBe('hello');
      await hsm.close();
    },
  );
});
