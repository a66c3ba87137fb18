import { DomainError } from '@chedun/kernel';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { createHmac, createPublicKey, sign } from 'node:crypto';
import path from 'node:path';
import { ed25519KeyOf, ed25519RawOf, ed25519Verify } from './ed25519.ts';
import { decipherOf } from './decipher.ts';
import { openKeyFile } from './key-file.ts';
import type { KeyFile, StoredKey } from './key-file.ts';
import type { KeyInfo, KeyKind, Keys } from './keys.ts';
import { findPassphrase } from './passphrase.ts';
import type { PassphraseSources } from './passphrase.ts';
import { openWith, sealedVersion, sealWith } from './sealing.ts';
import { isSm2Scalar, sm2PairOf, sm2Sign, sm2Verify, sm2Works } from './sm2.ts';

/** What the key file needs from outside; it lies at `folder/keys.json`. */
export interface FileKeysOptions extends PassphraseSources {
  readonly folder: string;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Logger;
}

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** What a signature key does. */
interface Signer {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly sign: (data: Uint8Array) => Uint8Array;
  readonly verify: (signature: Uint8Array, data: Uint8Array) => boolean;
}

interface Key extends StoredKey {
  readonly bytes: Buffer;
  /** Only of signature keys. */
  readonly signer?: Signer;
}

/** Opens the encrypted key file: argon2id over the passphrase, AES-256-GCM over the content, replaced whole on each change. */
export const openFileKeys = async (options: FileKeysOptions): Promise<Keys> => {
  const file = path.join(options.folder, 'keys.json');
  const passphrase = await findPassphrase(options, file, options.randomBytes, options.log);
  const keyFile = await openKeyFile(file, passphrase, options.randomBytes);
  const ring = new Map<string, readonly Key[]>();
  for (const stored of await keyFile.load()) ring.set(stored.name, [...(ring.get(stored.name) ?? []), unfold(stored)]);
  return { ...management(ring, keyFile, options), ...operations(ring, options) };
};

type Ring = Map<string, readonly Key[]>;

const management = (
  ring: Ring,
  keyFile: KeyFile,
  { clock, randomBytes }: FileKeysOptions,
): Pick<Keys, 'ensure' | 'rotate' | 'list'> => {
  let queue: Promise<unknown> = Promise.resolve();
  const oneByOne = <R>(work: () => Promise<R>): Promise<R> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };
  const add = async (name: string, kind: KeyKind): Promise<KeyInfo> => {
    const versions = ring.get(name) ?? [];
    const secret = newSecret(kind, randomBytes).toString('base64');
    const key = unfold({ name, kind, version: versions.length + 1, createdAt: clock.now(), secret });
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
): Pick<Keys, 'sign' | 'verify' | 'hmac' | 'seal' | 'open' | 'decipher'> => ({
  sign: async (name, data) => {
    const key = newestOf(ring, name);
    return { keyId: idOf(key), bytes: signerOf(key).sign(data) };
  },
  verify: async ({ keyId, bytes }, data) => signerOf(byId(ring, keyId)).verify(bytes, data),
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

/** 32 random bytes, drawn again in the rare case that they are no private key. */
const newSecret = (kind: KeyKind, randomBytes: (length: number) => Uint8Array): Buffer => {
  for (;;) {
    const secret = Buffer.from(randomBytes(32));
    if (kind !== 'sm2' || isSm2Scalar(secret)) return secret;
  }
};

const ed25519Signer = (seed: Buffer): Signer => {
  const privateKey = ed25519KeyOf(seed);
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const raw = ed25519RawOf(publicKey) ?? new Uint8Array(0);
  return {
    publicKey,
    sign: (data) => sign(null, data, privateKey),
    verify: (signature, data) => ed25519Verify(raw, signature, data),
  };
};

const sm2Signer = (scalar: Buffer): Signer => {
  if (!sm2Works()) throw new DomainError('keys.self-test', { field: 'sm2' });
  const pair = sm2PairOf(scalar);
  return {
    publicKey: pair.spki,
    sign: (data) => sm2Sign(pair, data),
    verify: (signature, data) => sm2Verify(pair.spki, signature, data),
  };
};

const unfold = (stored: StoredKey): Key => {
  const bytes = Buffer.from(stored.secret, 'base64');
  switch (stored.kind) {
    case 'ed25519':
      return { ...stored, bytes, signer: ed25519Signer(bytes) };
    case 'sm2':
      return { ...stored, bytes, signer: sm2Signer(bytes) };
    default:
      return { ...stored, bytes };
  }
};

const fold = ({ name, version, kind, createdAt, secret }: Key): StoredKey => ({
  name,
  version,
  kind,
  createdAt,
  secret,
});

const idOf = ({ name, version }: StoredKey): string => `${name}.${version}`;

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

const signerOf = (key: Key): Signer => {
  if (key.signer === undefined)
    throw new DomainError('keys.wrong-kind', { field: key.name, reason: `${key.kind} cannot sign` });
  return key.signer;
};
