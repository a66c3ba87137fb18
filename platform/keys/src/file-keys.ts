import { GmError, selfTest } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { decipherOf } from './decipher.ts';
import type { KeyDevice } from './device.ts';
import { openKeyFile } from './key-file.ts';
import type { KeyFile } from './key-file.ts';
import type { HeldKey, KeyInfo, KeyKind, Keys } from './keys.ts';
import { findPassphrase } from './passphrase.ts';
import type { PassphraseSources } from './passphrase.ts';
import { openWith, sealedVersion, sealWith } from './sealing.ts';
import { sm2PointOf } from './sm2.ts';
import { fold, idOf, newKey, unfold, type Key, type Signer } from './stored-keys.ts';

/** What the key file needs from outside; it lies at `folder/keys.json`. */
export interface FileKeysOptions extends PassphraseSources {
  readonly folder: string;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Logger;
  /** Guards the file in place of a passphrase, and may hold signature keys. */
  readonly device?: KeyDevice | undefined;
  /** Certificate number of that device, as the operator states it. */
  readonly certificate?: string | undefined;
}

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Where the keys of a folder lie. */
export const keysFileOf = (folder: string): string => path.join(folder, 'keys.json');

/** The file of keys, unlocked by the device when there is one, else by the passphrase. */
export const unlockKeyFile = (options: FileKeysOptions): Promise<KeyFile> => {
  const { device, randomBytes, log } = options;
  const file = keysFileOf(options.folder);
  const passphrase = () => findPassphrase(options, file, randomBytes, log);
  return openKeyFile(file, device ?? { provider: 'file', passphrase }, randomBytes);
};

/**
 * Opens the encrypted key file: AES-256-GCM over the content under argon2id of the passphrase or under a secret that a
 * device has wrapped; replaced whole on each change.
 */
export const openFileKeys = async (options: FileKeysOptions): Promise<Keys> => {
  requireRightAnswers();
  const keyFile = await unlockKeyFile(options);
  const { device, certificate } = options;
  const ring = new Map<string, readonly Key[]>();
  for (const stored of await keyFile.load())
    ring.set(stored.name, [...(ring.get(stored.name) ?? []), unfold(stored, device)]);
  const protection = {
    provider: device?.provider ?? ('file' as const),
    ...(device && { device: device.name }),
    ...(keyFile.wrappedBy !== undefined && { wrappedBy: keyFile.wrappedBy }),
    ...(device && certificate !== undefined && { certificate }),
  };
  return { protection: () => protection, ...management(ring, keyFile, options), ...operations(ring, options) };
};

/** What Node does with SM2 keys is nowhere promised, so nothing starts before known answers have come out. */
const requireRightAnswers = (): void => {
  try {
    selfTest();
  } catch (error) {
    if (error instanceof GmError) throw new DomainError('keys.self-test', { reason: error.message }, error);
    throw error;
  }
};

type Ring = Map<string, readonly Key[]>;

const management = (
  ring: Ring,
  keyFile: KeyFile,
  { clock, randomBytes, device }: FileKeysOptions,
): Pick<Keys, 'ensure' | 'rotate' | 'list'> => {
  let queue: Promise<unknown> = Promise.resolve();
  const oneByOne = <R>(work: () => Promise<R>): Promise<R> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };
  const add = async (name: string, kind: KeyKind): Promise<KeyInfo> => {
    const versions = ring.get(name) ?? [];
    const material = await newKey({ name, kind, versions }, device, randomBytes);
    const key = unfold({ name, kind, version: versions.length + 1, createdAt: clock.now(), ...material }, device);
    const next = new Map(ring).set(name, [...versions, key]);
    await keyFile.save([...next.values()].flat().map(fold));
    ring.set(name, [...versions, key]);
    return describe(key);
  };
  return {
    ensure: (name, kind) =>
      oneByOne(async () => {
        if (!NAME.test(name)) throw new DomainError('keys.bad-name', { field: name });
        const newest = ring.get(name)?.at(-1);
        return newest === undefined ? add(name, kind) : describe(expectKind(newest, kind));
      }),
    rotate: (name) => oneByOne(async () => add(name, newestOf(ring, name).kind)),
    list: async () => [...ring.values()].flat().map(describe),
  };
};

const operations = (
  ring: Ring,
  { randomBytes }: FileKeysOptions,
): Pick<Keys, 'sign' | 'verify' | 'holding' | 'hmac' | 'seal' | 'open' | 'decipher'> => ({
  sign: async (name, data, identity) => {
    const key = newestOf(ring, name);
    if (identity !== undefined) checkIdentity(key, identity);
    return { keyId: idOf(key), bytes: await signerOf(key).sign(data, identity) };
  },
  verify: async ({ keyId, bytes }, data) => signerOf(byId(ring, keyId)).verify(bytes, data),
  holding: (name, point) => holdKey(expectKind(withPoint(ring, name, point), 'sm2')),
  hmac: async (name, data) => {
    const key = expectKind(versionOf(ring, name, 1), 'hmac-sha256');
    return createHmac('sha256', key.bytes).update(data).digest();
  },
  seal: async (name, secret, context) => {
    const key = expectKind(newestOf(ring, name), 'aes-256-gcm');
    return sealWith({ name, version: key.version, secret: key.bytes }, secret, context, randomBytes);
  },
  open: async (name, sealed, context) => {
    const key = expectKind(versionOf(ring, name, sealedVersion(sealed)), 'aes-256-gcm');
    return openWith({ name, version: key.version, secret: key.bytes }, sealed, context);
  },
  decipher: async (name, sealed, context, spec) => {
    const key = expectKind(versionOf(ring, name, sealedVersion(sealed)), 'aes-256-gcm');
    return decipherOf(openWith({ name, version: key.version, secret: key.bytes }, sealed, context), spec);
  },
});

const describe = (key: Key): KeyInfo => {
  const { name, version, kind, createdAt } = key;
  const common = { id: idOf(key), name, version, kind, createdAt };
  return key.signer === undefined ? common : { ...common, publicKey: key.signer.publicKey };
};

const newestOf = (ring: Ring, name: string): Key => {
  const key = ring.get(name)?.at(-1);
  if (key === undefined) throw new DomainError('keys.unknown', { field: name });
  return key;
};

const versionOf = (ring: Ring, name: string, version: number): Key => {
  const key = ring.get(name)?.[version - 1];
  if (key === undefined) throw new DomainError('keys.unknown', { field: `${name}.${version}` });
  return key;
};

const byId = (ring: Ring, id: string): Key => {
  const dot = id.lastIndexOf('.');
  return versionOf(ring, id.slice(0, dot), Number(id.slice(dot + 1)));
};

const expectKind = (key: Key, kind: KeyKind): Key => {
  if (key.kind !== kind)
    throw new DomainError('keys.wrong-kind', { field: key.name, reason: `${key.kind}, not ${kind}` });
  return key;
};

const withPoint = (ring: Ring, name: string, point: Uint8Array): Key => {
  const key = ring.get(name)?.find(({ signer }) => {
    const own = signer && sm2PointOf(signer.publicKey);
    return own !== undefined && Buffer.compare(own, point) === 0;
  });
  if (key === undefined)
    throw new DomainError('keys.unknown', { field: name, reason: 'no version of this name has the public key' });
  return key;
};

const holdKey = (key: Key): HeldKey => {
  const signer = signerOf(key);
  return {
    id: idOf(key),
    sign: async (data) => signer.sign(data),
    decrypt: async (ciphertext) => {
      if (signer.decrypt === undefined)
        throw new DomainError('keys.wrong-kind', { field: key.name, reason: `${key.kind} does not decrypt` });
      return signer.decrypt(ciphertext);
    },
  };
};

const MOST_IDENTITY = 8191;

const checkIdentity = ({ kind, name }: Key, { length }: Uint8Array): void => {
  if (kind !== 'sm2')
    throw new DomainError('keys.wrong-kind', { field: name, reason: `${kind} signs under no identity` });
  if (length < 1 || length > MOST_IDENTITY)
    throw new DomainError('keys.wrong-kind', { field: name, reason: `an identity has 1 to ${MOST_IDENTITY} bytes` });
};

const signerOf = (key: Key): Signer => {
  if (key.signer === undefined)
    throw new DomainError('keys.wrong-kind', { field: key.name, reason: `${key.kind} cannot sign` });
  return key.signer;
};
