import { DomainError } from '@chedun/kernel';
import { argon2 } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { decrypt, encrypt, NONCE } from './sealing.ts';

/** argon2id (RFC 9106 clause 4, second recommendation but one lane): 64 MiB, 3 passes. */
const DERIVATION = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 };
const SALT = 16;
const MAX_FILE = 16 * 1_024 * 1_024;

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));

const fileSchema = z.strictObject({
  format: z.literal('chedun-keys/1'),
  kdf: z.literal('argon2id-64MiB-3-1'),
  salt: base64,
  sealed: base64,
});

const keySchema = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  kind: z.enum(['ed25519', 'sm2', 'hmac-sha256', 'aes-256-gcm']),
  createdAt: z.number(),
  /** 32 bytes: seed of Ed25519, scalar of SM2, or the symmetric key itself. */
  secret: z.base64(),
});

/** One version of a key with its secret. */
export type StoredKey = z.output<typeof keySchema>;

/** An unlocked key file. */
export interface KeyFile {
  readonly load: () => Promise<readonly StoredKey[]>;
  /** Replaces the content whole; durable when it resolves. */
  readonly save: (keys: readonly StoredKey[]) => Promise<void>;
}

/** Unlocks `file` with the passphrase; the file need not exist yet. */
export const openKeyFile = async (
  file: string,
  passphrase: string,
  randomBytes: (length: number) => Uint8Array,
): Promise<KeyFile> => {
  const existing = await readSealed(file);
  const salt = existing?.salt ?? Buffer.from(randomBytes(SALT));
  const key = await promisify(argon2)('argon2id', { message: passphrase, nonce: salt, ...DERIVATION });
  const header = { format: 'chedun-keys/1', kdf: 'argon2id-64MiB-3-1', salt: salt.toString('base64') } as const;
  const bound = Buffer.from(JSON.stringify(header));
  return {
    load: async () => (existing === undefined ? [] : unlock(file, key, existing.sealed, bound)),
    save: async (keys) => {
      const sealed = encrypt(key, randomBytes(NONCE), Buffer.from(JSON.stringify(keys)), bound);
      await writeWhole(file, JSON.stringify({ ...header, sealed: sealed.toString('base64') }));
    },
  };
};

const unlock = (file: string, key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): readonly StoredKey[] => {
  const plain = decrypt(key, sealed, bound);
  if (plain === undefined) throw new DomainError('keys.wrong-passphrase', { file });
  return z.array(keySchema).parse(JSON.parse(plain.toString('utf8')));
};

const readSealed = async (file: string): Promise<z.output<typeof fileSchema> | undefined> => {
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
