export { encodeCertificate, encodeToBeSigned, parseCertificate, validityOf } from './certificate.ts';
export type { CertificateValue, ParsedCertificate, ToBeSignedValue } from './certificate.ts';
export { publicKeyOf, signatureOf, verifyCertificateSignature } from './certificate-signature.ts';
export { V2X_SECURITY_ERRORS } from './errors.ts';
export type { V2xSecurityErrorCode } from './errors.ts';
export { hashedId, hashOf } from './hashing.ts';
export type { HashName } from './hashing.ts';
export { issueCertificate, selfSign } from './issue.ts';
export type { Signer, SigningKey } from './issue.ts';
export {
  encryptionKeyOf,
  encryptionKeyValue,
  rawSignature,
  signatureValue,
  verificationKeyOf,
  verificationKeyValue,
} from './keys.ts';
export type { PublicKey, RawSignature } from './keys.ts';
export type { Curve } from './points.ts';
export { DEFAULT_SIGNER_ID, signatureInput } from './signature-input.ts';
export type { SignatureInput } from './signature-input.ts';
export { checkSignature, createVerifier } from './verifier.ts';
export type { PreparedSm2, PrepareSm2, PreparingVerifier, SignatureVerifier } from './verifier.ts';
export {
  certificateBytes,
  encodeMessage,
  parseMessage,
  signMessage,
  unsecuredMessage,
  unsecuredPayload,
} from './spdu/build.ts';
export type { HeaderValue, MessageDraft, SecuredValue } from './spdu/build.ts';
export { scanSpdu } from './spdu/scan.ts';
export { verifyMessage } from './spdu/verify.ts';
export type { AidPolicy, JudgedMessage, MessageContext, MessageVerdict } from './spdu/verify.ts';
export { newSpduView } from './spdu/view.ts';
export type { ContentKind, SignerKind, SpduView } from './spdu/view.ts';
export type { Profile } from './schema/message.ts';
export { trustStore, verifyCertificateChain } from './trust/chain.ts';
export type { ChainContext, ChainReason, ChainVerdict, Revocations, TrustStore } from './trust/chain.ts';
export { permissionFault, rangeFits, sspFits } from './trust/permissions.ts';
export type { OmittedRange, PermissionFault } from './trust/permissions.ts';
export { regionContains, regionHolds } from './trust/region.ts';
export type { Containment, CountryAt, Place, Region } from './trust/region.ts';
export { ReplayWindow } from './trust/replay.ts';
export { SignerCache } from './trust/signers.ts';
export type { AdmissionReason, KnownSigner, SignerContext, Ssp } from './trust/signers.ts';
export {
  certifiedPrivateKey,
  certifiedPublicKey,
  expandPrivateKey,
  expandPublicKey,
  expansionValue,
} from './butterfly/expansion.ts';
export type { ExpansionCipher, ExpansionFunction, ExpansionIndex, ExpansionPurpose } from './butterfly/expansion.ts';
export { implicitPrivateKey, implicitPublicKey } from './butterfly/implicit.ts';
export {
  advanceSeeds,
  encryptedGroupIndex,
  LINKAGE_AES,
  LINKAGE_SM,
  linkageValue,
  linkageValueOf,
  linkageValuesOf,
  nextLinkageSeed,
  preLinkageValue,
} from './butterfly/linkage.ts';
export type { LinkageProfile, LinkageSeedOf } from './butterfly/linkage.ts';
export { cocoonPrivateKeys, cocoonPublicKeys } from './butterfly/request.ts';
export type { ButterflyForm, CocoonKeys, Expansion } from './butterfly/request.ts';
export { openCcm, sealCcm } from './crypto/ccm.ts';
export type { MessageCipher } from './crypto/ccm.ts';
export { eciesUnwrap, eciesWrap } from './crypto/ecies.ts';
export type { WrappedKey } from './crypto/ecies.ts';
export type { ExpansionCurve } from './crypto/group.ts';
export { kdf2 } from './crypto/kdf2.ts';
export { buildCrl, CRL_AID, parseCrl, revocationId, verifyCrl } from './lists/crl.ts';
export type { CrlValue, CrlVerdict, SignedCrl } from './lists/crl.ts';
export { buildPkiCtl, buildRootCtl, compareLists, parsePkiCtl, parseRootCtl, verifyTrustList } from './lists/ctl.ts';
export type {
  PkiCtlFields,
  PkiCtlValue,
  RootCtlFields,
  RootCtlValue,
  TrustList,
  TrustListContext,
  TrustListVerdict,
} from './lists/ctl.ts';
export { LinkedRevocations } from './lists/linked-revocation.ts';
export type { LinkageOf, LinkedCrl } from './lists/linked-revocation.ts';
export { RevocationStore } from './lists/revocations.ts';
export type { ApplyResult } from './lists/revocations.ts';
export {
  additionalParamsOf,
  butterflyFormOf,
  checkRequest,
  encodePdu,
  MANAGEMENT_AID,
  parsePdu,
  requestHash,
  signPdu,
  signRequest,
  tbsOf,
} from './management.ts';
export type { CheckedRequest, Pdu } from './management.ts';
export { decryptMessage, encryptMessage, softwareEciesKey, softwareSm2Key } from './spdu/encrypt.ts';
export type { DecryptionKey, EncryptionRandomness, Recipient, WrapCurve } from './spdu/encrypt.ts';
