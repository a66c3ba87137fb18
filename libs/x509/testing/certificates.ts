import {
  authorityKeyIdentifier,
  basicConstraints,
  buildCertificate,
  encodeName,
  KEY_USAGE,
  keyIdentifier,
  keyUsage,
  nameOf,
  parseCertificate,
  parsePublicKey,
  subjectKeyIdentifier,
} from '../src/index.ts';
import type { Certificate, Extension, Name } from '../src/index.ts';
import type { TestKey } from './keys.ts';

/** When certificates of tests begin. */
export const START = Date.UTC(2026, 0, 1);
/** Milliseconds of a year. */
export const YEAR = 365 * 86_400_000;

/** An authority of tests: certificate and key. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: TestKey;
}

/** What a certificate of tests is made of. */
export interface IssueOptions {
  readonly issuer?: Authority;
  readonly key: TestKey;
  readonly subject: Name | Uint8Array;
  readonly extensions?: readonly Extension[];
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly serial?: number;
}

/** Issues a certificate; without issuer it signs itself. */
export const issue = async (options: IssueOptions): Promise<Certificate> => {
  const by = options.issuer?.key ?? options.key;
  const subject = options.subject instanceof Uint8Array ? options.subject : encodeName(options.subject);
  const serial = options.serial ?? 1;
  const bytes = await buildCertificate(
    {
      serial: Uint8Array.of(0x10, serial >> 16, serial >> 8, serial),
      algorithm: by.algorithm,
      issuer: options.issuer?.certificate.subject ?? subject,
      subject,
      notBefore: options.notBefore ?? START,
      notAfter: options.notAfter ?? START + 10 * YEAR,
      publicKey: options.key.spki,
      extensions: options.extensions ?? [],
    },
    by.sign,
  );
  return parseCertificate(bytes);
};

/** Extensions that tie a certificate to its key and its issuer's. */
export const identifiers = (own: TestKey, issuer: TestKey): readonly Extension[] => [
  subjectKeyIdentifier(keyIdentifier(parsePublicKey(own.spki))),
  authorityKeyIdentifier({ keyIdentifier: keyIdentifier(parsePublicKey(issuer.spki)) }),
];

/** A root, or an authority under another one, named by its common name. */
export const authorityOf = async (name: string, key: TestKey, issuer?: Authority): Promise<Authority> => {
  const extensions = [
    basicConstraints({ isCa: true, pathLength: undefined }),
    keyUsage(KEY_USAGE.keyCertSign | KEY_USAGE.cRLSign),
    ...identifiers(key, issuer?.key ?? key),
  ];
  const subject = nameOf({ C: 'CN', O: '车盾', CN: name });
  return { certificate: await issue({ ...(issuer && { issuer }), key, subject, extensions }), key };
};
