import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { createSigner, generateKeyPair, signatureToDer, spkiFromPoint } from '@chedun/gm';
import {
  basicConstraints,
  buildCertificate,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  nameOf,
  PURPOSE,
  type SignatureAlgorithm,
} from '@chedun/x509';

/** A certificate that no server may accept, with its authority behind it, and the key that was made for it. */
export interface WrongCertificate {
  /** DER, the client's own first. */
  readonly chain: readonly Uint8Array[];
  /** PKCS#8, DER; empty for SM2, whose key is used through `sign` alone. */
  readonly pkcs8: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

interface Pair extends Omit<WrongCertificate, 'chain'> {
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;

const p256Pair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    algorithm: 'ecdsa-sha256',
    spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
    pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
    sign: (message) => new Uint8Array(signBytes('sha256', message, privateKey)),
  };
};

const sm2Pair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  return {
    algorithm: 'sm2-sm3',
    spki: spkiFromPoint(publicKey),
    pkcs8: new Uint8Array(0),
    sign: (message) => signatureToDer(signer.sign(message)),
  };
};

const PAIRS = { p256: p256Pair, sm2: sm2Pair } as const;

/**
 * Certificates that no server may accept, made on the spot with an authority of their own, whose key is thrown away: one
 * that was valid until yesterday, and one that is valid. `authority` is the name (DER) of an authority that the server asks
 * for, so that a server that compares names alone is found out; a name of ours where it asks for none. `now` in milliseconds
 * since 1970.
 */
export const wrongCertificates = async (
  keys: keyof typeof PAIRS,
  authority: Uint8Array | undefined,
  now: number,
  random: (length: number) => Uint8Array,
): Promise<{ readonly expired: WrongCertificate; readonly foreign: WrongCertificate }> => {
  const issuer = authority ?? nameOf({ CN: 'CheDun negative test CA' });
  const ca = PAIRS[keys]();
  const common = { algorithm: ca.algorithm, issuer } as const;
  const sign = async (message: Uint8Array): Promise<Uint8Array> => ca.sign(message);
  const caDer = await buildCertificate(
    {
      ...common,
      serial: Uint8Array.of(1, ...random(8)),
      subject: issuer,
      notBefore: now - 3 * YEAR,
      notAfter: now + YEAR,
      publicKey: ca.spki,
      extensions: [basicConstraints({ isCa: true, pathLength: undefined }), keyUsage(KEY_USAGE.keyCertSign)],
    },
    sign,
  );
  const client = async (notBefore: number, notAfter: number): Promise<WrongCertificate> => {
    const pair = PAIRS[keys]();
    const der = await buildCertificate(
      {
        ...common,
        serial: Uint8Array.of(1, ...random(8)),
        subject: nameOf({ CN: 'CheDun negative test' }),
        notBefore,
        notAfter,
        publicKey: pair.spki,
        extensions: [
          basicConstraints({ isCa: false, pathLength: undefined }),
          keyUsage(KEY_USAGE.digitalSignature),
          extendedKeyUsage([PURPOSE.clientAuth]),
        ],
      },
      sign,
    );
    return { chain: [der, caDer], pkcs8: pair.pkcs8, sign: pair.sign };
  };
  return { expired: await client(now - 2 * YEAR, now - DAY), foreign: await client(now - DAY, now + YEAR) };
};
