import {
  basicConstraints,
  buildCertificate,
  encodeName,
  KEY_USAGE,
  keyIdentifier,
  keyUsage,
  nameOf,
  parsePublicKey,
  subjectKeyIdentifier,
  type Sign,
} from '@chedun/x509';

/** Whose certificate it is; `now` in milliseconds since 1970, `serial` 16 random bytes, `publicKey` SubjectPublicKeyInfo of SM2. */
export interface SigningCertificate {
  readonly organisation: string;
  readonly commonName: string;
  readonly publicKey: Uint8Array;
  readonly serial: Uint8Array;
  readonly now: number;
}

const YEARS = 10 * 365 * 86_400_000;

/**
 * A self-signed SM2 certificate, DER, for signing documents or receipts for ten years. It says nothing about who holds the
 * key: compare its SM3 on another way.
 */
export const signingCertificate = (
  { organisation, commonName, publicKey, serial, now }: SigningCertificate,
  sign: Sign,
): Promise<Uint8Array> => {
  const subject = encodeName(nameOf({ C: 'CN', O: organisation, CN: commonName }));
  const positive = Uint8Array.from(serial);
  positive[0] = ((positive[0] ?? 0) & 0x3f) | 0x40;
  return buildCertificate(
    {
      serial: positive,
      algorithm: 'sm2-sm3',
      issuer: subject,
      subject,
      // Whole seconds, so that a signature of the same second lies within.
      notBefore: Math.floor(now / 1000) * 1000,
      notAfter: Math.floor(now / 1000) * 1000 + YEARS,
      publicKey,
      extensions: [
        basicConstraints({ isCa: false, pathLength: undefined }),
        keyUsage(KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation),
        subjectKeyIdentifier(keyIdentifier(parsePublicKey(publicKey))),
      ],
    },
    sign,
  );
};
