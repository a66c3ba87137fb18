import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { sm4GcmEncrypt } from '@chedun/gm';
import { join, u16, vector } from '../src/cursor.ts';
import type { KeyShare } from '../src/key-share.ts';

/** Messages and records as a server writes them, for tests: written apart from the readers. */

/** A handshake message. */
export const message = (type: number, ...body: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  join([type], vector(3, ...body));

/** A record in plain. */
export const record = (type: number, version: number, content: Uint8Array): Uint8Array =>
  join([type], u16(version), vector(2, content));

/** A ServerHello. */
export const serverHello = (
  version: number,
  suite: number,
  extensions: readonly Uint8Array[] = [],
  random: Uint8Array = new Uint8Array(32).fill(7),
): Uint8Array =>
  message(2, u16(version), random, [0], u16(suite), [0], extensions.length === 0 ? [] : vector(2, ...extensions));

/** An extension. */
export const extension = (type: number, ...body: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  join(u16(type), vector(2, ...body));

/** A Certificate up to TLS 1.2. */
export const certificates = (...all: readonly Uint8Array[]): Uint8Array =>
  message(11, vector(3, ...all.map((each) => vector(3, each))));

const HASH = { 0x1301: 'sha256', 0x1302: 'sha384', 0x00c6: 'sm3' } as const;
type Suite13 = keyof typeof HASH;

const expand = (hash: string, secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array => {
  const info = join(u16(length), vector(1, Buffer.from(`tls13 ${label}`)), vector(1, context));
  return new Uint8Array(createHmac(hash, secret).update(info).update(Uint8Array.of(1)).digest()).subarray(0, length);
};

const extract = (hash: string, salt: Uint8Array, input: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac(hash, salt).update(input).digest());

const keysOf = (suite: Suite13, shared: Uint8Array, transcript: Uint8Array): { key: Uint8Array; iv: Uint8Array } => {
  const hash = HASH[suite];
  const size = createHash(hash).digest().length;
  const empty = new Uint8Array(createHash(hash).digest());
  const zeros = new Uint8Array(size);
  const derived = expand(hash, extract(hash, zeros, zeros), 'derived', empty, size);
  const hashed = new Uint8Array(createHash(hash).update(transcript).digest());
  const traffic = expand(hash, extract(hash, derived, shared), 's hs traffic', hashed, size);
  return {
    key: expand(hash, traffic, 'key', new Uint8Array(0), suite === 0x1302 ? 32 : 16),
    iv: expand(hash, traffic, 'iv', new Uint8Array(0), 12),
  };
};

const seal = (suite: Suite13, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, text: Uint8Array): Uint8Array => {
  if (suite === 0x00c6) return sm4GcmEncrypt(key, nonce, text, { aad });
  const cipher = createCipheriv(suite === 0x1302 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce);
  cipher.setAAD(aad);
  return join(cipher.update(text), cipher.final(), cipher.getAuthTag());
};

/** Seals handshake messages into records under the first keys of a server, one record a message. */
export const sealed = (
  suite: Suite13,
  given: { readonly key: Uint8Array; readonly iv: Uint8Array },
  messages: readonly Uint8Array[],
): Uint8Array =>
  join(
    ...messages.map((each, sequence) => {
      const inner = join(each, [22, 0, 0]);
      const header = join([23], u16(0x0303), u16(inner.length + 16));
      const nonce = Uint8Array.from(given.iv);
      nonce[11] = (nonce[11] ?? 0) ^ sequence;
      return join(header, seal(suite, given.key, nonce, header, inner));
    }),
  );

/** The whole flight of a server of TLS 1.3. */
export const flight13 = (given: {
  readonly suite: Suite13;
  readonly clientHello: Uint8Array;
  readonly client: KeyShare;
  readonly server: KeyShare;
  readonly certificate: Uint8Array;
  readonly asksClient: boolean;
}): Uint8Array => {
  const { suite, clientHello, client, server, certificate, asksClient } = given;
  const hello = serverHello(0x0303, suite, [
    extension(43, u16(0x0304)),
    extension(51, u16(server.group), vector(2, server.publicKey)),
  ]);
  const keys = keysOf(suite, server.agree(client.publicKey), join(clientHello, hello));
  const request = message(13, [0], vector(2, extension(13, vector(2, u16(0x0403)))));
  const messages = [
    message(8, vector(2)),
    ...(asksClient ? [request] : []),
    message(11, [0], vector(3, vector(3, certificate), vector(2))),
    message(15, u16(0x0403), vector(2, new Uint8Array(70))),
    message(20, new Uint8Array(32)),
  ];
  return join(record(22, 0x0303, hello), record(20, 0x0303, Uint8Array.of(1)), sealed(suite, keys, messages));
};
