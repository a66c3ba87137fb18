import { decrypt, isPrivateKey } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import { createPublicKey, sign } from 'node:crypto';
import type { DeviceKey, KeyDevice } from './device.ts';
import { ed25519KeyOf, ed25519RawOf, ed25519Verify } from './ed25519.ts';
import type { StoredKey } from './key-file.ts';
import type { KeyKind } from './keys.ts';
import { isP256Scalar, p256PairOf, p256Sign, p256Verify } from './p256.ts';
import { sm2KeyOf, sm2Verify } from './sm2.ts';

/** What a signature key does. */
export interface Signer {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly sign: (data: Uint8Array, identity?: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  readonly verify: (signature: Uint8Array, data: Uint8Array) => boolean;
  /** Only of SM2: decrypts a ciphertext in ASN.1. */
  readonly decrypt?: (ciphertext: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** A stored key that is ready to work. */
export interface Key extends StoredKey {
  readonly bytes: Buffer;
  /** Only of signature keys. */
  readonly signer?: Signer;
}

const isSecretOf = (kind: KeyKind, secret: Uint8Array): boolean => {
  if (kind === 'sm2') return isPrivateKey(secret);
  return kind !== 'ecdsa-p256' || isP256Scalar(secret);
};

/** 32 random bytes of the process and of the device over each other, so that neither alone decides. */
const drawn = async (device: KeyDevice | undefined, randomBytes: (length: number) => Uint8Array): Promise<Buffer> => {
  const own = Buffer.from(randomBytes(32));
  const other = await device?.random(32);
  return other === undefined ? own : Buffer.from(own.map((byte, index) => byte ^ (other[index] ?? 0)));
};

/** The secret of a new version, drawn again in the rare case that it is no private key; or a key on the device. */
export const newKey = async (
  { name, kind, versions }: { name: string; kind: KeyKind; versions: readonly Key[] },
  device: KeyDevice | undefined,
  randomBytes: (length: number) => Uint8Array,
): Promise<Pick<StoredKey, 'secret' | 'device'>> => {
  if (device?.holds(name, kind)) {
    const known = versions.flatMap((key) => deviceKeyOf(key) ?? []);
    const { ref, spki } = await device.create(name, kind, known);
    const held = { provider: device.provider, ref, spki: Buffer.from(spki).toString('base64') };
    return { secret: '', device: held };
  }
  for (;;) {
    const secret = await drawn(device, randomBytes);
    if (isSecretOf(kind, secret)) return { secret: secret.toString('base64') };
  }
};

const deviceKeyOf = ({ device }: StoredKey): DeviceKey | undefined =>
  device && { ref: device.ref, spki: Buffer.from(device.spki, 'base64') };

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
  const { spki, sign: signWith } = sm2KeyOf(scalar);
  return {
    publicKey: spki,
    sign: signWith,
    verify: (signature, data) => sm2Verify(spki, signature, data),
    decrypt: (ciphertext) => decrypt(scalar, ciphertext, 'asn1'),
  };
};

const p256Signer = (scalar: Buffer): Signer => {
  const pair = p256PairOf(scalar);
  return {
    publicKey: pair.spki,
    sign: (data) => p256Sign(pair, data),
    verify: (signature, data) => p256Verify(pair.spki, signature, data),
  };
};

/** Whether a signature is right under a public key of this kind. */
const verifies = (
  kind: KeyKind,
  spki: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
  id?: Uint8Array,
): boolean => {
  switch (kind) {
    case 'ed25519':
      return ed25519Verify(ed25519RawOf(spki) ?? new Uint8Array(0), signature, data);
    case 'sm2':
      return sm2Verify(spki, signature, data, id);
    default:
      return kind === 'ecdsa-p256' && p256Verify(spki, signature, data);
  }
};

/** Verifies alone; signs where its device is there. What a device signs is verified before it goes out. */
const deviceSigner = ({ kind, name }: StoredKey, key: DeviceKey, device: KeyDevice | undefined): Signer => ({
  publicKey: key.spki,
  sign: async (data, identity) => {
    if (device === undefined)
      throw new DomainError('keys.device-absent', { field: name, reason: 'the key lives on a device' });
    const signature = await device.sign({ key, kind, data, identity });
    if (verifies(kind, key.spki, signature, data, identity)) return signature;
    throw new DomainError('keys.device-answer', { field: name, reason: 'the signature does not verify' });
  },
  verify: (signature, data) => verifies(kind, key.spki, signature, data),
  decrypt: async (ciphertext) => {
    if (device?.decrypt === undefined)
      throw new DomainError('keys.device-setting', { field: name, reason: 'the device is not set up to decrypt' });
    return device.decrypt(key, ciphertext);
  },
});

const signerOf = (stored: StoredKey, bytes: Buffer, device: KeyDevice | undefined): Signer | undefined => {
  const held = deviceKeyOf(stored);
  if (held !== undefined)
    return deviceSigner(stored, held, device?.provider === stored.device?.provider ? device : undefined);
  switch (stored.kind) {
    case 'ed25519':
      return ed25519Signer(bytes);
    case 'sm2':
      return sm2Signer(bytes);
    case 'ecdsa-p256':
      return p256Signer(bytes);
    default:
      return undefined;
  }
};

/** Makes a stored key ready to work. */
export const unfold = (stored: StoredKey, device: KeyDevice | undefined): Key => {
  const bytes = Buffer.from(stored.secret, 'base64');
  const signer = signerOf(stored, bytes, device);
  return signer === undefined ? { ...stored, bytes } : { ...stored, bytes, signer };
};

/** What is stored of a key. */
export const fold = ({ name, version, kind, createdAt, secret, device }: Key): StoredKey => {
  const common = { name, version, kind, createdAt, secret };
  return device === undefined ? common : { ...common, device };
};

/** `name.version`. */
export const idOf = ({ name, version }: StoredKey): string => `${name}.${version}`;
