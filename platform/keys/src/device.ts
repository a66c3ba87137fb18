import type { KeyKind, KeyProvider } from './keys.ts';

/** The secret of the key file, encrypted by a key that never leaves its device. */
export interface WrappedSecret {
  /** Names the wrapping key on the device. */
  readonly by: string;
  readonly bytes: Uint8Array;
}

/** A signature key whose private part lives on the device. */
export interface DeviceKey {
  /** Finds it again on the device. */
  readonly ref: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** What is signed with a key on the device. */
export interface DeviceSigning {
  readonly key: DeviceKey;
  readonly kind: KeyKind;
  readonly data: Uint8Array;
  /** Only of SM2. */
  readonly identity: Uint8Array | undefined;
}

/**
 * A cryptographic device. It guards the secret of the key file and may hold signature keys. A lost session is opened
 * again, a bounded number of times; a refused PIN is never tried twice.
 */
export interface KeyDevice {
  readonly provider: Exclude<KeyProvider, 'file'>;
  /** How the device calls itself or is addressed. */
  readonly name: string;
  readonly random: (length: number) => Promise<Uint8Array>;
  /** Encrypts 32 bytes under the newest wrapping key, which is made when there is none; `bound` must be given again. */
  readonly wrap: (secret: Uint8Array, bound: Uint8Array) => Promise<WrappedSecret>;
  /** Reverses {@link KeyDevice.wrap}; refuses changed bytes. */
  readonly unwrap: (wrapped: WrappedSecret, bound: Uint8Array) => Promise<Uint8Array>;
  /** Makes the next wrapping key; older ones stay for backups. */
  readonly renewWrappingKey: () => Promise<void>;
  /** Whether new versions of this key are made on the device. */
  readonly holds: (name: string, kind: KeyKind) => boolean;
  /** A durable key on the device that can sign; `known` are the keys of earlier versions. */
  readonly create: (name: string, kind: KeyKind, known: readonly DeviceKey[]) => Promise<DeviceKey>;
  /** The signature in DER, of Ed25519 its 64 bytes. */
  readonly sign: (signing: DeviceSigning) => Promise<Uint8Array>;
  /** Decrypts an SM2 ciphertext in ASN.1 with a key that it holds; absent where the device is not set up for it. */
  readonly decrypt?: (key: DeviceKey, ciphertext: Uint8Array) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}
