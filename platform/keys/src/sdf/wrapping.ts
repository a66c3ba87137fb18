import { sm3 } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import type { WrappedSecret } from '../device.ts';
import { SGD } from './library.ts';
import type { SdfSession } from './session.ts';

const FORMAT = 1;
const HEAD = 3;
const BLOCK = 16;
const SECRET = 32;
const BODY = SECRET + 32;
const KEY_BITS = 128;
/** Room for the session key as the device encrypts it. */
const MOST_KEY = 512;

/** The key encryption key on the device (index) and how it encrypts session keys (SGD number). */
export interface Kek {
  readonly index: number;
  readonly algorithm: number;
}

const lengthOf = (bytes: Buffer): number => bytes.readUInt32LE(0);
const uint = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const crypt = async (
  { call }: SdfSession,
  how: 'Encrypt' | 'Decrypt',
  { key, iv, data }: { key: bigint; iv: Uint8Array; data: Uint8Array },
): Promise<Buffer> => {
  const out = Buffer.alloc(data.length + BLOCK);
  const length = uint(out.length);
  // The device writes the next vector over the one that it is given.
  await call(how, key, SGD.sm4Cbc, Buffer.from(iv), data, data.length, out, length);
  if (lengthOf(length) !== data.length)
    throw new DomainError('keys.device-answer', { reason: `SM4-CBC gives ${lengthOf(length)} bytes` });
  return out.subarray(0, data.length);
};

const withKey = async <R>({ call }: SdfSession, key: bigint, work: () => Promise<R>): Promise<R> => {
  try {
    return await work();
  } finally {
    await call('DestroyKey', key);
  }
};

/**
 * Encrypts a secret of 32 bytes with an SM4 key that the device makes and gives out only under its KEK. Layout: format (1) ·
 * length of that key (2) · key under the KEK · vector (16) · SM4-CBC of the secret and of SM3 over it and what is bound.
 */
export const wrapOnDevice = async (
  session: SdfSession,
  { index, algorithm }: Kek,
  secret: Uint8Array,
  bound: Uint8Array,
): Promise<WrappedSecret> => {
  const [blob, length, handle, iv] = [Buffer.alloc(MOST_KEY), uint(MOST_KEY), Buffer.alloc(8), Buffer.alloc(BLOCK)];
  await session.call('GenerateKeyWithKEK', KEY_BITS, algorithm, index, blob, length, handle);
  const key = handle.readBigUInt64LE();
  return withKey(session, key, async () => {
    await session.call('GenerateRandom', BLOCK, iv);
    const data = Buffer.concat([secret, sm3(Buffer.concat([secret, bound]))]);
    const sealed = await crypt(session, 'Encrypt', { key, iv, data });
    const head = Buffer.of(FORMAT, lengthOf(length) >>> 8, lengthOf(length) & 0xff);
    const bytes = Buffer.concat([head, blob.subarray(0, lengthOf(length)), iv, sealed]);
    return { by: `kek.${index}`, bytes };
  });
};

const parts = ({ by, bytes }: WrappedSecret) => {
  const all = Buffer.from(bytes);
  const index = Number(/^kek\.(\d{1,9})$/.exec(by)?.[1]);
  const end = all.length < HEAD ? 0 : HEAD + all.readUInt16BE(1);
  if (all[0] !== FORMAT || all.length !== end + BLOCK + BODY || !Number.isSafeInteger(index))
    throw new DomainError('keys.damaged', { reason: 'not a secret that this device has wrapped' });
  return { index, blob: all.subarray(HEAD, end), iv: all.subarray(end, end + BLOCK), data: all.subarray(end + BLOCK) };
};

/** Reverses {@link wrapOnDevice}. Throws `keys.damaged` for changed bytes or another thing bound. */
export const unwrapOnDevice = async (
  session: SdfSession,
  { algorithm }: Pick<Kek, 'algorithm'>,
  wrapped: WrappedSecret,
  bound: Uint8Array,
): Promise<Uint8Array> => {
  const { index, blob, iv, data } = parts(wrapped);
  const handle = Buffer.alloc(8);
  await session.call('ImportKeyWithKEK', algorithm, index, blob, blob.length, handle);
  const key = handle.readBigUInt64LE();
  const plain = await withKey(session, key, () => crypt(session, 'Decrypt', { key, iv, data }));
  const secret = plain.subarray(0, SECRET);
  if (plain.subarray(SECRET).equals(sm3(Buffer.concat([secret, bound])))) return secret;
  throw new DomainError('keys.damaged', { reason: 'the wrapped secret was changed' });
};
