/**
 * Management messages of the Chinese infrastructure (YD/T 3957-2021 line, after IEEE 1609.2.1). The tables follow a
 * public text of the types; that text has slips, and the readings chosen here are marked unverified.
 */
import {
  bits,
  choice,
  ia5,
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
import {
  HashAlgorithm,
  HashedId8,
  Hostname,
  IValue,
  LaId,
  LinkageSeed,
  LinkageValue,
  Opaque,
  PublicEncryptionKey,
  Signature,
  Time32,
  Uint16,
  Uint32,
  Uint8,
  Url,
} from './base.ts';
import { Certificate, ToBeSignedCertificate } from './certificate.ts';
import { MESSAGES } from './message.ts';

const { SecuredData, SignerIdentifier, EncryptedData } = MESSAGES.cn;
const version = integer(1, 1);
const CertificateType = openEnumerated(['explicit', 'implicit']);

/** Expansion of a butterfly key. */
export const ButterflyExpansion = openChoice({ aes128: octets(16) }, { sm4: octets(16) });
/** Form of a request for many certificates. */
export const AdditionalParams = openChoice({
  original: sequence({
    signingExpansion: ButterflyExpansion,
    encryptionKey: PublicEncryptionKey,
    encryptionExpansion: ButterflyExpansion,
  }),
  unified: ButterflyExpansion,
  compactUnified: ButterflyExpansion,
  encryptionKey: PublicEncryptionKey,
});

/** Request for an enrolment certificate. */
export const EeEcaCertRequest = openSequence({
  version,
  generationTime: Time32,
  type: CertificateType,
  tbsCert: ToBeSignedCertificate,
  canonicalId: optional(ia5()),
});
/** Answer with the enrolment certificate. */
export const EcaEeCertResponse = openSequence({
  version,
  requestHash: HashedId8,
  ecaCertChain: listOf(Certificate),
  certificate: Certificate,
  privateKeyInfo: optional(octets(32)),
});
/** Interface of vehicle and enrolment authority. */
export const EcaEe = openChoice({ eeEcaCertRequest: EeEcaCertRequest, ecaEeCertResponse: EcaEeCertResponse });

const AaaAuthorization = sequence({ aaaAuthorizationInfo: Opaque, aaaUrl: optional(Url) });
/** Request for pseudonym or application certificates. */
export const EeRaCertRequest = openSequence(
  {
    version,
    generationTime: Time32,
    type: CertificateType,
    tbsCert: ToBeSignedCertificate,
    additionalParams: optional(AdditionalParams),
  },
  { aaaAuthorizations: optional(listOf(AaaAuthorization)) },
);
/** Receipt of a request: when to come for the first certificates. */
export const RaEeCertAck = openSequence({
  version,
  generationTime: Time32,
  requestHash: HashedId8,
  nextDlTime: Time32,
});
/** What is ready. */
export const RaEeCertInfo = openSequence({
  version,
  generationTime: Time32,
  currentI: IValue,
  requestHash: HashedId8,
  nextDlTime: Time32,
});
/** Request for a file of certificates. */
export const EeRaDownloadRequest = openSequence({ generationTime: Time32, filename: Hostname });
/** Interface of vehicle and registration authority. */
export const EeRa = openChoice({
  eeRaCertRequest: EeRaCertRequest,
  raEeCertAck: RaEeCertAck,
  raEeCertInfo: RaEeCertInfo,
  eeRaDownloadRequest: EeRaDownloadRequest,
  eeRaSuccessorEnrollmentCertRequest: SecuredData,
});

/** Encrypted linkage value of one authority. */
export const EncryptedLinkageValue = sequence({ version, laId: LaId, encLv: EncryptedData });
const EncryptedIndividualLV = EncryptedLinkageValue;
/** Request for one certificate of many. The order of the linkage values inside is unverified. */
export const RaAcaCertRequest = openSequence({
  version,
  generationTime: Time32,
  flags: bits(8),
  linkageInfo: optional(EncryptedIndividualLV),
  certEncKey: optional(PublicEncryptionKey),
  tbsCert: ToBeSignedCertificate,
});
/** Answer with one certificate. */
export const AcaRaCertResponse = openSequence({
  version,
  generationTime: Time32,
  requestHash: HashedId8,
  acaResponse: openChoice({ plain: SecuredData, private: SecuredData, cubk: SecuredData }),
});
/** Interface of authorities of registration and of certificates. */
export const AcaRa = openChoice({ raAcaCertRequest: RaAcaCertRequest, acaRaCertResponse: AcaRaCertResponse });
/** What the vehicle finds inside the answer. */
export const AcaEeCertResponse = openSequence({
  version,
  generationTime: Time32,
  certificate: Certificate,
  privateKeyInfo: optional(octets(32)),
});
/** Interface of vehicle and certificate authority. */
export const AcaEe = openChoice({ acaEeCertResponse: AcaEeCertResponse });

const linkageHeader = sequence({ iMin: Uint16, iMax: Uint16, praId: Hostname, pcaId: Hostname });
/** Request for linkage values. */
export const PraLaLinkageValueRequest = choice({
  individual: sequence({
    header: linkageHeader,
    jMax: Uint8,
    numberOfFreshInd: optional(Uint32),
    continuationsInd: optional(listOf(EncryptedData)),
  }),
  group: sequence({ header: linkageHeader, jMax: Uint32, groupIdentifier: octets(4) }),
});
/** Answer with encrypted linkage values. */
export const LaPraLinkageValueResponse = sequence({
  iMin: Uint16,
  iMax: Uint16,
  individualLVs: listOf(
    sequence({ jMax: Uint8, values: listOf(listOf(EncryptedIndividualLV)), linkageChainId: EncryptedData }),
  ),
  groupLVs: listOf(
    sequence({ jMax: Uint32, values: listOf(listOf(EncryptedLinkageValue)), groupIdentifier: octets(4) }),
  ),
});
/** Interface of linkage and registration authority. */
export const LaRa = openChoice({
  praLaLinkageValueRequest: PraLaLinkageValueRequest,
  laPraLinkageValueResponse: LaPraLinkageValueResponse,
});
/** Request of the misbehaviour authority for seeds. */
export const MaLaLinkageSeedRequest = sequence({
  maId: Hostname,
  individual: listOf(sequence({ iValue: IValue, lv: LinkageValue })),
  group: listOf(sequence({ iValue: IValue, j: Uint32, lv: LinkageValue })),
});
/** Answer with seeds. */
export const LaMaLinkageSeedResponse = sequence({
  requestHash: HashedId8,
  laId: LaId,
  individual: listOf(sequence({ i: IValue, lv: LinkageValue, ls: LinkageSeed })),
  group: listOf(sequence({ i: IValue, j: Uint32, lv: LinkageValue, ls: LinkageSeed })),
});
/** Interface of linkage and misbehaviour authority. */
export const LaMa = openChoice({
  maLaLinkageSeedRequest: MaLaLinkageSeedRequest,
  laMaLinkageSeedResponse: LaMaLinkageSeedResponse,
});
/** Several revocation lists. */
export const CompositeCrl = openSequence({ crls: listOf(SecuredData) });
/** A chain of certificates. */
export const CertificateChain = openSequence({ certificates: listOf(Certificate) });
/** Downloads: several revocation lists, or a chain. */
export const Cert = openChoice({ compositeCrl: CompositeCrl, certificateChain: CertificateChain });

/** Every management message. */
export const ScmsPdu = sequence({
  version,
  content: openChoice({
    acaEe: AcaEe,
    acaLa: nothing,
    acaMa: nothing,
    acaRa: AcaRa,
    cert: Cert,
    ecaEe: EcaEe,
    eeMa: nothing,
    eeRa: EeRa,
    laMa: LaMa,
    laRa: LaRa,
    maRa: nothing,
  }),
});
/** Certificate request with its signature; the place of `tbsRequest` is that of IEEE 1609.2.1, unverified for YD/T 3957. */
export const SignedCertificateRequest = sequence({
  hashId: HashAlgorithm,
  tbsRequest: ScmsPdu,
  signer: SignerIdentifier,
  signature: Signature,
});
