export {
  algorithmDer,
  digestDer,
  digestName,
  digestOf,
  SIGNATURE_ALGORITHMS,
  signatureAlgorithmOf,
  signatureIdentifier,
} from './algorithm.ts';
export type { AlgorithmIdentifier, DigestName, SignatureAlgorithm } from './algorithm.ts';
export { assembleSigned, buildCertificate, encodeTbsCertificate, parseCertificate, serialText } from './certificate.ts';
export type { Certificate, CertificateSpec, Sign } from './certificate.ts';
export { baseCrlNumberOf, crlNumberOf, isCrlSignedBy, parseCrl, REASONS } from './crl.ts';
export type { Crl, RevocationReason, RevokedEntry } from './crl.ts';
export { buildCrl, crlNumber, deltaCrlIndicator, encodeTbsCrl, RevokedWriter } from './crl-build.ts';
export type { CrlSpec, RevokedSpec } from './crl-build.ts';
export { indexCrl } from './crl-index.ts';
export type { CrlIndex } from './crl-index.ts';
export { buildEnvelopedData } from './cms/enveloped-build.ts';
export type { EnvelopedSpec, Recipient } from './cms/enveloped-build.ts';
export { openEnvelopedData, parseEnvelopedData } from './cms/enveloped-read.ts';
export type { EnvelopedData, Opener, RecipientInfo } from './cms/enveloped-read.ts';
export { isMeant } from './cms/common.ts';
export type { CertificateRef, CmsProfile } from './cms/common.ts';
export type { ContentCipher } from './cms/content-cipher.ts';
export { buildSignedData } from './cms/signed-build.ts';
export type { CmsSigner, SignedDataSpec } from './cms/signed-build.ts';
export { parseSignedData } from './cms/signed-read.ts';
export type { SignedData, SignerInfo } from './cms/signed-read.ts';
export { verifySignedData } from './cms/signed-verify.ts';
export type { SignerProblem, SignerResult, VerifyOptions } from './cms/signed-verify.ts';
export { buildRequest, encodeRequestInfo, parseRequest, verifyRequest } from './csr.ts';
export type { Attribute, CertificationRequest, RequestSpec } from './csr.ts';
export { X509_ERRORS, x509Error } from './errors.ts';
export type { X509ErrorCode } from './errors.ts';
export { extension, extensionOf } from './extension.ts';
export type { Extension, HasExtensions } from './extension.ts';
export {
  issuerAltName,
  issuerAltNameOf,
  nameConstraints,
  nameConstraintsOf,
  subjectAltName,
  subjectAltNameOf,
} from './extensions/names.ts';
export type { NameConstraints } from './extensions/names.ts';
export {
  authorityInfoAccess,
  authorityInfoAccessOf,
  crlDistributionPoints,
  crlDistributionPointsOf,
  freshestCrl,
  freshestCrlOf,
  issuingDistributionPoint,
  issuingDistributionPointOf,
} from './extensions/points.ts';
export type { AccessDescription, DistributionPoint, IssuingDistributionPoint } from './extensions/points.ts';
export {
  certificatePolicies,
  certificatePoliciesOf,
  cpsQualifier,
  inhibitAnyPolicy,
  inhibitAnyPolicyOf,
  policyConstraints,
  policyConstraintsOf,
  policyMappings,
  policyMappingsOf,
} from './extensions/policies.ts';
export type { PolicyConstraints, PolicyInformation, PolicyMapping } from './extensions/policies.ts';
export {
  authorityKeyIdentifier,
  authorityKeyIdentifierOf,
  basicConstraints,
  basicConstraintsOf,
  extendedKeyUsage,
  extendedKeyUsageOf,
  hasOcspNoCheck,
  KEY_USAGE,
  keyUsage,
  keyUsageOf,
  ocspNoCheck,
  subjectKeyIdentifier,
  subjectKeyIdentifierOf,
  tlsFeature,
  tlsFeatureOf,
} from './extensions/usage.ts';
export type { AuthorityKeyIdentifier, BasicConstraints } from './extensions/usage.ts';
export { ipBytes, ipText } from './general-name.ts';
export type { GeneralName } from './general-name.ts';
export { matchesDnsName, matchesHost } from './hostname.ts';
export { encodeName, isUnderName, nameKey, nameOf, parseName, sameName } from './name.ts';
export type { Name, NameAttribute, Rdn } from './name.ts';
export { nameText, parseNameText } from './name-text.ts';
export { ACCESS, ANY_POLICY, ATTRIBUTE, CONTENT, DIGEST, EXTENSION, KEY, PKCS9, PURPOSE } from './oids.ts';
export { buildOcspRequest, certIdDer, ocspNonce, parseOcspRequest } from './ocsp-request.ts';
export type { CertId, OcspRequest } from './ocsp-request.ts';
export { buildOcspResponse, encodeOcspData, OCSP_STATUS, ocspError, parseOcspResponse } from './ocsp-response.ts';
export type {
  BasicOcspResponse,
  CertificateStatus,
  OcspResponse,
  OcspSpec,
  OcspStatus,
  SingleResponse,
} from './ocsp-response.ts';
export { statusFrom } from './ocsp-status.ts';
export type { OcspProblem, OcspQuestion } from './ocsp-status.ts';
export { anchorOf, validatePath } from './path/build.ts';
export type {
  PathInput,
  PathLimits,
  PathProblem,
  PathReason,
  PathResult,
  RevocationInput,
  TrustAnchor,
} from './path/types.ts';
export { derOf, formatPem, parsePem } from './pem.ts';
export type { PemBlock, PemLimits } from './pem.ts';
export { keyIdentifier, parsePublicKey, rsaBits, sm2PublicKeyDer } from './public-key.ts';
export type { KeyKind, PublicKeyInfo } from './public-key.ts';
export { createNodeVerifier, isSignedBy, nodeVerifier } from './verifier.ts';
export type { SignatureVerifier } from './verifier.ts';
