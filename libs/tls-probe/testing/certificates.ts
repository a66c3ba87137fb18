import { createSign, generateKeyPairSync, sign as signOnce, type KeyObject } from 'node:crypto';
import {
  basicConstraints,
  buildCertificate,
  formatPem,
  KEY_USAGE,
  keyUsage,
  nameOf,
  subjectAltName,
  ipBytes,
  type Extension,
  type SignatureAlgorithm,
} from '@chedun/x509';
import { createSigner, generateKeyPair, signatureToDer, spkiFromPoint } from '@chedun/gm';

/** A certificate for tests with the key of its subject. */
export interface TestCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
  /** PKCS#8, PEM; empty for SM2, which node cannot use in TLS. */
  readonly keyPem: string;
  readonly commonName: string;
  readonly algorithm: SignatureAlgorithm;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  readonly spki: Uint8Array;
}

/** What a certificate for tests is made of; all has a default. */
export interface TestCertificateSpec {
  readonly commonName?: string;
  readonly hosts?: readonly string[];
  readonly key?: 'p256' | 'rsa2048' | 'rsa1024' | 'sm2';
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly issuer?: TestCertificate;
  readonly usage?: number;
  readonly isCa?: boolean;
}

type Keys = Pick<TestCertificate, 'algorithm' | 'sign' | 'spki' | 'keyPem'>;

const DAY = 86_400_000;

const nodeKeys = (algorithm: SignatureAlgorithm, pair: { privateKey: KeyObject; publicKey: KeyObject }): Keys => ({
  algorithm,
  spki: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
  keyPem: String(pair.privateKey.export({ format: 'pem', type: 'pkcs8' })),
  sign: async (message) =>
    new Uint8Array(
      algorithm.startsWith('rsa')
        ? createSign('sha256').update(message).sign(pair.privateKey)
        : signOnce('sha256', message, pair.privateKey),
    ),
});

const keysOf = (kind: NonNullable<TestCertificateSpec['key']>): Keys => {
  if (kind === 'p256') return nodeKeys('ecdsa-sha256', generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
  if (kind === 'sm2') {
    const { privateKey, publicKey } = generateKeyPair();
    const signer = createSigner(privateKey);
    return {
      algorithm: 'sm2-sm3',
      spki: spkiFromPoint(publicKey),
      keyPem: '',
      sign: async (text) => signatureToDer(signer.sign(text)),
    };
  }
  const modulusLength = kind === 'rsa1024' ? 1024 : 2048;
  return nodeKeys('rsa-sha256', generateKeyPairSync('rsa', { modulusLength }));
};

const altNames = (hosts: readonly string[]): readonly Extension[] =>
  hosts.length === 0
    ? []
    : [
        subjectAltName(
          hosts.map((host) => {
            const value = ipBytes(host);
            return value === undefined ? ({ kind: 'dns', value: host } as const) : ({ kind: 'ip', value } as const);
          }),
        ),
      ];

let serial = 0;

/** Makes a certificate, signed by itself unless an issuer is named; valid for a year from `notBefore`, by default now. */
export const testCertificate = async (spec: TestCertificateSpec = {}): Promise<TestCertificate> => {
  const { commonName = 'test.example', hosts = [], key = 'p256', issuer, usage, isCa = false } = spec;
  const keys = keysOf(key);
  const notBefore = spec.notBefore ?? Date.now() - DAY;
  serial += 1;
  const signer = issuer ?? { ...keys, commonName };
  const der = await buildCertificate(
    {
      serial: Uint8Array.of(1, serial >> 8, serial & 0xff),
      algorithm: signer.algorithm,
      issuer: nameOf({ C: 'CN', CN: signer.commonName }),
      subject: nameOf({ C: 'CN', CN: commonName }),
      notBefore,
      notAfter: spec.notAfter ?? notBefore + 365 * DAY,
      publicKey: keys.spki,
      extensions: [
        basicConstraints({ isCa, pathLength: undefined }),
        keyUsage(usage ?? (isCa ? KEY_USAGE.keyCertSign : KEY_USAGE.digitalSignature)),
        ...altNames(hosts),
      ],
    },
    signer.sign,
  );
  return { ...keys, der, pem: formatPem({ label: 'CERTIFICATE', bytes: der }), commonName };
};
