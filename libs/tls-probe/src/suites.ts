/** What is wrong with a cipher suite, or what marks it. `sm` are the suites of GB/T 38636 and RFC 8998. */
export type SuiteClass =
  | 'null'
  | 'anonymous'
  | 'export'
  | 'rc4'
  | 'des'
  | '3des'
  | 'legacy-cipher'
  | 'static-key'
  | 'cbc-sha1'
  | 'sm';

/** A cipher suite by its registered name. */
export interface CipherSuite {
  readonly code: number;
  /** IANA name without the prefix `TLS_`, or the name of GB/T 38636. */
  readonly name: string;
  /** Handshake in which it is offered. */
  readonly family: 'tls12' | 'tls13' | 'tlcp';
  /** How the key of the session is agreed; decides the form of ServerKeyExchange. */
  readonly exchange: 'ecdhe' | 'dhe' | 'rsa-export' | 'static' | 'tls13' | 'tlcp-ecdhe' | 'tlcp-other';
  readonly classes: readonly SuiteClass[];
}

/** IANA TLS Cipher Suites registry: those that servers are known to have had. */
const TLS12 = `
0001 RSA_WITH_NULL_MD5
0002 RSA_WITH_NULL_SHA
0003 RSA_EXPORT_WITH_RC4_40_MD5
0004 RSA_WITH_RC4_128_MD5
0005 RSA_WITH_RC4_128_SHA
0006 RSA_EXPORT_WITH_RC2_CBC_40_MD5
0007 RSA_WITH_IDEA_CBC_SHA
0008 RSA_EXPORT_WITH_DES40_CBC_SHA
0009 RSA_WITH_DES_CBC_SHA
000a RSA_WITH_3DES_EDE_CBC_SHA
0011 DHE_DSS_EXPORT_WITH_DES40_CBC_SHA
0012 DHE_DSS_WITH_DES_CBC_SHA
0013 DHE_DSS_WITH_3DES_EDE_CBC_SHA
0014 DHE_RSA_EXPORT_WITH_DES40_CBC_SHA
0015 DHE_RSA_WITH_DES_CBC_SHA
0016 DHE_RSA_WITH_3DES_EDE_CBC_SHA
0017 DH_anon_EXPORT_WITH_RC4_40_MD5
0018 DH_anon_WITH_RC4_128_MD5
0019 DH_anon_EXPORT_WITH_DES40_CBC_SHA
001a DH_anon_WITH_DES_CBC_SHA
001b DH_anon_WITH_3DES_EDE_CBC_SHA
002f RSA_WITH_AES_128_CBC_SHA
0032 DHE_DSS_WITH_AES_128_CBC_SHA
0033 DHE_RSA_WITH_AES_128_CBC_SHA
0034 DH_anon_WITH_AES_128_CBC_SHA
0035 RSA_WITH_AES_256_CBC_SHA
0038 DHE_DSS_WITH_AES_256_CBC_SHA
0039 DHE_RSA_WITH_AES_256_CBC_SHA
003a DH_anon_WITH_AES_256_CBC_SHA
003b RSA_WITH_NULL_SHA256
003c RSA_WITH_AES_128_CBC_SHA256
003d RSA_WITH_AES_256_CBC_SHA256
0041 RSA_WITH_CAMELLIA_128_CBC_SHA
0067 DHE_RSA_WITH_AES_128_CBC_SHA256
006b DHE_RSA_WITH_AES_256_CBC_SHA256
006c DH_anon_WITH_AES_128_CBC_SHA256
006d DH_anon_WITH_AES_256_CBC_SHA256
0084 RSA_WITH_CAMELLIA_256_CBC_SHA
0096 RSA_WITH_SEED_CBC_SHA
009c RSA_WITH_AES_128_GCM_SHA256
009d RSA_WITH_AES_256_GCM_SHA384
009e DHE_RSA_WITH_AES_128_GCM_SHA256
009f DHE_RSA_WITH_AES_256_GCM_SHA384
00a6 DH_anon_WITH_AES_128_GCM_SHA256
00a7 DH_anon_WITH_AES_256_GCM_SHA384
c006 ECDHE_ECDSA_WITH_NULL_SHA
c007 ECDHE_ECDSA_WITH_RC4_128_SHA
c008 ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
c009 ECDHE_ECDSA_WITH_AES_128_CBC_SHA
c00a ECDHE_ECDSA_WITH_AES_256_CBC_SHA
c010 ECDHE_RSA_WITH_NULL_SHA
c011 ECDHE_RSA_WITH_RC4_128_SHA
c012 ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
c013 ECDHE_RSA_WITH_AES_128_CBC_SHA
c014 ECDHE_RSA_WITH_AES_256_CBC_SHA
c015 ECDH_anon_WITH_NULL_SHA
c016 ECDH_anon_WITH_RC4_128_SHA
c017 ECDH_anon_WITH_3DES_EDE_CBC_SHA
c018 ECDH_anon_WITH_AES_128_CBC_SHA
c019 ECDH_anon_WITH_AES_256_CBC_SHA
c023 ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
c024 ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
c027 ECDHE_RSA_WITH_AES_128_CBC_SHA256
c028 ECDHE_RSA_WITH_AES_256_CBC_SHA384
c02b ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
c02c ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
c02f ECDHE_RSA_WITH_AES_128_GCM_SHA256
c030 ECDHE_RSA_WITH_AES_256_GCM_SHA384
c09c RSA_WITH_AES_128_CCM
c09d RSA_WITH_AES_256_CCM
c0ac ECDHE_ECDSA_WITH_AES_128_CCM
c0ad ECDHE_ECDSA_WITH_AES_256_CCM
cca8 ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
cca9 ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
ccaa DHE_RSA_WITH_CHACHA20_POLY1305_SHA256`;

/** RFC 8446 B.4 and RFC 8998 2. */
const TLS13 = `
1301 AES_128_GCM_SHA256
1302 AES_256_GCM_SHA384
1303 CHACHA20_POLY1305_SHA256
1304 AES_128_CCM_SHA256
00c6 SM4_GCM_SM3
00c7 SM4_CCM_SM3`;

/** GB/T 38636-2020, as the public header of GmSSL numbers them. */
const TLCP = `
e011 ECDHE_SM4_CBC_SM3
e013 ECC_SM4_CBC_SM3
e015 IBSDH_SM4_CBC_SM3
e017 IBC_SM4_CBC_SM3
e019 RSA_SM4_CBC_SM3
e01c RSA_SM4_CBC_SHA256
e051 ECDHE_SM4_GCM_SM3
e053 ECC_SM4_GCM_SM3
e055 IBSDH_SM4_GCM_SM3
e057 IBC_SM4_GCM_SM3
e059 RSA_SM4_GCM_SM3
e05a RSA_SM4_GCM_SHA256`;

const MARKS: readonly (readonly [SuiteClass, RegExp])[] = [
  ['null', /NULL/],
  ['anonymous', /_anon_/],
  ['export', /EXPORT/],
  ['rc4', /RC4/],
  ['des', /_DES(?:40)?_/],
  ['3des', /3DES/],
  ['legacy-cipher', /IDEA|RC2|SEED/],
  ['static-key', /^RSA_WITH/],
  ['cbc-sha1', /CBC_SHA$/],
  ['sm', /SM4/],
];

const exchangeOf = (family: CipherSuite['family'], name: string): CipherSuite['exchange'] => {
  if (family === 'tls13') return 'tls13';
  if (family === 'tlcp') return name.startsWith('ECDHE') ? 'tlcp-ecdhe' : 'tlcp-other';
  if (name.startsWith('ECDH')) return 'ecdhe';
  if (name.startsWith('DH')) return 'dhe';
  return name.startsWith('RSA_EXPORT') ? 'rsa-export' : 'static';
};

const rowsOf = (family: CipherSuite['family'], table: string): CipherSuite[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const name = line.slice(5);
      const classes = MARKS.filter(([, mark]) => mark.test(name)).map(([known]) => known);
      return { code: Number.parseInt(line.slice(0, 4), 16), name, family, exchange: exchangeOf(family, name), classes };
    });

/** Suites that are offered and named. A suite that a server answers with and that stands not here is shown as a number. */
export const CIPHER_SUITES: readonly CipherSuite[] = [
  ...rowsOf('tls12', TLS12),
  ...rowsOf('tls13', TLS13),
  ...rowsOf('tlcp', TLCP),
];

const BY_CODE = new Map(CIPHER_SUITES.map((suite) => [suite.code, suite]));

/** A suite by its number; undefined when the table has none. */
export const suiteOf = (code: number): CipherSuite | undefined => BY_CODE.get(code);

/** Name of a suite, or its number in hex. */
export const suiteName = (code: number): string => BY_CODE.get(code)?.name ?? `0x${code.toString(16).padStart(4, '0')}`;

const BY_NAME = new Map(CIPHER_SUITES.map((suite) => [suite.name, suite.code]));

/** Number of a suite by the name that `suiteName` gives; undefined for what is no such name. */
export const suiteCode = (name: string): number | undefined =>
  BY_NAME.get(name) ?? (/^0x[0-9a-f]{4}$/.test(name) ? Number(name) : undefined);

/** Numbers of all suites of a family that carry this mark; without a mark all of the family. */
export const suitesOf = (family: CipherSuite['family'], mark?: SuiteClass): readonly number[] =>
  CIPHER_SUITES.filter((suite) => suite.family === family && (mark === undefined || suite.classes.includes(mark))).map(
    ({ code }) => code,
  );
