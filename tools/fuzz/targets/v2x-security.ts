import { ASN1_ERRORS } from '@chedun/asn1';
import { valueArb } from '@chedun/asn1/testing';
import { decodeOer, encodeOer } from '@chedun/asn1/oer';
import {
  checkRequest,
  CRL_AID,
  createVerifier,
  encodeCertificate,
  encodeMessage,
  encodePdu,
  newSpduView,
  parseCertificate,
  parseCrl,
  parseMessage,
  parsePdu,
  parsePkiCtl,
  parseRootCtl,
  publicKeyOf,
  scanSpdu,
  unsecuredMessage,
  V2X_SECURITY_ERRORS,
} from '@chedun/v2x-security';
import type { CertificateValue, Pdu, Profile } from '@chedun/v2x-security';
import {
  Certificate,
  CrlContents,
  HeaderInfo,
  PkiCtl,
  RootCtl,
  SignedCertificateRequest,
} from '@chedun/v2x-security/schema';
import { hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';
import { samples } from './corpus.ts';

const sameBytes = (one: Uint8Array, two: Uint8Array): boolean => Buffer.compare(one, two) === 0;

const signature = { sm2: { rSig: { octets: '11'.repeat(32) }, sSig: { octets: '22'.repeat(32) } } };
/** The key of the example of GB/T 32918. */
const publicKey = { compressedY1: { octets: '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' } };

/** A root; nobody signed it, as reading asks for no signature. */
const authority: CertificateValue = {
  version: 3,
  type: 'explicit',
  issuer: { self: 'sm3' },
  toBeSigned: {
    id: { name: 'root.example' },
    cracaId: { octets: '000000' },
    crlSeries: 0,
    validityPeriod: { start: 525_493_093, duration: { years: 30 } },
    region: { identified: [{ countryOnly: 156 }] },
    appPermissions: [{ aid: 3628, ssp: { opaque: { octets: '00010001010000' } } }],
    certIssuePermissions: [
      { subjectPermissions: { all: null }, minChainLength: 2, chainLengthRange: -1, eeType: { bits: '11000000' } },
    ],
    verifyKeyIndicator: { verificationKey: { ecsigSm2: publicKey } },
  },
  signature,
};
const ROOT = encodeCertificate(authority);

const digests = [
  `038102400380203434343434343434343434343434343434343434343434343434343434343434400120000000000023730380${'aa'.repeat(8)}8440${'11'.repeat(64)}`,
  `0381004003800401020304740120000000000023730300000000002373040000000000000000000a010203${'00'}0102030001${'80'}${'aa'.repeat(8)}8082${'11'.repeat(64)}`,
].map(hexBytes);
const withCertificate = hexBytes(
  `03810240038001ff40012000000000002373038101${'01'}${Buffer.from(ROOT).toString('hex')}8440${'11'.repeat(64)}`,
);
const messages = [...digests, withCertificate, unsecuredMessage('cn', ROOT)];

/** Revocation lists in messages; the signature is nobody's, as reading asks for none. */
const crls = samples(valueArb(CrlContents), 40).map((contents) => {
  const octets = Buffer.from(encodeOer(CrlContents, contents)).toString('hex');
  const tbsData = {
    payload: { data: { version: 3, content: { unsecuredData: { octets } } } },
    headerInfo: { aid: CRL_AID.cn },
  };
  const signedData = { hashId: 'sm3' as const, tbsData, signer: { certificate: [authority] }, signature };
  return encodeMessage('cn', { version: 3, content: { signedData } });
});

const { toBeSigned: tbsCert } = authority;
const enrolment: Pdu = {
  version: 1,
  content: { ecaEe: { eeEcaCertRequest: { version: 1, generationTime: 0, type: 'explicit', tbsCert } } },
};
const requests = [{ self: null }, { certificate: [authority] }].map((signer) => {
  const request = { hashId: 'sm3' as const, tbsRequest: enrolment, signer, signature };
  const octets = Buffer.from(encodeOer(SignedCertificateRequest, request)).toString('hex');
  return encodeMessage('cn', { version: 3, content: { signedCertificateRequest: { octets } } });
});

const words = [
  '80',
  '81',
  '82',
  '83',
  '84',
  '0101',
  '8440',
  '84218',
  '40',
  '000000',
  'ffffffff',
  '0103',
  '82ffff',
  '7f',
]
  .map((word) => (word.length % 2 === 0 ? word : `${word}0`))
  .map(hexBytes);

const common = { keep: 'libs/v2x-security/testing/fuzz', codes: Object.keys(V2X_SECURITY_ERRORS), words };

const certificate = (bytes: Uint8Array): void => {
  const read = parseCertificate(bytes);
  must(sameBytes(encodeCertificate(read.value), bytes), 'a certificate is written as it was read');
  publicKeyOf(read);
};

const message = (profile: Profile) => (bytes: Uint8Array) => {
  const view = newSpduView();
  const isScanned = scanSpdu(bytes, view, profile);
  must(!isScanned || view.at <= bytes.length, 'a scanned message ends within its bytes');
  const value = parseMessage(profile, bytes);
  must(sameBytes(encodeMessage(profile, value), bytes), 'a message is written as it was read');
};

const pdu = (bytes: Uint8Array): void => {
  must(sameBytes(encodePdu(parsePdu(bytes)), bytes), 'a management message is written as it was read');
};

const verifier = createVerifier(16);

/** Readers of canonical OER and of everything of the V2X security layer. */
export const targets: readonly Target[] = [
  { ...common, name: 'v2x-certificate', seeds: [ROOT], most: 600, isSlow: true, run: certificate },
  { ...common, name: 'v2x-spdu-cn', seeds: messages, most: 800, run: message('cn') },
  { ...common, name: 'v2x-spdu-ieee', seeds: messages, most: 800, run: message('ieee') },
  {
    ...common,
    name: 'v2x-root-list',
    seeds: samples(valueArb(RootCtl), 40).map((value) => encodeOer(RootCtl, value)),
    most: 1500,
    isSlow: true,
    run: (bytes) => void parseRootCtl(bytes),
  },
  {
    ...common,
    name: 'v2x-authority-list',
    seeds: samples(valueArb(PkiCtl), 40).map((value) => encodeOer(PkiCtl, value)),
    most: 1500,
    isSlow: true,
    run: (bytes) => void parsePkiCtl(bytes),
  },
  { ...common, name: 'v2x-crl', seeds: crls, most: 1500, isSlow: true, run: (bytes) => void parseCrl('cn', bytes) },
  {
    ...common,
    name: 'v2x-pdu',
    seeds: [hexBytes('0181'), hexBytes('01878300000161'), encodePdu(enrolment)],
    most: 800,
    run: pdu,
  },
  {
    ...common,
    name: 'v2x-request',
    seeds: requests,
    most: 1000,
    isSlow: true,
    run: (bytes) => void checkRequest(bytes, verifier),
  },
  {
    name: 'asn1-oer',
    keep: 'libs/asn1/testing/fuzz',
    codes: Object.keys(ASN1_ERRORS),
    words,
    seeds: [
      ...samples(valueArb(CrlContents), 100).map((value) => encodeOer(CrlContents, value)),
      ...samples(valueArb(HeaderInfo), 50).map((value) => encodeOer(HeaderInfo, value)),
    ],
    most: 1500,
    run: (bytes) => {
      const { value } = decodeOer(CrlContents, bytes, { canonical: true });
      must(sameBytes(encodeOer(CrlContents, value), bytes), 'canonical bytes are written as they were read');
    },
  },
  {
    name: 'asn1-oer-certificate',
    keep: 'libs/asn1/testing/fuzz',
    codes: Object.keys(ASN1_ERRORS),
    words,
    seeds: samples(valueArb(Certificate), 100).map((value) => encodeOer(Certificate, value)),
    most: 1000,
    run: (bytes) => void decodeOer(Certificate, bytes),
  },
];
