import type { AlgorithmIdentifier } from '../algorithm.ts';
import type { Extension } from '../extension.ts';
import type { GeneralName } from '../general-name.ts';
import type { PublicKeyInfo } from '../public-key.ts';

/** What became of a request (PKIStatus, RFC 4210 5.2.3), by its number. */
export const PKI_STATUS = [
  'accepted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
  'keyUpdateWarning',
] as const;

/** One of {@link PKI_STATUS}. */
export type PkiStatusName = (typeof PKI_STATUS)[number];

/** Why a request failed (PKIFailureInfo, RFC 4210 5.2.3), by the number of its bit. */
export const PKI_FAILURE = [
  'badAlg',
  'badMessageCheck',
  'badRequest',
  'badTime',
  'badCertId',
  'badDataFormat',
  'wrongAuthority',
  'incorrectData',
  'missingTimeStamp',
  'badPOP',
  'certRevoked',
  'certConfirmed',
  'wrongIntegrity',
  'badRecipientNonce',
  'timeNotAvailable',
  'unacceptedPolicy',
  'unacceptedExtension',
  'addInfoNotAvailable',
  'badSenderNonce',
  'badCertTemplate',
  'signerNotTrusted',
  'transactionIdInUse',
  'unsupportedVersion',
  'notAuthorized',
  'systemUnavail',
  'systemFailure',
  'duplicateCertReq',
] as const;

/** One of {@link PKI_FAILURE}. */
export type PkiFailure = (typeof PKI_FAILURE)[number];

/** PKIStatusInfo (RFC 4210 5.2.3). */
export interface PkiStatus {
  readonly status: PkiStatusName;
  readonly text: readonly string[];
  readonly failures: readonly PkiFailure[];
}

/** InfoTypeAndValue (RFC 4210 5.3.19); `value` is the element as it stands. */
export interface InfoValue {
  readonly type: string;
  readonly value: Uint8Array | undefined;
}

/** Head of a message (PKIHeader, RFC 4210 5.1.1). */
export interface PkiHeader {
  /** 2 = cmp2000, 3 = cmp2021 (RFC 9480). */
  readonly version: number;
  readonly sender: GeneralName;
  readonly recipient: GeneralName;
  /** Milliseconds since 1970. */
  readonly messageTime?: number | undefined;
  readonly protectionAlgorithm?: AlgorithmIdentifier | undefined;
  readonly senderKid?: Uint8Array | undefined;
  readonly recipientKid?: Uint8Array | undefined;
  readonly transactionId?: Uint8Array | undefined;
  readonly senderNonce?: Uint8Array | undefined;
  readonly recipientNonce?: Uint8Array | undefined;
  readonly freeText?: readonly string[];
  readonly generalInfo?: readonly InfoValue[];
}

/** What a certificate should look like (CertTemplate, RFC 4211 5). */
export interface CertTemplate {
  /** Content of the serial number's INTEGER; only in requests for revocation. */
  readonly serial?: Uint8Array | undefined;
  /** Names, DER. */
  readonly issuer?: Uint8Array | undefined;
  readonly subject?: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  readonly notBefore?: number | undefined;
  readonly notAfter?: number | undefined;
  readonly publicKey?: PublicKeyInfo | undefined;
  readonly extensions: readonly Extension[];
}

/** Proof that whoever asks has the private key (ProofOfPossession, RFC 4211 4). */
export type ProofOfPossession =
  | { readonly kind: 'ra-verified' }
  /** Signature over the CertRequest; `input` when the request has no subject or key of its own to sign. */
  | {
      readonly kind: 'signature';
      readonly input: 'request' | 'other';
      readonly algorithm: AlgorithmIdentifier;
      readonly signature: Uint8Array;
    }
  /** By encryption or key agreement. */
  | { readonly kind: 'other' };

/** Issuer (GeneralName) and serial number of a certificate (CertId, RFC 4211 6.5). */
export interface CmpCertId {
  readonly issuer: GeneralName;
  /** Content of the serial number's INTEGER. */
  readonly serial: Uint8Array;
}

/** One request for a certificate (CertReqMsg, RFC 4211 3). */
export interface CertRequestMessage {
  /** Number of the request in its message, from -1. */
  readonly id: number;
  readonly template: CertTemplate;
  /** The certificate that is to be replaced (control oldCertID, RFC 4211 6.5). */
  readonly oldCertificate: CmpCertId | undefined;
  readonly proof: ProofOfPossession | undefined;
  /** The CertRequest, DER: what the proof signs. */
  readonly request: Uint8Array;
}

/** Answer to one request (CertResponse, RFC 4210 5.3.4). */
export interface CertResponse {
  readonly id: number;
  readonly status: PkiStatus;
  /** DER. */
  readonly certificate: Uint8Array | undefined;
}

/** What is to be revoked (RevDetails, RFC 4210 5.3.9). */
export interface RevocationDetails {
  readonly template: CertTemplate;
  /** Extensions that the entry of the list should have; the reason stands here. */
  readonly extensions: readonly Extension[];
}

/** Confirmation of one certificate (CertStatus, RFC 4210 5.3.18, RFC 9480 2.10). */
export interface CertConfirmation {
  readonly id: number;
  readonly hash: Uint8Array;
  /** Absent = accepted. */
  readonly status: PkiStatus | undefined;
  /** Only with version 3 of messages. */
  readonly hashAlgorithm: AlgorithmIdentifier | undefined;
}

/** Answer to requests for certificates (CertRepMessage, RFC 4210 5.3.4). */
export interface IssueAnswerBody {
  readonly kind: 'ip' | 'cp' | 'kup';
  readonly caCertificates: readonly Uint8Array[];
  readonly responses: readonly CertResponse[];
}

/** Question about the authority, or its answer (GenMsgContent, GenRepContent, RFC 4210 5.3.19). */
export interface GeneralBody {
  readonly kind: 'genm' | 'genp';
  readonly items: readonly InfoValue[];
}

/** Content of a message (PKIBody, RFC 4210 5.1.2), in the parts that the lightweight profile (RFC 9483) uses. */
export type PkiBody =
  | { readonly kind: 'ir' | 'cr' | 'kur'; readonly requests: readonly CertRequestMessage[] }
  | IssueAnswerBody
  /** PKCS #10, DER. */
  | { readonly kind: 'p10cr'; readonly request: Uint8Array }
  | { readonly kind: 'rr'; readonly details: readonly RevocationDetails[] }
  | { readonly kind: 'rp'; readonly statuses: readonly PkiStatus[]; readonly certificates: readonly CmpCertId[] }
  | { readonly kind: 'certConf'; readonly confirmations: readonly CertConfirmation[] }
  | { readonly kind: 'pkiconf' }
  | GeneralBody
  | { readonly kind: 'error'; readonly status: PkiStatus }
  | { readonly kind: 'pollReq'; readonly ids: readonly number[] }
  | {
      readonly kind: 'pollRep';
      /** `checkAfter` in seconds. */
      readonly items: readonly { readonly id: number; readonly checkAfter: number }[];
    };

/** A message that was read (PKIMessage, RFC 4210 5.1). */
export interface PkiMessage {
  readonly raw: Uint8Array;
  readonly header: PkiHeader;
  readonly body: PkiBody;
  /** ProtectedPart (RFC 4210 5.1.3), DER: what signature or MAC is over. */
  readonly protectedPart: Uint8Array;
  readonly protection: Uint8Array | undefined;
  /** DER of certificates, as they stand. */
  readonly extraCertificates: readonly Uint8Array[];
}

/** Object identifiers of CMP (RFC 4210 F, RFC 9480 A, RFC 4211). */
export const CMP = {
  passwordBasedMac: '1.2.840.113533.7.66.13',
  pbmac1: '1.2.840.113549.1.5.14',
  pbkdf2: '1.2.840.113549.1.5.12',
  oldCertId: '1.3.6.1.5.5.7.5.1.5',
  implicitConfirm: '1.3.6.1.5.5.7.4.13',
  confirmWaitTime: '1.3.6.1.5.5.7.4.14',
  caCertificates: '1.3.6.1.5.5.7.4.17',
  rootUpdate: '1.3.6.1.5.5.7.4.20',
} as const;
