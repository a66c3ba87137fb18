/** Versions on the wire. TLCP is GB/T 38636-2020. */
export const VERSION = {
  ssl3: 0x0300,
  tls10: 0x0301,
  tls11: 0x0302,
  tls12: 0x0303,
  tls13: 0x0304,
  tlcp: 0x0101,
} as const;

/** A protocol that is probed. */
export type ProtocolName = keyof typeof VERSION;

const NAME_OF_VERSION = new Map<number, ProtocolName>(
  (Object.keys(VERSION) as ProtocolName[]).map((name) => [VERSION[name], name]),
);

/** Protocol of a version number; undefined when it is none of ours. */
export const protocolOf = (version: number): ProtocolName | undefined => NAME_OF_VERSION.get(version);

/** Named groups (RFC 8446 4.2.7, RFC 8422, RFC 8998: curveSM2 is 41). */
export const GROUP = {
  secp256r1: 0x0017,
  secp384r1: 0x0018,
  secp521r1: 0x0019,
  x25519: 0x001d,
  x448: 0x001e,
  curveSM2: 0x0029,
  ffdhe2048: 0x0100,
  ffdhe3072: 0x0101,
} as const;

/** Signature schemes (RFC 8446 4.2.3; sm2sig_sm3 by RFC 8998). */
export const SCHEME = {
  rsa_pkcs1_sha1: 0x0201,
  ecdsa_sha1: 0x0203,
  rsa_pkcs1_sha256: 0x0401,
  ecdsa_secp256r1_sha256: 0x0403,
  rsa_pkcs1_sha384: 0x0501,
  ecdsa_secp384r1_sha384: 0x0503,
  rsa_pkcs1_sha512: 0x0601,
  ecdsa_secp521r1_sha512: 0x0603,
  sm2sig_sm3: 0x0708,
  rsa_pss_rsae_sha256: 0x0804,
  rsa_pss_rsae_sha384: 0x0805,
  rsa_pss_rsae_sha512: 0x0806,
  ed25519: 0x0807,
  rsa_pss_pss_sha256: 0x0809,
} as const;

const ALERT: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

const invert = (table: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(table).map(([name, code]) => [code, name]));
const GROUP_NAMES = invert(GROUP);
const SCHEME_NAMES = invert(SCHEME);
const hex = (code: number): string => `0x${code.toString(16).padStart(4, '0')}`;

/** Name of a group, or its number in hex. */
export const groupName = (code: number): string => GROUP_NAMES.get(code) ?? hex(code);

/** Name of a signature scheme, or its number in hex. */
export const schemeName = (code: number): string => SCHEME_NAMES.get(code) ?? hex(code);

/** Name of an alert description (RFC 8446 6), or its number. */
export const alertName = (code: number): string => ALERT[code] ?? `alert ${code}`;
