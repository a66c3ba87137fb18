/** Certificates: IEEE 1609.2 6.4 and the Chinese form, byte for byte the same types. */
import {
  bits,
  enumerated,
  integer,
  listOf,
  nothing,
  octets,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  sequence,
} from '@chedun/asn1';
import { defaulted } from '@chedun/asn1/oer';
import {
  Aid,
  CrlSeries,
  EccP256CurvePoint,
  GeographicRegion,
  GroupLinkageValue,
  HashAlgorithm,
  HashedId3,
  HashedId8,
  Hostname,
  IValue,
  LinkageValue,
  PublicEncryptionKey,
  PublicVerificationKey,
  Signature,
  SubjectAssurance,
  Uint8,
  Uint16,
  ValidityPeriod,
} from './base.ts';

/** Linkage values of a pseudonym certificate. */
export const LinkageData = sequence({
  iCert: IValue,
  linkageValue: LinkageValue,
  groupLinkageValue: optional(GroupLinkageValue),
});
/** Who the subject is. */
export const CertificateId = openChoice({
  linkageData: LinkageData,
  name: Hostname,
  binaryId: octets(1, 64),
  none: nothing,
});
/** Who issued: the last 8 bytes of the hash of its certificate, or the subject itself. */
export const IssuerIdentifier = openChoice(
  { sha256AndDigest: HashedId8, self: HashAlgorithm },
  { sha384AndDigest: HashedId8, sm3AndDigest: HashedId8 },
);
/** Service specific permissions of one application. */
export const ServiceSpecificPermissions = openChoice({ opaque: octets() }, { bitmapSsp: octets(0, 31) });
/** One application that the subject may speak for. */
export const AidSsp = sequence({ aid: Aid, ssp: optional(ServiceSpecificPermissions) });
/** Which service specific permissions an authority may give. */
export const SspRange = openChoice(
  { opaque: listOf(octets()), all: nothing },
  { bitmapSspRange: sequence({ sspValue: octets(1, 32), sspBitmask: octets(1, 32) }) },
);
/** One application that an authority may give. */
export const AidSspRange = sequence({ aid: Aid, sspRange: optional(SspRange) });
/** Applications that an authority may give. */
export const SubjectPermissions = openChoice({ explicit: listOf(AidSspRange), all: nothing });
/** What an authority may give, and how far down (IEEE 1609.2 6.4.30). */
export const AidGroupPermissions = sequence({
  subjectPermissions: SubjectPermissions,
  minChainLength: defaulted(integer(), 1),
  chainLengthRange: defaulted(integer(), 0),
  eeType: defaulted(bits(8), { bits: '10000000' }),
});
/** The key of the subject, or what it is reconstructed from. */
export const VerificationKeyIndicator = openChoice({
  verificationKey: PublicVerificationKey,
  reconstructionValue: EccP256CurvePoint,
});
/** Everything of a certificate that is signed. */
export const ToBeSignedCertificate = openSequence(
  {
    id: CertificateId,
    cracaId: HashedId3,
    crlSeries: CrlSeries,
    validityPeriod: ValidityPeriod,
    region: optional(GeographicRegion),
    assuranceLevel: optional(SubjectAssurance),
    appPermissions: optional(listOf(AidSsp)),
    certIssuePermissions: optional(listOf(AidGroupPermissions)),
    certRequestPermissions: optional(listOf(AidGroupPermissions)),
    canRequestRollover: optional(nothing),
    encryptionKey: optional(PublicEncryptionKey),
    verifyKeyIndicator: VerificationKeyIndicator,
  },
  { flags: optional(bits(8)) },
);
/** A certificate; explicit ones carry a signature. */
export const Certificate = sequence({
  version: integer(3, 3),
  type: openEnumerated(['explicit', 'implicit']),
  issuer: IssuerIdentifier,
  toBeSigned: ToBeSignedCertificate,
  signature: optional(Signature),
});

const role = openSequence({ version: integer(1, 1) });
const misbehaviourRole = openSequence({ version: integer(1, 1), relevantAids: listOf(Aid) });
const linkageRole = openSequence({ version: integer(1, 1), laId: Uint16 });
/** Service specific permissions of AID 3627 in China: the role in the infrastructure. */
export const ScmsSsp = openChoice({
  root: role,
  ma: misbehaviourRole,
  pg: role,
  ica: role,
  eca: role,
  cra: role,
  dcm: role,
  aca: role,
  la: linkageRole,
  ra: role,
  ee: role,
});
/** Service specific permissions of AID 3628 in China (IEEE: 0x100): which revocation lists the subject may sign. */
export const CrlSsp = openSequence({
  version: Uint8,
  associatedCraca: enumerated(['isCraca', 'issuerIsCraca']),
  crls: listOf(CrlSeries),
});
