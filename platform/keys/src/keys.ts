import type { Decipher, DecipherSpec } from './decipher.ts';

/** What a key can do. */
export type KeyKind = 'ed25519' | 'sm2' | 'ecdsa-p256' | 'hmac-sha256' | 'aes-256-gcm';

/** What everybody may know about a key. */
export interface KeyInfo {
  /** `name.version`, for example `heads.2`; stays valid for verifying and opening after a rotation. */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly kind: KeyKind;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** SPKI, DER; only for signature keys. */
  readonly publicKey?: Uint8Array;
}

/** One version of an SM2 key, for a protocol whose certificate belongs to this version, whatever is rotated later. */
export interface HeldKey {
  /** `name.version`. */
  readonly id: string;
  /** SM2 with SM3 under the default identity; DER. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  /**
   * Decrypts an SM2 ciphertext (GB/T 32918.4, ASN.1 of GM/T 0009). Rejects for one that was made for another key or changed,
   * and with `keys.device-setting` when the key lives on a device that is not set up to decrypt.
   */
  readonly decrypt: (ciphertext: Uint8Array) => Promise<Uint8Array>;
}

/** A signature with the id of the key that made it. */
export interface Signature {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** Who holds the keys. `file`: software, no certified cryptographic product. */
export type KeyProvider = 'file' | 'pkcs11' | 'sdf';

/** What guards the keys of this process. */
export interface KeyProtection {
  readonly provider: KeyProvider;
  /** The device as it calls itself or is addressed; only of devices. */
  readonly device?: string;
  /** The wrapping key on the device that guards the file of keys. */
  readonly wrappedBy?: string;
  /** Certificate number of the device as a cryptographic product, as the operator states it; nobody checks it here. */
  readonly certificate?: string;
}

/**
 * Holds private and secret keys; they never leave it. Promises: a key that was returned by `ensure` or `rotate` is
 * durable; every call is safe to repeat; operations name keys, callers never see key material.
 * All operations are asynchronous, so that a token over PKCS#11 or SDF can stand behind them.
 */
export interface Keys {
  readonly protection: () => KeyProtection;
  /** The newest version of this key, made when it does not exist. Refuses another kind under the same name. */
  readonly ensure: (name: string, kind: KeyKind) => Promise<KeyInfo>;
  /** Adds a version; older ones only verify and open from now on. */
  readonly rotate: (name: string) => Promise<KeyInfo>;
  readonly list: () => Promise<readonly KeyInfo[]>;
  /**
   * Signs with the newest version of an ed25519 key (RFC 8032), an sm2 key (GB/T 32918.2 with SM3, DER) or an ecdsa-p256 key
   * (FIPS 186-5 with SHA-256, DER). `identity` is that of the signer for SM2, 1 to 8,191 bytes, default 1234567812345678;
   * with a key of another kind it is refused.
   */
  readonly sign: (name: string, data: Uint8Array, identity?: Uint8Array) => Promise<Signature>;
  readonly verify: (signature: Signature, data: Uint8Array) => Promise<boolean>;
  /** The version of this SM2 key with this public point (65 bytes). Throws `keys.unknown`, `keys.wrong-kind`. */
  readonly holding: (name: string, point: Uint8Array) => HeldKey;
  /** HMAC-SHA-256 (RFC 2104) with version 1 of the key, so that equal input stays findable. */
  readonly hmac: (name: string, data: Uint8Array) => Promise<Uint8Array>;
  /**
   * Encrypts a small secret (≤ 64 KiB) under the newest version: AES-256-GCM with a key of its own per secret, wrapped by
   * the named key. `context` is bound and must be given again, for example the id of the row it is stored in.
   */
  readonly seal: (name: string, secret: Uint8Array, context: string) => Promise<Uint8Array>;
  /** Reverses {@link Keys.seal}; refuses changed bytes and another context. */
  readonly open: (name: string, sealed: Uint8Array, context: string) => Promise<Uint8Array>;
  /**
   * Makes a sealed secret of others (AES-128, SM4, RSA, SM2) ready to decrypt what they send; it stays in here. The
   * answer works without waiting, so that a stream keeps its order. Refuses what {@link Keys.open} refuses.
   */
  readonly decipher: (name: string, sealed: Uint8Array, context: string, spec: DecipherSpec) => Promise<Decipher>;
}
