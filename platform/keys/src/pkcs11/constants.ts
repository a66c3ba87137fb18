/** Numbers of PKCS #11 v2.40 (OASIS, base specification and current mechanisms). */
export const CKA = {
  class: 0x0,
  token: 0x1,
  private: 0x2,
  label: 0x3,
  value: 0x11,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  wrap: 0x106,
  unwrap: 0x107,
  sign: 0x108,
  verify: 0x10a,
  derive: 0x10c,
  valueLength: 0x161,
  extractable: 0x162,
  ecParams: 0x180,
  ecPoint: 0x181,
} as const;

/** Classes of objects. */
export const CKO = { publicKey: 2, privateKey: 3, secretKey: 4 } as const;

/** Types of keys, and key derivation functions. */
export const CKK = { genericSecret: 0x10 } as const;
export const CKD = { none: 1 } as const;

/** Mechanisms. Ed25519 has those of v3.0, which tokens of v2.40 offer too. */
export const CKM = {
  ecKeyPairGen: 0x1040,
  ecdsa: 0x1041,
  ecdh1Derive: 0x1050,
  edwardsKeyPairGen: 0x1055,
  eddsa: 0x1057,
  aesKeyGen: 0x1080,
  aesGcm: 0x1087,
} as const;

/** Return codes that are told apart. */
export const CKR = {
  ok: 0x0,
  pinIncorrect: 0xa0,
  pinInvalid: 0xa1,
  pinLengthRange: 0xa2,
  pinExpired: 0xa3,
  pinLocked: 0xa4,
  alreadyLoggedIn: 0x100,
  alreadyInitialized: 0x191,
} as const;

/** The session or the token is gone; opening it again may help. */
const LOST: ReadonlySet<number> = new Set([
  0x30, // CKR_DEVICE_ERROR
  0x32, // CKR_DEVICE_REMOVED
  0x82, // CKR_OBJECT_HANDLE_INVALID: handles end with their session
  0x60, // CKR_KEY_HANDLE_INVALID
  0xb0, // CKR_SESSION_CLOSED
  0xb3, // CKR_SESSION_HANDLE_INVALID
  0xe0, // CKR_TOKEN_NOT_PRESENT
  0x101, // CKR_USER_NOT_LOGGED_IN
  0x190, // CKR_CRYPTOKI_NOT_INITIALIZED
]);

const PIN: ReadonlySet<number> = new Set([
  CKR.pinIncorrect,
  CKR.pinInvalid,
  CKR.pinLengthRange,
  CKR.pinExpired,
  CKR.pinLocked,
]);

/** Whether opening the session again may help. */
export const isLost = (code: number): boolean => LOST.has(code);

/** Whether the token refused the PIN. */
export const isPinRefusal = (code: number): boolean => PIN.has(code);
