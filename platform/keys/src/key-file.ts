import { DomainError } from '@chedun/kernel';
import { argon2 } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { KeyDevice, WrappedSecret } from './device.ts';
import type { KeyProvider } from './keys.ts';
import { decrypt, encrypt, NONCE } from './sealing.ts';

/** argon2id (RFC 9106 clause 4, second recommendation but one lane): 64 MiB, 3 passes. */
const DERIVATION = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 };
const SALT = 16;
const MAX_FILE = 16 * 1_024 * 1_024;

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));

const fileSchema = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('chedun-keys/1'),
    kdf: z.literal('argon2id-64MiB-3-1'),
    salt: base64,
    sealed: base64,
  }),
  z.strictObject({
    format: z.literal('chedun-keys/2'),
    provider: z.enum(['pkcs11', 'sdf']),
    /** The wrapping key on the device. */
    by: z.string().min(1).max(256),
    wrapped: base64,
    sealed: base64,
  }),
]);
type KeysOnDisk = z.output<typeof fileSchema>;

const keySchema = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  kind: z.enum(['ed25519', 'sm2', 'ecdsa-p256', 'hmac-sha256', 'aes-256-gcm']),
  createdAt: z.number(),
  /** 32 bytes: seed of Ed25519, scalar of SM2 and P-256, or the symmetric key itself. */
  secret: z.base64(),
  /** Where the private key lives when it is not in here; the secret is empty then. */
  device: z
    .strictObject({ provider: z.enum(['pkcs11', 'sdf']), ref: z.string().max(256), spki: z.base64() })
    .optional(),
});

/** One version of a key with its secret. */
export type StoredKey = z.output<typeof keySchema>;

/** An unlocked key file. */
export interface KeyFile {
  /** The wrapping key on the device; undefined with a passphrase. */
  readonly wrappedBy: string | undefined;
  readonly load: () => Promise<readonly StoredKey[]>;
  /** Replaces the content whole; durable when it resolves. */
  readonly save: (keys: readonly StoredKey[]) => Promise<void>;
}

/** A passphrase that is looked up when it is needed. */
interface PassphraseGuard {
  readonly provider: 'file';
  readonly passphrase: () => Promise<string>;
}

/** What unlocks a key file. */
export type KeyGuard = PassphraseGuard | KeyDevice;

type RandomBytes = (length: number) => Uint8Array;

/** The key of the content and the header that is bound to it. */
interface Unlocked {
  readonly key: Uint8Array;
  readonly header: Readonly<Record<string, string>>;
}

const withPassphrase = async (salt: Buffer, { passphrase }: PassphraseGuard): Promise<Unlocked> => {
  const message = await passphrase();
  const key = await promisify(argon2)('argon2id', { message, nonce: salt, ...DERIVATION });
  return { key, header: { format: 'chedun-keys/1', kdf: 'argon2id-64MiB-3-1', salt: salt.toString('base64') } };
};

const BOUND = 'chedun-keys/2';
const SECRET = 32;

const withDevice = (device: KeyDevice, wrapped: WrappedSecret, key: Uint8Array): Unlocked => {
  const bytes = Buffer.from(wrapped.bytes).toString('base64');
  return { key, header: { format: BOUND, provider: device.provider, by: wrapped.by, wrapped: bytes } };
};

const freshSecret = async (device: KeyDevice, randomBytes: RandomBytes): Promise<Unlocked> => {
  const other = await device.random(SECRET);
  const key = Buffer.from(Buffer.from(randomBytes(SECRET)).map((byte, index) => byte ^ (other[index] ?? 0)));
  const wrapped = await device.wrap(key, Buffer.from(BOUND));
  // What the device cannot open again would be lost with the file that it locks.
  if (!key.equals(await device.unwrap(wrapped, Buffer.from(BOUND))))
    throw new DomainError('keys.device-answer', { reason: 'the device does not open what it has wrapped' });
  return withDevice(device, wrapped, key);
};

const unlockedBy = async (
  file: string,
  guard: KeyGuard,
  existing: KeysOnDisk | undefined,
  randomBytes: RandomBytes,
): Promise<Unlocked> => {
  if (existing !== undefined && providerOf(existing) !== guard.provider)
    throw new DomainError('keys.other-protection', { file, reason: `${providerOf(existing)}, not ${guard.provider}` });
  if (guard.provider === 'file')
    return withPassphrase(existing?.format === 'chedun-keys/1' ? existing.salt : Buffer.from(randomBytes(SALT)), guard);
  if (existing?.format !== BOUND) return freshSecret(guard, randomBytes);
  const wrapped = { by: existing.by, bytes: existing.wrapped };
  return withDevice(guard, wrapped, await guard.unwrap(wrapped, Buffer.from(BOUND)));
};

const providerOf = (onDisk: KeysOnDisk): KeyProvider => (onDisk.format === 'chedun-keys/1' ? 'file' : onDisk.provider);

/** Who guards an existing file; undefined when there is none. Throws `keys.damaged`. */
export const guardOf = async (file: string): Promise<KeyProvider | undefined> => {
  const existing = await readSealed(file);
  return existing && providerOf(existing);
};

const opened = (
  file: string,
  { key, header }: Unlocked,
  existing: KeysOnDisk | undefined,
  randomBytes: RandomBytes,
): KeyFile => {
  const bound = Buffer.from(JSON.stringify(header));
  return {
    wrappedBy: header['by'],
    load: async () => (existing === undefined ? [] : unlock(file, key, existing.sealed, bound)),
    save: async (keys) => {
      const sealed = encrypt(key, randomBytes(NONCE), Buffer.from(JSON.stringify(keys)), bound);
      await writeWhole(file, JSON.stringify({ ...header, sealed: sealed.toString('base64') }));
    },
  };
};

/** Unlocks `file` with the passphrase or the device; the file need not exist yet. */
export const openKeyFile = async (file: string, guard: KeyGuard, randomBytes: RandomBytes): Promise<KeyFile> => {
  const existing = await readSealed(file);
  return opened(file, await unlockedBy(file, guard, existing, randomBytes), existing, randomBytes);
};

/** A new lock for the content of `file`: another guard, or another secret and the newest wrapping key of the same. */
export const relockKeyFile = async (
  file: string,
  guard: KeyGuard,
  keys: readonly StoredKey[],
  randomBytes: RandomBytes,
): Promise<KeyFile> => {
  const relocked = opened(file, await unlockedBy(file, guard, undefined, randomBytes), undefined, randomBytes);
  await relocked.save(keys);
  return relocked;
};

const unlock = (file: string, key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): readonly StoredKey[] => {
  const plain = decrypt(key, sealed, bound);
  if (plain === undefined) throw new DomainError('keys.wrong-passphrase', { file });
  return z.array(keySchema).parse(JSON.parse(plain.toString('utf8')));
};

const readSealed = async (file: string): Promise<KeysOnDisk | undefined> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  try {
    if (bytes.length > MAX_FILE) throw new RangeError('the file is too large');
    return fileSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new DomainError('keys.damaged', { file }, cause);
  }
};

/** Writes a private file so that a crash leaves the old or the new content, never a part. */
export const writeWhole = async (file: string, content: string): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  await withHandle(draft, 'w', async (handle) => {
    await handle.writeFile(content);
    await handle.sync();
  });
  await rename(draft, file);
  await withHandle(path.dirname(file), 'r', (handle) => handle.sync());
};

type Handle = Awaited<ReturnType<typeof open>>;

const withHandle = async (file: string, flags: 'r' | 'w', use: (handle: Handle) => Promise<void>): Promise<void> => {
  const handle = await open(file, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
};
