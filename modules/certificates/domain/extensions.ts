import type { Profile } from '../contract.ts';
import {
  ACCESS,
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  freshestCrl,
  KEY_USAGE,
  keyIdentifier,
  keyUsage,
  PURPOSE,
  subjectAltName,
  subjectKeyIdentifier,
  type Extension,
  type GeneralName,
  type PublicKeyInfo,
} from '@chedun/x509';

/** Where an authority publishes: without `/` at the end; null = nothing is written into certificates. */
export interface Published {
  readonly base: string | null;
  /** Name of the authority. */
  readonly name: string;
}

/** Address of the list of an authority. */
export const crlAddress = (base: string, name: string, kind: 'full' | 'delta'): string =>
  `${base}/crl/${name}${kind === 'delta' ? '-delta' : ''}.crl`;

const uri = (value: string): GeneralName => ({ kind: 'uri', value });

const addresses = ({ base, name }: Published, ocsp: 'ocsp' | 'lists-only'): Extension[] => {
  if (base === null) return [];
  const issuers = { method: ACCESS.caIssuers, location: uri(`${base}/ca/${name}.cer`) };
  return [
    crlDistributionPoints([{ fullName: [uri(crlAddress(base, name, 'full'))] }]),
    ...(ocsp === 'ocsp' ? [freshestCrl([{ fullName: [uri(crlAddress(base, name, 'delta'))] }])] : []),
    authorityInfoAccess(
      ocsp === 'ocsp' ? [{ method: ACCESS.ocsp, location: uri(`${base}/ocsp`) }, issuers] : [issuers],
    ),
  ];
};

/** What a certificate of a profile carries (RFC 5280 4.2). `usage` replaces the key usage of the profile. */
export const leafExtensions = (
  profile: Profile,
  names: readonly GeneralName[],
  key: PublicKeyInfo,
  issuerKey: PublicKeyInfo,
  published: Published,
  usage: readonly (keyof typeof KEY_USAGE)[] = profile.keyUsage,
): readonly Extension[] => [
  basicConstraints({ isCa: false, pathLength: undefined }),
  keyUsage(usage.reduce((bits, name) => bits | KEY_USAGE[name], 0)),
  ...(profile.extendedKeyUsage.length === 0
    ? []
    : [extendedKeyUsage(profile.extendedKeyUsage.map((name) => PURPOSE[name]))]),
  ...(names.length === 0 ? [] : [subjectAltName(names)]),
  subjectKeyIdentifier(keyIdentifier(key)),
  authorityKeyIdentifier({ keyIdentifier: keyIdentifier(issuerKey) }),
  ...addresses(published, 'ocsp'),
];

/** What the certificate of an authority carries. A root has no issuer; an issuing authority may not certify others. */
export const authorityExtensions = (
  key: PublicKeyInfo,
  issuer: { readonly key: PublicKeyInfo; readonly published: Published } | undefined,
): readonly Extension[] => [
  basicConstraints({ isCa: true, pathLength: issuer === undefined ? undefined : 0 }),
  keyUsage(KEY_USAGE.keyCertSign | KEY_USAGE.cRLSign | (issuer === undefined ? 0 : KEY_USAGE.digitalSignature)),
  subjectKeyIdentifier(keyIdentifier(key)),
  ...(issuer === undefined
    ? []
    : [
        authorityKeyIdentifier({ keyIdentifier: keyIdentifier(issuer.key) }),
        ...addresses(issuer.published, 'lists-only'),
      ]),
];
