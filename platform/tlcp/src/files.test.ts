import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encrypt } from '@chedun/gm';
import { makeParties, type Parties } from '@chedun/tlcp/testing';
import { formatPem } from '@chedun/x509';
import { mustOpenssl } from '@chedun/x509/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTlcpFiles, tlcpPairs, type TlcpFiles, type TlcpKeyPlace } from './index.ts';

let parties: Parties;
let folder: string;
let files: TlcpFiles;

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const certificate = (...ders: readonly Uint8Array[]): string =>
  ders.map((bytes) => formatPem({ label: 'CERTIFICATE', bytes })).join('');
const key = (bytes: Uint8Array): string => formatPem({ label: 'PRIVATE KEY', bytes });

const at = (path: string): TlcpKeyPlace => ({ kind: 'file', path });

beforeAll(async () => {
  parties = await makeParties();
  folder = await mkdtemp(join(tmpdir(), 'chedun-tlcp-'));
  const { sign, encrypt, authority, root } = parties;
  files = {
    signCert: await write('sign.pem', certificate(sign.certificate.raw, authority.raw)),
    signKey: at(await write('sign.key', key(sign.pkcs8))),
    encryptCert: await write('encrypt.pem', certificate(encrypt.certificate.raw, authority.raw)),
    encryptKey: at(await write('encrypt.key', key(encrypt.pkcs8))),
    ca: await write('ca.pem', certificate(root.certificate.raw)),
  };
});

afterAll(() => rm(folder, { recursive: true }));

describe('files of a server', () => {
  test('become its settings: both certificates, the chain once, the authorities', async () => {
    const settings = await readTlcpFiles({ ...files, required: true }, { now: () => parties.at });
    expect(settings.signCertificate).toEqual(parties.sign.certificate.raw);
    expect(settings.encryptCertificate).toEqual(parties.encrypt.certificate.raw);
    expect(settings.chain).toEqual([parties.authority.raw]);
    expect(settings.clients?.mode).toBe('required');
    expect(settings.clients?.trust.anchors[0]?.name).toEqual(parties.root.certificate.subject);
    expect((await readTlcpFiles({ ...files, ca: undefined }, { now: () => parties.at })).clients).toBeUndefined();
    expect((await readTlcpFiles(files, { now: () => parties.at })).clients?.mode).toBe('optional');
  });

  test('the key for encryption decrypts, in OpenSSL and in the engine', async () => {
    const text = new Uint8Array(48).fill(5);
    const ciphertext = encrypt(parties.encrypt.certificate.publicKey.key, text, 'asn1');
    for (const decryption of ['openssl', 'engine'] as const) {
      const { decrypt } = await readTlcpFiles({ ...files, decryption }, { now: () => parties.at });
      expect(await decrypt(ciphertext)).toEqual(text);
      expect(() => decrypt(ciphertext.with(80, (ciphertext[80] ?? 0) ^ 1))).toThrow('gm.');
    }
  });

  test('all four files are named, or none counts', () => {
    const given = { signCert: 'a', signKey: 'b', encryptCert: 'c', encryptKey: 'd' };
    expect(tlcpPairs(given)).toEqual({
      signCert: 'a',
      signKey: { kind: 'file', path: 'b' },
      encryptCert: 'c',
      encryptKey: { kind: 'file', path: 'd' },
    });
    for (const name of ['signCert', 'signKey', 'encryptCert', 'encryptKey'] as const)
      expect(tlcpPairs({ ...given, [name]: undefined })).toBeUndefined();
    expect(tlcpPairs({ ...given, signKey: undefined, signKeyName: 'tlcp-sign' })?.signKey).toEqual({
      kind: 'stored',
      name: 'tlcp-sign',
    });
  });

  test('keys may be of SEC 1, as openssl ecparam writes them', async () => {
    const sec1 = mustOpenssl(['ec', '-outform', 'PEM'], key(parties.sign.pkcs8)).toString();
    expect(sec1).toContain('BEGIN');
    const settings = await readTlcpFiles(
      { ...files, signKey: at(await write('sec1.key', sec1)) },
      { now: () => parties.at },
    );
    expect(settings.signCertificate).toEqual(parties.sign.certificate.raw);
  });
});

describe('what is wrong with a file is told with its name', () => {
  const refusal = (field: string | undefined, reason: unknown) =>
    expect.objectContaining({ code: 'tlcp.bad-file', detail: { field, reason } });

  test('another key, no certificate, no PEM, no file, a key that is not SM2', async () => {
    const read = (more: Partial<TlcpFiles>) => readTlcpFiles({ ...files, ...more }, { now: () => parties.at });
    const other = join(folder, 'encrypt.key');
    await expect(read({ signKey: at(other) })).rejects.toThrow(refusal(other, 'it is not the key of the certificate'));
    await expect(read({ signCert: other })).rejects.toThrow(refusal(other, 'it holds no certificate'));
    const text = await write('text.pem', 'nothing');
    await expect(read({ encryptCert: text })).rejects.toThrow(refusal(text, expect.stringContaining('x509.pem')));
    await expect(read({ encryptKey: at(text) })).rejects.toThrow(refusal(text, expect.any(String)));
    const nowhere = join(folder, 'nowhere.pem');
    await expect(read({ ca: nowhere })).rejects.toThrow(refusal(nowhere, expect.stringContaining('ENOENT')));
    const p256 = await write(
      'p256.key',
      mustOpenssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']).toString(),
    );
    await expect(read({ signKey: at(p256) })).rejects.toThrow(refusal(p256, expect.any(String)));
  });

  test('a name under which the key store has no key of the certificate', async () => {
    const stored = { ...files, signKey: { kind: 'stored', name: 'tlcp-sign' } } as const;
    await expect(readTlcpFiles(stored, { now: () => parties.at })).rejects.toThrow(
      refusal('tlcp-sign', 'there is no key store here'),
    );
    const held = (): never => {
      throw new Error('keys.unknown');
    };
    await expect(readTlcpFiles(stored, { now: () => parties.at, held })).rejects.toThrow(
      refusal('tlcp-sign', 'keys.unknown'),
    );
  });
});
