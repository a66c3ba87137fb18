/** Lists of trust and of revocation, Chinese form (YD/T 3957-2021 line); CRL contents after IEEE 1609.2 7. */
import { integer, listOf, openChoice, openSequence, optional, sequence } from '@chedun/asn1';
import {
  CrlSeries,
  HashedId8,
  HashedId10,
  IValue,
  LaId,
  LinkageSeed,
  Signature,
  Time32,
  Uint16,
  Uint32,
  Uint8,
  Url,
} from './base.ts';
import { Certificate, IssuerIdentifier } from './certificate.ts';

const version = integer(1, 1);

/** A root that is trusted, and where the list of its authorities is. */
export const PkiCtlInfo = sequence({ rootCertificate: Certificate, caListUrl: optional(Url) });
/** What is signed of the list of roots. */
export const ToBeSignedRootCtl = sequence({
  version,
  issuer: IssuerIdentifier,
  series: Uint16,
  issueDate: Time32,
  nextRootCtl: Time32,
  pkiCtlInfos: listOf(PkiCtlInfo),
});
/** Trusted root list of the national authority (TRCL). */
export const RootCtl = sequence({ toBeSigned: ToBeSignedRootCtl, signature: Signature });

/** Authorities of one root with the addresses of their revocation list and misbehaviour authority. */
export const PkiCertInfo = sequence({ certificates: listOf(Certificate), crlUrl: optional(Url), maUrl: optional(Url) });
/** What is signed of the list of authorities. */
export const ToBeSignedPkiCtl = sequence({
  version,
  issuer: IssuerIdentifier,
  series: Uint16,
  issueDate: Time32,
  nextPkiCtl: Time32,
  pkiCertInfos: listOf(PkiCertInfo),
});
/** List of authorities of one root. */
export const PkiCtl = sequence({ toBeSigned: ToBeSignedPkiCtl, signature: Signature });

/** Priority of a revocation list. */
export const CrlPriorityInfo = openSequence({ priority: optional(Uint8) });
/** One certificate that is revoked, by the last 10 bytes of its hash, and when it would have expired. */
export const HashBasedRevocation = openSequence({ id: HashedId10, expiry: Time32 });
/** Revocation by the hash of certificates. */
export const ToBeSignedHashIdCrl = openSequence({
  crlSerial: Uint32,
  entries: listOf(HashBasedRevocation),
});
/** Seeds of one device that is revoked. */
export const IndividualRevocation = openSequence({ linkageSeed1: LinkageSeed, linkageSeed2: LinkageSeed });
/** Revocations with one last period. */
export const IMaxGroup = openSequence(
  { iMax: Uint16, contents: listOf(IndividualRevocation) },
  { singleSeeds: optional(listOf(LinkageSeed)) },
);
/** Revocations with one pair of linkage authorities. */
export const LAGroup = openSequence({ la1Id: LaId, la2Id: LaId, contents: listOf(IMaxGroup) });
/** Revocations with one number of certificates a period. */
export const JMaxGroup = openSequence({ jmax: Uint8, contents: listOf(LAGroup) });
/** Revocation of a group. */
export const GroupCrlEntry = openSequence({
  iMax: Uint16,
  la1Id: LaId,
  linkageSeed1: LinkageSeed,
  la2Id: LaId,
  linkageSeed2: LinkageSeed,
});
/** Revocation of a group by one seed. */
export const GroupSingleSeedCrlEntry = openSequence({ iMax: Uint16, laId: LaId, linkageSeed: LinkageSeed });
/** Revocation by linkage values. */
export const ToBeSignedLinkageValueCrl = openSequence(
  {
    iRev: IValue,
    indexWithinI: Uint8,
    individual: optional(listOf(JMaxGroup)),
    groups: optional(listOf(GroupCrlEntry)),
  },
  { groupsSingleSeed: optional(listOf(GroupSingleSeedCrlEntry)) },
);
/** What a revocation list says; it is the payload of a signed message. */
export const CrlContents = sequence({
  version,
  crlSeries: CrlSeries,
  crlCraca: HashedId8,
  issueDate: Time32,
  nextCrl: Time32,
  priorityInfo: CrlPriorityInfo,
  typeSpecific: openChoice({
    fullHashCrl: ToBeSignedHashIdCrl,
    deltaHashCrl: ToBeSignedHashIdCrl,
    fullLinkedCrl: ToBeSignedLinkageValueCrl,
    deltaLinkedCrl: ToBeSignedLinkageValueCrl,
  }),
});
