import { encodeName, nameOf, parsePublicKey, signatureIdentifier, sm2PublicKeyDer, X509_ERRORS } from '@chedun/x509';
import {
  buildPkiMessage,
  CMP,
  encodeCertRequest,
  macAlgorithm,
  macSpecOf,
  parsePkiMessage,
  type PkiBody,
  type PkiHeader,
} from '@chedun/x509/cmp';
import { hexBytes, must } from '../target.ts';
import type { Target } from '../target.ts';

const POINT = hexBytes(
  '0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);
const name = encodeName(nameOf({ C: 'CN', CN: 'LSVAA49J132000001' }));
const directory = { kind: 'directory', value: name } as const;
const mac = { salt: POINT.subarray(0, 16), digest: 'sm3', iterations: 500, mac: 'sm3' } as const;
const algorithms = [
  signatureIdentifier('sm2-sm3'),
  macAlgorithm({ kind: 'password-based', ...mac }),
  macAlgorithm({ kind: 'pbmac1', keyLength: 32, ...mac }),
];
const status = { status: 'rejection', text: ['no'], failures: ['badPOP', 'badAlg'] } as const;
const certId = { issuer: directory, serial: Uint8Array.of(9) };
const asked = {
  id: 0,
  template: {
    subject: name,
    issuer: name,
    notBefore: 0,
    notAfter: 1e12,
    publicKey: parsePublicKey(sm2PublicKeyDer(POINT)),
    extensions: [{ oid: '2.5.29.17', critical: false, value: hexBytes('3006820461622e63') }],
  },
  oldCertificate: certId,
};
const proof = {
  kind: 'signature',
  input: 'request',
  algorithm: signatureIdentifier('sm2-sm3'),
  signature: POINT,
} as const;
const bodies: readonly PkiBody[] = [
  { kind: 'ir', requests: [{ ...asked, proof, request: encodeCertRequest(asked) }] },
  {
    kind: 'cp',
    caCertificates: [name],
    responses: [{ id: 0, status: { ...status, status: 'accepted', failures: [] }, certificate: name }],
  },
  { kind: 'rr', details: [{ template: { serial: Uint8Array.of(9), issuer: name, extensions: [] }, extensions: [] }] },
  { kind: 'rp', statuses: [status], certificates: [certId] },
  {
    kind: 'certConf',
    confirmations: [{ id: 0, hash: POINT.subarray(0, 32), status, hashAlgorithm: signatureIdentifier('sm2-sm3') }],
  },
  { kind: 'genm', items: [{ type: CMP.caCertificates, value: undefined }] },
  { kind: 'error', status },
  { kind: 'pollReq', ids: [0] },
  { kind: 'pollRep', items: [{ id: 0, checkAfter: 60 }] },
  { kind: 'pkiconf' },
  { kind: 'p10cr', request: name },
];
const headerOf = (at: number): PkiHeader => ({
  version: 2,
  sender: directory,
  recipient: directory,
  messageTime: Date.UTC(2026, 0, 1),
  protectionAlgorithm: algorithms[at % algorithms.length],
  senderKid: POINT.subarray(0, 8),
  transactionId: POINT.subarray(0, 16),
  senderNonce: POINT.subarray(0, 16),
  generalInfo: [{ type: CMP.implicitConfirm, value: hexBytes('0500') }],
});
const seeds = await Promise.all(
  bodies.map((body, at) =>
    buildPkiMessage({ header: headerOf(at), body, extraCertificates: [name] }, async () => POINT),
  ),
);

/** The reader of messages of CMP, and of what protects them. */
export const targets: readonly Target[] = [
  {
    name: 'x509-cmp',
    keep: 'libs/x509/testing/fuzz',
    codes: Object.keys(X509_ERRORS),
    words: ['30', 'a0', 'a1', '3000', '0500', '020100', '0201ff', '0400', '0301', '060a2b0601050507050105'].map(
      hexBytes,
    ),
    seeds,
    run: (bytes) => {
      const { header, protectedPart } = parsePkiMessage(bytes);
      must(protectedPart.length <= bytes.length + 8, 'what is protected lies in the message');
      const spec = header.protectionAlgorithm && macSpecOf(header.protectionAlgorithm);
      must(spec === undefined || (spec.iterations >= 100 && spec.iterations <= 200_000), 'work is bounded');
    },
  },
];
