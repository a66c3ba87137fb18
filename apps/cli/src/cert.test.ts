import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCheckpoint, formatNote, formatVerifierKey, keyIdOf, type VerifierKey } from '@chedun/merkle';
import { sha256 } from '@chedun/journal/seal';
import { entryText } from '@chedun/certificates/entry';
import { formatCertificateProof, LOG_HASH, sm3Of } from '@chedun/certificates/proof';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../testing/chedun.ts';

const CERTIFICATE = Buffer.from('3003020101', 'hex');
const ORIGIN = 'chedun/certificates/test';

let folder: Folder;
const file = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = await temporaryFolder();
  const pair = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const key: VerifierKey = { name: ORIGIN, type: 'ed25519', key: raw };
  const entry = entryText({
    kind: 'issued',
    at: '2026-11-23T01:00:00.000Z',
    authority: 'vehicle-ca',
    profile: 'vehicle',
    serial: '5b6e',
    certificate: Buffer.from(sm3Of(CERTIFICATE)).toString('hex'),
    reason: '',
  });
  const [leaf, other] = [LOG_HASH.leaf(Buffer.from(entry)), LOG_HASH.leaf(Buffer.from('another'))];
  const text = formatCheckpoint({ origin: ORIGIN, size: 2, root: LOG_HASH.node(leaf, other), extensions: [] });
  const privateKey = createPrivateKey({
    key: pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
    format: 'der',
    type: 'pkcs8',
  });
  const signature = new Uint8Array(sign(null, Buffer.from(text), privateKey));
  const checkpoint = formatNote({ text, signatures: [{ name: ORIGIN, keyId: keyIdOf(sha256, key), signature }] });
  await writeFile(file('keys.txt'), `${formatVerifierKey(sha256, key)}\n`);
  await writeFile(file('proof.json'), formatCertificateProof({ entry, index: 0, path: [other], checkpoint }));
  await writeFile(
    file('bad.json'),
    formatCertificateProof({ entry: entry.replace('5b6e', '5b6f'), index: 0, path: [other], checkpoint }),
  );
  await writeFile(file('car.cer'), CERTIFICATE);
  await writeFile(file('other.cer'), Buffer.from('3003020102', 'hex'));
});
afterAll(() => folder.remove());

const verify = (proof: string, certificate: string) =>
  chedun([
    'cert',
    'verify-proof',
    file(proof),
    '--key',
    file('keys.txt'),
    '--certificate',
    file(certificate),
    '--json',
  ]);

describe('chedun cert verify-proof', () => {
  it('holds a proof of issue against the certificate and the keys, without a server', async () => {
    const held = await verify('proof.json', 'car.cer');
    expect(held.code, held.err).toBe(0);
    expect(JSON.parse(held.out)).toMatchObject({ valid: true, entry: { serial: '5b6e', kind: 'issued' }, size: 2 });
  });

  it('ends with 1 for another certificate and for a changed entry, with 2 for no file', async () => {
    const other = await verify('proof.json', 'other.cer');
    expect([other.code, JSON.parse(other.out)]).toMatchObject([1, { valid: false, failed: 'certificate' }]);
    const bad = await verify('bad.json', 'car.cer');
    expect([bad.code, JSON.parse(bad.out)]).toMatchObject([1, { failed: 'path' }]);
    expect((await verify('nothing.json', 'car.cer')).code).toBe(2);
  });
});
