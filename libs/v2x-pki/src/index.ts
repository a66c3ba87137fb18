export { answerSealer, encryptionKeyId, plainAnswers } from './answers.ts';
export type { AnswerSealer, PlainAnswer } from './answers.ts';
export { concat, fromHex, rawSignatureOf, same, toHex } from './bytes.ts';
export { CRL_SERIES, enrolmentFields, laIdBytes, roleFields, rootFields } from './certificates.ts';
export type { AuthorityFields, Subordinate } from './certificates.ts';
export { asMessage, V2X_PKI_ERRORS } from './errors.ts';
export type { V2xPkiErrorCode } from './errors.ts';
export { cocoonKeysOf } from './expansions.ts';
export {
  decodeBatch,
  decodeBlock,
  decodeBlocked,
  decodeList,
  decodeResolve,
  decodeResolved,
  encodeBatch,
  encodeBlock,
  encodeBlocked,
  encodeList,
  encodeResolve,
  encodeResolved,
} from './frames.ts';
export type { BatchItem, ResolvedCertificate } from './frames.ts';
export { linkageAnswer, markedValue } from './linkage-answer.ts';
export type { ChainAnswer, SealedValue } from './linkage-answer.ts';
export { chainEnvelope, encryptedIn, linkageOpener, linkageSealer, messageOf } from './linkage-seal.ts';
export type { EncryptedData, LinkageOpener, LinkageSealer } from './linkage-seal.ts';
export { laterSeed, preLinkageValues } from './linkage.ts';
export { fromTime32, OVERLAP_HOURS, PERIOD_SECONDS, periodOf, startOf, toTime32 } from './periods.ts';
export { pooledBytes } from './pool.ts';
export { pseudonymMaker } from './pseudonym.ts';
export type { PseudonymForm, PseudonymMaker } from './pseudonym.ts';
export { otherMessages, requestMaker, wrappedName } from './ra-requests.ts';
export type { LinkageInfo, RequestMaker } from './ra-requests.ts';
export { readMessage, readPdu } from './read-fast.ts';
export { shortCcm } from './short-ccm.ts';
export type { ShortCcm } from './short-ccm.ts';
export { shuffled } from './shuffle.ts';
export { SUITES } from './suite.ts';
export type { Suite, SuiteName } from './suite.ts';
export { mark, templateOf } from './template.ts';
export type { Template } from './template.ts';
export { sealWholeCcm } from './whole-ccm.ts';
export { openFrom, randomScalar, readSigned, recipientOf, sealFor } from './wire.ts';
export type { OpenedMessage, Party, Random } from './wire.ts';
export {
  permissionBeyond,
  permissionsIn,
  rangesIn,
  regionIn,
  SERVICE_CRL_SERIES,
  serviceAuthorityFields,
  serviceFields,
} from './services.ts';
export type {
  PermissionRange,
  ServiceAuthorityFields,
  ServiceFields,
  ServicePermission,
  ServiceRegion,
  Ssp,
} from './services.ts';
export { readServiceRequest, serviceAnswer, serviceCertificateIn, serviceRequest } from './service-request.ts';
export type { ServiceRequest } from './service-request.ts';
