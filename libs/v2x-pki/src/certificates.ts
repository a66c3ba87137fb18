import { encodeOer } from '@chedun/asn1/oer';
import { encryptionKeyValue, MANAGEMENT_AID, CRL_AID, verificationKeyValue } from '@chedun/v2x-security';
import type { PublicKey, ToBeSignedValue } from '@chedun/v2x-security';
import { CrlSsp, ScmsSsp } from '@chedun/v2x-security/schema';
import { toHex } from './bytes.ts';
import type { Suite } from './suite.ts';

/** Series of revocation lists that pseudonyms name. */
export const CRL_SERIES = 1;

/** Application of misbehaviour reports (ETSI TS 103 759; unverified for the Chinese profile): the certificate authority certifies reporters. */
const REPORT_AID = 38;

/** Numbers of the two linkage authorities. */
const LA_IDS = { la1: 1, la2: 2 } as const;

/** Two bytes of the number of a linkage authority. */
export const laIdBytes = (role: 'la1' | 'la2'): Uint8Array => Uint8Array.of(0, LA_IDS[role]);

type Group = NonNullable<ToBeSignedValue['certIssuePermissions']>[number];

const EVERYTHING: Group = {
  subjectPermissions: { all: null },
  minChainLength: 1,
  chainLengthRange: -1,
  eeType: { bits: '11000000' },
};

/** What the certificate of an authority is made of. */
export interface AuthorityFields {
  readonly suite: Suite;
  readonly name: string;
  /** Seconds since 2004. */
  readonly start: number;
  readonly years: number;
  readonly signing: PublicKey;
  /** Absent for a root, which reads nothing. */
  readonly encryption?: PublicKey;
  readonly aids: readonly number[];
}

/** Roles that have a certificate under the root. */
export type Subordinate = 'eca' | 'ra' | 'aca' | 'la1' | 'la2' | 'ma';

const common = ({ suite, name, start, years, signing, encryption }: AuthorityFields): ToBeSignedValue => ({
  id: { name },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start, duration: { years } },
  ...(encryption && {
    encryptionKey: { supportedSymmAlg: suite.cipher, publicKey: encryptionKeyValue(encryption) },
  }),
  verifyKeyIndicator: { verificationKey: verificationKeyValue(signing) },
});

/** Fields of a root: it may issue everything below it. */
export const rootFields = (fields: AuthorityFields): ToBeSignedValue => ({
  ...common(fields),
  appPermissions: [{ aid: MANAGEMENT_AID, ssp: roleSsp({ root: { version: 1 } }) }],
  certIssuePermissions: [EVERYTHING],
});

const roleSsp = (role: Parameters<typeof encodeOer<typeof ScmsSsp>>[1]) => ({
  opaque: { octets: toHex(encodeOer(ScmsSsp, role)) },
});

const sspOf = (role: Subordinate, aids: readonly number[]) => {
  switch (role) {
    case 'la1':
    case 'la2':
      return roleSsp({ la: { version: 1, laId: LA_IDS[role] } });
    case 'ma':
      return roleSsp({ ma: { version: 1, relevantAids: [...aids] } });
    case 'eca':
      return roleSsp({ eca: { version: 1 } });
    case 'ra':
      return roleSsp({ ra: { version: 1 } });
    case 'aca':
      return roleSsp({ aca: { version: 1 } });
  }
};

const issuing = (aids: readonly number[], eeType: string): Group => ({
  subjectPermissions: { explicit: aids.map((aid) => ({ aid, sspRange: { all: null } })) },
  minChainLength: 1,
  chainLengthRange: 0,
  eeType: { bits: eeType },
});

const CRL_SSP = toHex(encodeOer(CrlSsp, { version: 1, associatedCraca: 'issuerIsCraca', crls: [CRL_SERIES] }));

/** Fields of the certificate of a role below the root: what it may do itself, and what it may issue. */
export const roleFields = (role: Subordinate, fields: AuthorityFields): ToBeSignedValue => {
  const { aids, suite } = fields;
  const own = { aid: MANAGEMENT_AID, ssp: sspOf(role, aids) };
  const crl = { aid: CRL_AID[suite.profile], ssp: { opaque: { octets: CRL_SSP } } };
  return {
    ...common(fields),
    appPermissions: role === 'ma' ? [own, crl] : [own],
    ...(role === 'aca' && { certIssuePermissions: [issuing([...aids, REPORT_AID], '10000000')] }),
    ...(role === 'eca' && { certIssuePermissions: [issuing(aids, '01000000')] }),
  };
};

/** Fields of an enrolment certificate: it only asks for others, for these applications. */
export const enrolmentFields = (
  key: PublicKey,
  name: string,
  validity: { readonly start: number; readonly hours: number },
  aids: readonly number[],
): ToBeSignedValue => ({
  id: { binaryId: { octets: name } },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start: validity.start, duration: { hours: validity.hours } },
  certRequestPermissions: [
    {
      subjectPermissions: { explicit: aids.map((aid) => ({ aid, sspRange: { all: null } })) },
      eeType: { bits: '01000000' },
    },
  ],
  verifyKeyIndicator: { verificationKey: verificationKeyValue(key) },
});
