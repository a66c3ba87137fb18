import { checkDer, DerReader, encodeDer, TAG } from '@chedun/asn1/der';
import {
  authorityInfoAccessOf,
  authorityKeyIdentifier,
  authorityKeyIdentifierOf,
  basicConstraints,
  basicConstraintsOf,
  buildCertificate,
  buildCrl,
  buildOcspRequest,
  buildOcspResponse,
  buildRequest,
  buildSignedData,
  certIdDer,
  certificatePolicies,
  certificatePoliciesOf,
  crlDistributionPoints,
  crlDistributionPointsOf,
  crlNumber,
  encodeName,
  encodeTbsCertificate,
  extendedKeyUsage,
  extendedKeyUsageOf,
  formatPem,
  indexCrl,
  issuingDistributionPointOf,
  KEY_USAGE,
  keyUsage,
  keyUsageOf,
  nameConstraints,
  nameConstraintsOf,
  nameOf,
  nameText,
  parseCertificate,
  parseCrl,
  parseEnvelopedData,
  parseName,
  parseNameText,
  parseOcspRequest,
  parseOcspResponse,
  parsePem,
  parseRequest,
  parseSignedData,
  policyMappingsOf,
  PURPOSE,
  RevokedWriter,
  sm2PublicKeyDer,
  subjectAltName,
  subjectAltNameOf,
  tlsFeatureOf,
  validatePath,
  verifySignedData,
  X509_ERRORS,
  buildEnvelopedData,
} from '@chedun/x509';
import type { Certificate, CertificateSpec, HasExtensions, SignatureVerifier } from '@chedun/x509';
import { bytesOf, hexBytes, must, textOf, wordsOf } from '../target.ts';
import type { Target } from '../target.ts';

const START = Date.UTC(2026, 0, 1);
const sign = async (): Promise<Uint8Array> => hexBytes('3006020101020102');
/** Base point of the SM2 curve: seeds have to be the same in every run. */
const POINT = hexBytes(
  '0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);
const spki = sm2PublicKeyDer(POINT);
const name = nameOf({ C: 'CN', O: '车盾', CN: 'TSP' });
const extensions = [
  basicConstraints({ isCa: true, pathLength: 2 }),
  keyUsage(KEY_USAGE.digitalSignature | KEY_USAGE.keyCertSign),
  extendedKeyUsage([PURPOSE.serverAuth]),
  subjectAltName([
    { kind: 'dns', value: 'a.cn' },
    { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
    { kind: 'directory', value: encodeName(name) },
  ]),
  authorityKeyIdentifier({ keyIdentifier: POINT.subarray(0, 20) }),
  crlDistributionPoints([{ fullName: [{ kind: 'uri', value: 'http://x' }], reasons: 6 }]),
  certificatePolicies([{ policy: '2.5.29.32.0' }]),
  nameConstraints({ permitted: [{ kind: 'dns', value: 'cn' }], excluded: [{ kind: 'email', value: '.com' }] }),
];
const spec: CertificateSpec = {
  serial: Uint8Array.of(0x80, 1),
  algorithm: 'sm2-sm3',
  issuer: name,
  subject: name,
  notBefore: START,
  notAfter: START + 1e10,
  publicKey: spki,
  extensions,
};
const certificate = await buildCertificate(spec, sign);
const parsed = parseCertificate(certificate);
const request = await buildRequest(
  { subject: name, publicKey: spki, algorithm: 'sm2-sm3', extensions, challengePassword: 'x' },
  sign,
);
const entries = new RevokedWriter();
for (let serial = 1; serial < 5; serial += 1)
  entries.add({ serial: Uint8Array.of(serial), revokedAt: START, reason: 'superseded' });
entries.add({ serial: Uint8Array.of(9), revokedAt: START, certificateIssuer: encodeName(name), invalidSince: START });
const crlTimes = { thisUpdate: START, nextUpdate: START + 1e10 };
const crl = await buildCrl(
  { algorithm: 'sm2-sm3', issuer: name, ...crlTimes, entries: entries.entries(), extensions: [crlNumber(3)] },
  sign,
);
const ocspRequest = buildOcspRequest(parsed, [parsed.serial], { nonce: POINT.subarray(0, 16) });
const id = encodeDer(certIdDer(parsed, parsed.serial));
const responses = [
  {
    id,
    status: { kind: 'revoked', revokedAt: START, reason: 'keyCompromise' } as const,
    thisUpdate: START,
    nextUpdate: START + 1e10,
  },
  { id, status: { kind: 'good' } as const, thisUpdate: START },
];
const ocsp = await buildOcspResponse(
  { algorithm: 'sm2-sm3', responder: parsed, producedAt: START, responses, certificates: [certificate] },
  sign,
);
const signers = [{ certificate: parsed, algorithm: 'sm2-sm3' as const, sign, signingTime: START }];
const signed = await buildSignedData({ content: bytesOf('text'), kind: 'embedded', signers, certificates: [parsed] });
/** A message whose wrapped key is random: the place of it is filled so that seeds stay the same. */
const enveloped = ((): Uint8Array => {
  const bytes = buildEnvelopedData({
    content: bytesOf('text'),
    cipher: 'sm4-cbc',
    contentKey: new Uint8Array(16),
    iv: new Uint8Array(16),
    recipients: [{ kind: 'sm2', certificate: parsed }],
  });
  const [info] = parseEnvelopedData(bytes).recipients;
  if (info?.kind === 'transport') info.encryptedKey.fill(7);
  return bytes;
})();

const never: SignatureVerifier = { verify: () => true };

/** Every reader of extensions, whatever stands there. */
const readers: readonly ((from: HasExtensions) => unknown)[] = [
  basicConstraintsOf,
  keyUsageOf,
  extendedKeyUsageOf,
  subjectAltNameOf,
  nameConstraintsOf,
  authorityKeyIdentifierOf,
  authorityInfoAccessOf,
  crlDistributionPointsOf,
  issuingDistributionPointOf,
  certificatePoliciesOf,
  policyMappingsOf,
  tlsFeatureOf,
];

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const readCertificate = (bytes: Uint8Array): void => {
  const one = parseCertificate(bytes);
  const whole: CertificateSpec = {
    ...one,
    algorithm: 'sm2-sm3',
    serial: Uint8Array.of(1),
    publicKey: one.publicKey.raw,
    notAfter: Math.max(one.notAfter, one.notBefore),
  };
  encodeTbsCertificate(whole);
  must(same(encodeName(parseName(encodeName(parseName(parsed.subject)))), parsed.subject), 'a name stays');
  for (const read of readers) read(one);
  parseName(one.subject);
};

const judge = (bytes: Uint8Array): void => {
  const one: Certificate = parseCertificate(bytes);
  const anchors = [{ name: parsed.subject, publicKey: parsed.publicKey }];
  const input = {
    certificate: one,
    intermediates: [one, parsed],
    anchors,
    at: START + 1000,
    host: 'a.cn',
    purpose: PURPOSE.serverAuth,
  };
  const result = validatePath({ ...input, verifier: never });
  must(result.kind === 'valid' || result.reasons.length > 0, 'a path that is not valid has a reason');
};

const common = {
  keep: 'libs/x509/testing/fuzz',
  codes: Object.keys(X509_ERRORS),
  words: [
    '30',
    '31',
    '3080',
    '0500',
    '0101ff',
    '020100',
    '0603551d13',
    '0603551d11',
    '3000',
    'a000',
    'a300',
    '0400',
    '30820100',
  ].map(hexBytes),
};

/** Readers of DER, certificates, requests, CRLs, OCSP, CMS, names and PEM, and the judge of paths. */
export const targets: readonly Target[] = [
  { ...common, name: 'x509-certificate', seeds: [certificate], run: readCertificate },
  { ...common, name: 'x509-path', seeds: [certificate], run: judge },
  { ...common, name: 'x509-request', seeds: [request], run: (bytes) => void parseRequest(bytes) },
  {
    ...common,
    name: 'x509-crl',
    seeds: [crl],
    run: (bytes) => {
      const index = indexCrl(parseCrl(bytes));
      must(index.size > 0 || index.find(Uint8Array.of(1)) === undefined, 'an empty list finds nothing');
    },
  },
  {
    ...common,
    name: 'x509-ocsp',
    seeds: [ocspRequest, ocsp],
    run: (bytes) =>
      void (bytes[4] === TAG.enumerated || bytes[5] === TAG.enumerated
        ? parseOcspResponse(bytes)
        : parseOcspRequest(bytes)),
  },
  {
    ...common,
    name: 'x509-signed',
    seeds: [signed],
    run: (bytes) => void verifySignedData(parseSignedData(bytes), { verifier: never }),
  },
  { ...common, name: 'x509-enveloped', seeds: [enveloped], run: (bytes) => void parseEnvelopedData(bytes) },
  {
    ...common,
    name: 'x509-der',
    seeds: [certificate, crl, encodeName(name)],
    run: (bytes) => {
      checkDer(bytes);
      const reader = new DerReader(bytes);
      must(same(reader.element(), bytes), 'what was checked is one element');
    },
  },
  {
    ...common,
    name: 'x509-name-text',
    seeds: [bytesOf(nameText(name)), bytesOf('1.2.3=#0401ff,CN=a\\,b+OU=\\E8\\BD\\A6')],
    words: wordsOf('CN= , + \\ # =#04 \\00 DC= 2.5.4.3='),
    run: (bytes) => {
      const read = parseNameText(textOf(bytes));
      must(nameText(parseNameText(nameText(read))) === nameText(read), 'the text of a name stays');
    },
  },
  {
    ...common,
    name: 'x509-pem',
    seeds: [bytesOf(formatPem({ label: 'CERTIFICATE', bytes: certificate }))],
    words: wordsOf('-----BEGIN -----END ----- CERTIFICATE == AAAA'),
    run: (bytes) => {
      const blocks = parsePem(textOf(bytes));
      must(parsePem(blocks.map(formatPem).join('')).length === blocks.length, 'blocks stay');
    },
  },
];
