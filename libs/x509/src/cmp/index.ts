export { encodeCertRequest } from './crmf.ts';
export { isMacOf, macAlgorithm, macOf, macSpecOf } from './mac.ts';
export type { MacDigest, MacSpec } from './mac.ts';
export { buildPkiMessage, isSignedMessage, parsePkiMessage } from './message.ts';
export { CMP, PKI_FAILURE, PKI_STATUS } from './types.ts';
export type {
  CertConfirmation,
  CertRequestMessage,
  CertResponse,
  CertTemplate,
  CmpCertId,
  GeneralBody,
  InfoValue,
  IssueAnswerBody,
  PkiBody,
  PkiFailure,
  PkiHeader,
  PkiMessage,
  PkiStatus,
  PkiStatusName,
  ProofOfPossession,
  RevocationDetails,
} from './types.ts';
