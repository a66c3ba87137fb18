import { isDomainError } from '@chedun/kernel';
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decipherOf, readSecret, type DecipherSpec } from './decipher.ts';

/** Made by `openssl genpkey` and `openssl pkeyutl -encrypt` (3.0) for this test. */
const SM2_PEM = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgohlJWScWUAqT+BwZ
uXGNHmxvLdLjwvDIv9+J5XhxATyhRANCAAT+3qp5XUXo62GNpC/sLEOAxxHMTwKi
+dyzdKuvDnJJWgjVVANRJcEc3HB9Vz7gLWUToMWQ4h5/UYwPpSui+j6A
-----END PRIVATE KEY-----
`;
const SM2_TEXT = 'one report of a vehicle, long enough for two blocks of the stream';
const SM2_ASN1 = Buffer.from(
  '3081aa02210084f6e9a7d7e0ce87e248707994ec07433f1760d0a0b0f0770b2ec140848f57c00220626d126f326f6ce9604b9095c0406f279c473348ea5e38eb113be20bf540d2ae042021cb6ca4a63fb46340ff21c9ae264866874f7bdda1aa066a0abf2388ce80a5cc0441a60f559836af1f032dcd0442f94190484826d965026a8ae3ced62a99b81fae0b3b4d2fcf915302c15bcf16f293115df48e6923cb8a44739dc39067d86c6ad60ed8',
  'hex',
);
const NO_IV = { iv: '' } as const;
const plain = Buffer.from('1a0b17040506010203ff', 'hex');
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Parts of the ciphertext as openssl writes it: both numbers, hash, text. */
const parts = () => {
  const at = (from: number): { content: Buffer; next: number } => {
    const length = SM2_ASN1[from + 1] ?? 0;
    return { content: SM2_ASN1.subarray(from + 2, from + 2 + length), next: from + 2 + length };
  };
  const x = at(3);
  const y = at(x.next);
  const hash = at(y.next);
  const cipher = at(hash.next);
  const number = (bytes: Buffer): Buffer => Buffer.concat([Buffer.alloc(32), bytes]).subarray(-32);
  return { point: Buffer.concat([number(x.content), number(y.content)]), hash: hash.content, text: cipher.content };
};

describe('block ciphers', () => {
  const key = randomBytes(16);
  const iv = randomBytes(16);
  const cases = [
    ['aes-128', 'aes-128'],
    ['sm4', 'sm4'],
  ] as const;

  it.each(cases)('%s gives back what node encrypts, in every mode', (kind, name) => {
    const encrypt = (mode: 'ecb' | 'cbc', data: Buffer, pad: boolean): Buffer => {
      const cipher = createCipheriv(`${name}-${mode}`, key, mode === 'ecb' ? null : iv);
      cipher.setAutoPadding(pad);
      return Buffer.concat([cipher.update(data), cipher.final()]);
    };
    const whole = Buffer.concat([plain, Buffer.alloc(6)]);
    const open = (spec: Omit<Extract<DecipherSpec, { mode: unknown }>, 'kind'>, data: Buffer): string =>
      text(decipherOf(key, { kind, ...spec })(data));
    const hex = plain.toString('hex');
    expect(open({ mode: 'ecb', padding: 'pkcs7', ...NO_IV }, encrypt('ecb', plain, true))).toBe(hex);
    expect(open({ mode: 'ecb', padding: 'zero', ...NO_IV }, encrypt('ecb', whole, false))).toBe(hex);
    expect(open({ mode: 'ecb', padding: 'none', ...NO_IV }, encrypt('ecb', whole, false))).toBe(whole.toString('hex'));
    expect(open({ mode: 'cbc', padding: 'pkcs7', iv: iv.toString('hex') }, encrypt('cbc', plain, true))).toBe(hex);
    const prefixed = Buffer.concat([iv, encrypt('cbc', plain, true)]);
    expect(open({ mode: 'cbc', padding: 'pkcs7', iv: 'prefix' }, prefixed)).toBe(hex);
  });

  it('answer nothing for bytes that do not fit', () => {
    const open = decipherOf(key, { kind: 'sm4', mode: 'ecb', padding: 'pkcs7', ...NO_IV });
    for (const size of [0, 1, 15, 17]) expect(open(Buffer.alloc(size))).toBeUndefined();
    const wrong = decipherOf(randomBytes(16), { kind: 'aes-128', mode: 'cbc', padding: 'pkcs7', iv: 'prefix' });
    expect(wrong(Buffer.alloc(16))).toBeUndefined();
  });
});

describe('RSA', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const secret = readSecret('rsa', pem);

  it('takes a row of blocks, with each padding', () => {
    for (const padding of ['pkcs1', 'oaep-sha1', 'oaep-sha256'] as const) {
      const how =
        padding === 'pkcs1'
          ? { key: publicKey, padding: constants.RSA_PKCS1_PADDING }
          : { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: padding.replace('oaep-', '') };
      const row = Buffer.concat([publicEncrypt(how, plain), publicEncrypt(how, plain)]);
      const open = decipherOf(secret, { kind: 'rsa', padding });
      expect(text(open(row))).toBe(plain.toString('hex').repeat(2));
      expect(open(row.subarray(1))).toBeUndefined();
    }
  });

  it('with OAEP refuses what was changed', () => {
    const how = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    const sent = publicEncrypt(how, plain);
    sent.writeUInt8((sent.at(-1) ?? 0) ^ 1, sent.length - 1);
    expect(decipherOf(secret, { kind: 'rsa', padding: 'oaep-sha256' })(sent)).toBeUndefined();
  });
});

describe('SM2', () => {
  const secret = readSecret('sm2', SM2_PEM);
  const open = (order: 'asn1' | 'c1c3c2' | 'c1c2c3', data: Buffer): string =>
    Buffer.from(decipherOf(secret, { kind: 'sm2', order })(data) ?? []).toString();

  it('reads what openssl encrypted, in each order, with and without the mark of the point', () => {
    const { point, hash, text: cipher } = parts();
    expect(open('asn1', SM2_ASN1)).toBe(SM2_TEXT);
    for (const mark of [Buffer.alloc(0), Buffer.of(4)]) {
      expect(open('c1c3c2', Buffer.concat([mark, point, hash, cipher]))).toBe(SM2_TEXT);
      expect(open('c1c2c3', Buffer.concat([mark, point, cipher, hash]))).toBe(SM2_TEXT);
    }
  });

  it('answers nothing when a byte was changed, wherever', () => {
    for (let at = 0; at < SM2_ASN1.length; at += 7) {
      const changed = Buffer.from(SM2_ASN1);
      changed.writeUInt8((changed[at] ?? 0) ^ 0x55, at);
      expect(open('asn1', changed)).toBe('');
    }
    for (const size of [0, 64, 97]) expect(open('c1c3c2', Buffer.alloc(size))).toBe('');
  });
});

describe('a secret', () => {
  it('is read from hex or PEM', () => {
    expect(readSecret('sm2', readSecret('sm2', SM2_PEM).toString('hex'))).toHaveLength(32);
    expect(readSecret('aes-128', '00:11 22334455667788 99aabbccddeeff')).toHaveLength(16);
  });

  it.each([
    ['aes-128', '00112233'],
    ['sm4', 'xyz'],
    ['rsa', SM2_PEM],
    ['sm2', '0011'],
    ['sm2', '00'.repeat(32)],
    ['sm2', 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'],
  ] as const)('of kind %s that is none is refused', (kind, given) => {
    expect(() => readSecret(kind, given)).toThrow(expect.objectContaining({ code: 'keys.bad-secret' }));
    try {
      readSecret(kind, given);
    } catch (error) {
      expect(isDomainError(error, 'keys.bad-secret')).toBe(true);
    }
  });
});
