const AES_ARCS = { '128': 0, '192': 20, '256': 40 } as const;
const AES_MODES = { ecb: 1, cbc: 2, ofb: 3, cfb: 4, gcm: 6, ccm: 7 } as const;
const SM4_MODES = { ecb: 1, cbc: 2, ofb: 3, cfb: 4, ctr: 7, gcm: 8, ccm: 9 } as const;

/** GM/T 0006, RFC 8017, RFC 5758, RFC 8410, RFC 5480, FIPS 180-4 by the names that this library normalises to. */
const FIXED: Readonly<Record<string, string>> = {
  sm2: '1.2.156.10197.1.301',
  'sm2-sm3': '1.2.156.10197.1.501',
  sm3: '1.2.156.10197.1.401',
  sm4: '1.2.156.10197.1.104',
  rsa: '1.2.840.113549.1.1.1',
  'rsa-md5': '1.2.840.113549.1.1.4',
  'rsa-sha1': '1.2.840.113549.1.1.5',
  'rsa-sha256': '1.2.840.113549.1.1.11',
  'rsa-sha384': '1.2.840.113549.1.1.12',
  'rsa-sha512': '1.2.840.113549.1.1.13',
  'ecdsa-sha1': '1.2.840.10045.4.1',
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
  'ecdsa-sha384': '1.2.840.10045.4.3.3',
  'ecdsa-sha512': '1.2.840.10045.4.3.4',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
  p521: '1.3.132.0.35',
  x25519: '1.3.101.110',
  x448: '1.3.101.111',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'hmac-sha1': '1.2.840.113549.2.7',
  'hmac-sha256': '1.2.840.113549.2.9',
  'hmac-sha384': '1.2.840.113549.2.10',
  'hmac-sha512': '1.2.840.113549.2.11',
  rc4: '1.2.840.113549.3.4',
  '3des-cbc': '1.2.840.113549.3.7',
};

const arcIn = (table: Readonly<Record<string, number>>, key: string | undefined): number | undefined =>
  key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/** Object identifier of a normalised name, such as `aes-128-gcm`; undefined where none is known. */
export const oidOf = (name: string): string | undefined => {
  if (Object.hasOwn(FIXED, name)) return FIXED[name];
  const [family, first, second] = name.split('-');
  const [arc, mode] = [arcIn(AES_ARCS, first), arcIn(AES_MODES, second)];
  if (family === 'aes' && arc !== undefined && mode !== undefined) return `2.16.840.1.101.3.4.1.${arc + mode}`;
  const ofSm4 = arcIn(SM4_MODES, first);
  return family === 'sm4' && ofSm4 !== undefined ? `1.2.156.10197.1.104.${ofSm4}` : undefined;
};
