import { constants, createECDH, createPrivateKey, privateDecrypt } from 'node:crypto';
import fc from 'fast-check';
import { decrypt as sm2Decrypt, scalarFromPkcs8 } from '@chedun/gm';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorityOf, hasOpenssl, mustOpenssl, newKey, withFolder } from '../../testing/index.ts';
import type { Authority, TestKey } from '../../testing/index.ts';
import { buildEnvelopedData, formatPem, isMeant, openEnvelopedData, parseEnvelopedData } from '../index.ts';
import type { ContentCipher, EnvelopedData, Opener, Recipient } from '../index.ts';
import { CIPHERS } from './content-cipher.ts';

const TEXT = new TextEncoder().encode('key material');
const KEYS: Readonly<Record<string, TestKey>> = {
  rsa: newKey('rsa-sha256'),
  p256: newKey('ecdsa-sha256'),
  sm2: newKey('sm2-sm3'),
};
const owners = new Map<string, Authority>();
beforeAll(async () => {
  for (const [name, key] of Object.entries(KEYS)) owners.set(name, await authorityOf(name, key));
});

const ownerOf = (kind: Recipient['kind']): Authority => {
  const name = kind.startsWith('rsa') ? 'rsa' : kind === 'sm2' ? 'sm2' : 'p256';
  return owners.get(name) ?? ([...owners.values()][0] as Authority);
};
const recipient = (kind: Recipient['kind']): Recipient => ({ kind, certificate: ownerOf(kind).certificate });
const message = (
  cipher: ContentCipher,
  kinds: readonly Recipient['kind'][],
  profile: 'cms' | 'gm' = 'cms',
): Uint8Array => {
  const { keyBytes, ivBytes } = CIPHERS[cipher];
  const secrets = { contentKey: new Uint8Array(keyBytes).fill(7), iv: new Uint8Array(ivBytes).fill(9) };
  return buildEnvelopedData({ content: TEXT, cipher, ...secrets, recipients: kinds.map(recipient), profile });
};

/** The private scalar of an EC key, as Node knows it. */
const p256Scalar = ({ pkcs8 }: TestKey): Buffer => {
  const { d = '' } = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  });
  return Buffer.from(d, 'base64url');
};

const openerOf = (kind: Recipient['kind']): Opener => {
  const { key } = ownerOf(kind);
  if (kind === 'ecdh-p256') {
    const own = createECDH('prime256v1');
    own.setPrivateKey(p256Scalar(key));
    return { agree: async (point) => new Uint8Array(own.computeSecret(point)) };
  }
  if (kind === 'sm2')
    return {
      decrypt: async (how, bytes) =>
        how === 'sm2' ? sm2Decrypt(scalarFromPkcs8(key.pkcs8), bytes, 'asn1') : undefined,
    };
  const object = createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' });
  const oaep = { key: object, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  const plain = { key: object, padding: constants.RSA_PKCS1_PADDING };
  return { decrypt: async (how, bytes) => new Uint8Array(privateDecrypt(how === 'rsa-pkcs1' ? plain : oaep, bytes)) };
};

const open = (data: EnvelopedData, kind: Recipient['kind'], place = 0): Promise<Uint8Array> =>
  openEnvelopedData(data, data.recipients[place] ?? { kind: 'other' }, openerOf(kind));

describe('enveloped messages', () => {
  const kinds = ['rsa-oaep', 'rsa-pkcs1', 'ecdh-p256', 'sm2'] as const;
  const ciphers = Object.keys(CIPHERS) as ContentCipher[];

  it.each(kinds.flatMap((kind) => ciphers.map((cipher) => [kind, cipher] as const)))(
    'for %s with %s are opened by their recipient',
    async (kind, cipher) => {
      const data = parseEnvelopedData(message(cipher, [kind]));
      const [info] = data.recipients;
      expect(info !== undefined && info.kind !== 'other' && isMeant(info.recipient, ownerOf(kind).certificate)).toBe(
        true,
      );
      expect(await open(data, kind)).toEqual(TEXT);
    },
  );

  const known = ciphers.filter((cipher) => !cipher.startsWith('sm4'));
  it
    .skipIf(!hasOpenssl())
    .each(
      (['rsa-oaep', 'rsa-pkcs1', 'ecdh-p256'] as const).flatMap((kind) =>
        known.map((cipher) => [kind, cipher] as const),
      ),
    )('for %s with %s are opened by openssl', async (kind, cipher) => {
    await withFolder((folder) => {
      const { certificate, key } = ownerOf(kind);
      const own = folder.write('key.pem', formatPem({ label: 'PRIVATE KEY', bytes: key.pkcs8 }));
      const who = folder.write('c.pem', formatPem({ label: 'CERTIFICATE', bytes: certificate.raw }));
      const file = folder.write('m.der', message(cipher, [kind]));
      const plain = mustOpenssl([
        'cms',
        '-decrypt',
        '-binary',
        '-inform',
        'DER',
        '-recip',
        who,
        '-inkey',
        own,
        '-in',
        file,
      ]);
      expect(new Uint8Array(plain)).toEqual(TEXT);
    });
  });

  it.skipIf(!hasOpenssl()).each([
    ['rsa-pkcs1', '-aes256', []],
    ['rsa-oaep', '-aes-128-gcm', ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256']],
    ['ecdh-p256', '-aes256', ['-keyopt', 'ecdh_kdf_md:sha256']],
  ] as const)('of openssl for %s with %s are opened', async (kind, cipher, options) => {
    await withFolder(async (folder) => {
      const who = folder.write('c.pem', formatPem({ label: 'CERTIFICATE', bytes: ownerOf(kind).certificate.raw }));
      const how = ['cms', '-encrypt', '-binary', '-noindef', '-outform', 'DER', cipher, '-recip', who, ...options];
      const bytes = mustOpenssl([...how, '-in', folder.write('t', TEXT)]);
      expect(await open(parseEnvelopedData(new Uint8Array(bytes)), kind)).toEqual(TEXT);
    });
  });

  it('for several are opened by each, with the identifiers of GM/T 0010 too', async () => {
    const data = parseEnvelopedData(message('sm4-cbc', ['sm2', 'rsa-oaep', 'ecdh-p256'], 'gm'));
    expect(data.profile).toBe('gm');
    const texts = await Promise.all(
      data.recipients.map((info) => {
        const kind =
          info.kind === 'agreement'
            ? 'ecdh-p256'
            : info.kind === 'transport' && info.algorithm.oid.startsWith('1.2.840')
              ? 'rsa-oaep'
              : 'sm2';
        return openEnvelopedData(data, info, openerOf(kind));
      }),
    );
    expect(texts).toEqual([TEXT, TEXT, TEXT]);
  });

  it('are refused with another key, changed bytes and strange algorithms', async () => {
    const data = parseEnvelopedData(message('aes-256-gcm', ['ecdh-p256']));
    const changed = { ...data, encrypted: Uint8Array.from(data.encrypted, (byte) => byte ^ 1) };
    await expect(open(changed, 'ecdh-p256')).rejects.toThrow(/x509\.decrypt/);
    await expect(
      openEnvelopedData(data, data.recipients[0] ?? { kind: 'other' }, { agree: async () => new Uint8Array(32) }),
    ).rejects.toThrow(/x509\.decrypt/);
    await expect(openEnvelopedData(data, { kind: 'other' }, {})).rejects.toThrow(/x509\.decrypt/);
    await expect(open({ ...data, tag: new Uint8Array() }, 'ecdh-p256')).rejects.toThrow(/x509\.structure/);
    await expect(open({ ...data, algorithm: { ...data.algorithm, oid: '1.2.3' } }, 'ecdh-p256')).rejects.toThrow(
      /x509\.unsupported/,
    );
    const { certificate } = ownerOf('sm2');
    for (const kind of ['rsa-oaep', 'ecdh-p256'] as const)
      expect(() =>
        buildEnvelopedData({
          content: TEXT,
          cipher: 'sm4-cbc',
          contentKey: new Uint8Array(16),
          iv: new Uint8Array(16),
          recipients: [{ kind, certificate }],
        }),
      ).toThrow(/x509\.value/);
    expect(() =>
      buildEnvelopedData({
        content: TEXT,
        cipher: 'sm4-cbc',
        contentKey: new Uint8Array(15),
        iv: new Uint8Array(16),
        recipients: [recipient('sm2')],
      }),
    ).toThrow(/x509\.value/);
    expect(() =>
      buildEnvelopedData({
        content: TEXT,
        cipher: 'sm4-cbc',
        contentKey: new Uint8Array(16),
        iv: new Uint8Array(16),
        recipients: [],
      }),
    ).toThrow(/x509\.value/);
  });

  it('with changed bytes throw errors of the catalogue only', () => {
    const bytes = message('aes-256-gcm', ['rsa-oaep', 'ecdh-p256', 'sm2']);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          parseEnvelopedData(changed);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(asn1|x509)\./);
        }
      }),
      { numRuns: 500 },
    );
  });
});
