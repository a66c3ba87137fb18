import type { Decipher, DecipherSpec } from './decipher.ts';

/** What a key can do. SM4 and tokens (PKCS#11, GM/T 0018) join here as further kinds and adapters. */
export type KeyKind = 'ed25519' | 'sm2' | 'hmac-sha256' | 'aes-256-gcm';

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

/** A signature with the id of the key that made it. */
export interface Signature {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/**
 * Holds private and secret keys; they never leave it. Promises: a key that was returned by `ensure` or `rotate` is
 * durable; every call is safe to repeat; operations name keys, callers never see key material.
 * All operations are asynchronous, so that a token over PKCS#11 or SDF can stand behind them.
 */
export interface Keys {
  /** The newest version of this key, made when it does not exist. Refuses another kind under the same name. */
  readonly ensure: (name: string, kind: KeyKind) => Promise<KeyInfo>;
  /** Adds a version; older ones only verify and open from now on. */
  readonly rotate: (name: string) => Promise<KeyInfo>;
  readonly list: () => Promise<readonly KeyInfo[]>;
  /** Signs with the newest version of an ed25519 key (RFC 8032) or an sm2 key (GB/T 32918.2 with SM3, default identity, DER). */
  readonly sign: (name: string, data: Uint8Array) => Promise<Signature>;
  readonly verify: (signature: Signature, data: Uint8Array) => Promise<boolean>;
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
