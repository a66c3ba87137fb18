import { oidOf } from './oids.ts';
import type { AlgorithmDescription, AlgorithmProperties, CryptoFunction, Primitive } from './types.ts';

const MODES = ['gcm', 'ccm', 'cbc', 'ecb', 'ctr', 'cfb', 'ofb'] as const;
const CIPHER: readonly CryptoFunction[] = ['encrypt', 'decrypt'];
const FUNCTIONS: Readonly<Record<Primitive, readonly CryptoFunction[] | undefined>> = {
  'block-cipher': CIPHER,
  'stream-cipher': CIPHER,
  ae: CIPHER,
  signature: ['sign', 'verify'],
  hash: ['digest'],
  mac: ['tag'],
  'key-agree': ['keyderive'],
  // A key of RSA or SM2 signs or encrypts: the name does not tell which.
  pke: undefined,
  unknown: undefined,
};

/** Bits of strength: NIST SP 800-57 part 1, table 2; curves of the same size alike. */
const RSA_STRENGTH: Readonly<Record<number, number>> = { 1024: 80, 2048: 112, 3072: 128, 7680: 192, 15360: 256 };
const CURVES: Readonly<Record<string, { readonly curve: string; readonly strength: number }>> = {
  sm2: { curve: 'SM2', strength: 128 },
  p256: { curve: 'P-256', strength: 128 },
  p384: { curve: 'P-384', strength: 192 },
  p521: { curve: 'P-521', strength: 256 },
  x25519: { curve: 'Curve25519', strength: 128 },
  ed25519: { curve: 'Ed25519', strength: 128 },
  x448: { curve: 'Curve448', strength: 224 },
  ed448: { curve: 'Ed448', strength: 224 },
};
/** Strength of ciphers by family and bits, and categories of NIST for AES. */
const AES_QUANTUM: Readonly<Record<number, number>> = { 128: 1, 192: 3, 256: 5 };
const HASHES: Readonly<
  Record<string, { readonly bits: number; readonly strength?: number; readonly quantum?: number }>
> = {
  md5: { bits: 128 },
  sha1: { bits: 160 },
  sha224: { bits: 224, strength: 112 },
  sha256: { bits: 256, strength: 128, quantum: 2 },
  sha384: { bits: 384, strength: 192, quantum: 4 },
  sha512: { bits: 512, strength: 256 },
  sm3: { bits: 256, strength: 128 },
};
const HASH_IN = /(sm3|md5|sha-?\d{3}|sha-?1|sha)$/;
/** Names of groups and schemes of TLS, and other spellings, by the name that is used here. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/secp256r1|prime256v1|p-256/g, 'p256'],
  [/secp384r1|p-384/g, 'p384'],
  [/secp521r1|p-521/g, 'p521'],
  [/curvesm2/g, 'sm2'],
  [/sm2sig_sm3/g, 'sm2-sm3'],
  [/(?:3-?des|des)[-_]?ede3?|tdea|triple-?des/g, '3des'],
  [/sha[-_](?=\d)/g, 'sha'],
  [/sha(?!\d)/g, 'sha1'],
  [/_/g, '-'],
];

/** A name as this library compares it: lower case, one spelling, parts joined by `-`. */
export const normalName = (name: string): string =>
  SPELLINGS.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), name.trim().toLowerCase());

const hashIn = (name: string): string | undefined => HASH_IN.exec(name)?.[1]?.replace('sha-', 'sha');
const bitsIn = (name: string): number | undefined => {
  const found = /(?:^|\D)(\d{3,5})(?:\D|$)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
};
const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

type Facts = { readonly [K in keyof Omit<AlgorithmProperties, 'primitive'>]?: AlgorithmProperties[K] | undefined };
type Reader = (name: string, bits: number | undefined) => readonly [Primitive, Facts];

const cipherOf = (
  name: string,
  bits: number | undefined,
  strength: number | undefined,
): readonly [Primitive, Facts] => {
  const mode = MODES.find((each) => name.includes(each));
  const facts = {
    mode,
    parameterSetIdentifier: bits === undefined ? undefined : String(bits),
    classicalSecurityLevel: strength,
  };
  return [mode === 'gcm' || mode === 'ccm' ? 'ae' : 'block-cipher', facts];
};

const signatureOf = (name: string, bits: number | undefined): readonly [Primitive, Facts] => {
  const curve = Object.keys(CURVES).find((each) => name.includes(each)) ?? '';
  const rsa = name.includes('rsa');
  return [
    'signature',
    {
      parameterSetIdentifier: hashIn(name),
      curve: CURVES[curve]?.curve,
      padding: rsa ? (name.includes('pss') ? 'other' : 'pkcs1v15') : undefined,
      classicalSecurityLevel: CURVES[curve]?.strength ?? (rsa && bits !== undefined ? RSA_STRENGTH[bits] : undefined),
      nistQuantumSecurityLevel: 0,
    },
  ];
};

const curveOf = (name: string): Facts => {
  const found = CURVES[name];
  return { curve: found?.curve, classicalSecurityLevel: found?.strength, nistQuantumSecurityLevel: 0 };
};

/** By the first that fits. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/hmac|cmac/, (name) => ['mac', { parameterSetIdentifier: hashIn(name) }]],
  [/chacha/, () => ['ae', { parameterSetIdentifier: '256', classicalSecurityLevel: 256 }]],
  [
    /aes/,
    (name, bits) => {
      const [primitive, facts] = cipherOf(name, bits, bits);
      return [primitive, { ...facts, nistQuantumSecurityLevel: bits === undefined ? undefined : AES_QUANTUM[bits] }];
    },
  ],
  [/sm4/, (name) => cipherOf(name, 128, 128)],
  [/3des/, (name) => cipherOf(name, 168, 112)],
  [/(^|-)des/, (name) => cipherOf(name, 56, 56)],
  [/sm1(?!\d)|sm7|camellia|idea|seed|rc2/, (name, bits) => cipherOf(name, bits, undefined)],
  [
    /rc4|zuc/,
    (_, bits) => ['stream-cipher', { parameterSetIdentifier: bits === undefined ? undefined : String(bits) }],
  ],
  [/^(sm2|ecdsa|rsa|dsa).*(sm3|md5|sha\d+)$|^ecdsa|^dsa|^dss|^ed(25519|448)|pss/, signatureOf],
  [/^x(25519|448)$/, (name) => ['key-agree', curveOf(name)]],
  [
    /^(ec)?dhe?($|-)|^ecdh|^ffdhe/,
    (name, bits) => [
      'key-agree',
      {
        ...(bits !== undefined &&
          name.startsWith('ffdhe') && {
            parameterSetIdentifier: String(bits),
            classicalSecurityLevel: RSA_STRENGTH[bits],
          }),
        nistQuantumSecurityLevel: 0,
      },
    ],
  ],
  [
    /^(sm3|sha|md5)/,
    (name) => {
      const found = HASHES[hashIn(name) ?? ''];
      return [
        'hash',
        {
          parameterSetIdentifier: found === undefined ? undefined : String(found.bits),
          classicalSecurityLevel: found?.strength,
          nistQuantumSecurityLevel: found?.quantum,
        },
      ];
    },
  ],
  [/^(p(256|384|521)|sm2)$/, (name) => ['pke', curveOf(name)]],
  [
    /rsa|sm2|sm9/,
    (_, bits) => [
      'pke',
      {
        parameterSetIdentifier: bits === undefined ? undefined : String(bits),
        classicalSecurityLevel: bits === undefined ? undefined : RSA_STRENGTH[bits],
        nistQuantumSecurityLevel: 0,
      },
    ],
  ],
];

/**
 * What the name of an algorithm tells: names of certificates (`sm2-sm3`, `rsa`), of TLS (`x25519`, `rsa_pss_rsae_sha256`), and
 * as people write them (`SM4-CBC`, `RSA-2048`). Never throws; a name that is not known is `unknown`. CycloneDX 1.6
 * (ECMA-424), algorithmProperties.
 */
export const describeAlgorithm = (name: string): AlgorithmDescription => {
  const normal = normalName(name);
  const [, read] = READERS.find(([pattern]) => pattern.test(normal)) ?? [];
  const [primitive, facts] = read?.(normal, bitsIn(normal)) ?? (['unknown', {}] as const);
  const cryptoFunctions = FUNCTIONS[primitive];
  const oid = oidOf(normal.replace(/^rsa-\d+$/, 'rsa'));
  return {
    algorithmProperties: defined({ primitive, ...facts, cryptoFunctions }) as AlgorithmProperties,
    ...(oid === undefined ? {} : { oid }),
  };
};
