import {
  DerReader,
  TAG,
  constructed,
  context,
  contextOf,
  encodeDer,
  explicit,
  generalizedTime,
  implicit,
  int,
  nul,
  oid,
  raw,
  seq,
  bitString,
  unsigned,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { readAlgorithm } from '../algorithm.ts';
import { x509Error } from '../errors.ts';
import { extensionsDer, readExtensions, readList } from '../extension.ts';
import type { Extension } from '../extension.ts';
import { generalNameDer, readGeneralName } from '../general-name.ts';
import { parsePublicKey } from '../public-key.ts';
import { CMP } from './types.ts';
import type { CertRequestMessage, CertTemplate, CmpCertId, ProofOfPossession } from './types.ts';

/** Most requests of one message; the lightweight profile has one. */
export const MOST_REQUESTS = 16;
const MOST_CONTROLS = 16;
const MOST_ID = 4;
const [VERSION, SERIAL, ALGORITHM, ISSUER, VALIDITY, SUBJECT, KEY, ISSUER_UID, SUBJECT_UID, EXTENSIONS] = [
  context(0),
  context(1),
  contextOf(2),
  contextOf(3),
  contextOf(4),
  contextOf(5),
  contextOf(6),
  context(7),
  context(8),
  contextOf(9),
];

/** Number of a request: -1 stands for the only one of a PKCS #10 (RFC 9483 4.1.4). */
export const readRequestId = (reader: DerReader): number => Number(reader.integer(MOST_ID));

/** An element of an IMPLICIT SEQUENCE under the tag it has without. */
const asSequence = (reader: DerReader, tag: number): Uint8Array =>
  encodeDer(constructed(TAG.sequence, [raw(reader.content(tag))]));

const explicitName = (reader: DerReader, tag: number): Uint8Array | undefined => {
  const outer = reader.openIf(tag);
  if (outer < 0) return undefined;
  const name = reader.element(TAG.sequence);
  reader.close(outer);
  return name;
};

const explicitTime = (reader: DerReader, tag: number): number | undefined => {
  const outer = reader.openIf(tag);
  if (outer < 0) return undefined;
  const millis = reader.time();
  reader.close(outer);
  return millis;
};

const readValidity = (reader: DerReader): Pick<CertTemplate, 'notBefore' | 'notAfter'> => {
  const outer = reader.openIf(VALIDITY);
  if (outer < 0) return {};
  const [notBefore, notAfter] = [explicitTime(reader, contextOf(0)), explicitTime(reader, contextOf(1))];
  reader.close(outer);
  return { notBefore, notAfter };
};

const skipIf = (reader: DerReader, tag: number): void => {
  if (reader.peek() === tag) reader.skip();
};

const readTemplateExtensions = (reader: DerReader): readonly Extension[] => {
  if (reader.peek() !== EXTENSIONS) return [];
  const content = asSequence(reader, EXTENSIONS);
  // A template may name no extension at all.
  return content.length === 2 ? [] : readExtensions(new DerReader(content));
};

/** Reads a CertTemplate at the cursor (RFC 4211 5); version, algorithm and unique identifiers are passed over. */
export const readTemplate = (reader: DerReader): CertTemplate => {
  const outer = reader.open(TAG.sequence);
  skipIf(reader, VERSION);
  const serial = reader.peek() === SERIAL ? reader.integerBytes(SERIAL) : undefined;
  skipIf(reader, ALGORITHM);
  const issuer = explicitName(reader, ISSUER);
  const validity = readValidity(reader);
  const subject = explicitName(reader, SUBJECT);
  const publicKey = reader.peek() === KEY ? parsePublicKey(asSequence(reader, KEY)) : undefined;
  skipIf(reader, ISSUER_UID);
  skipIf(reader, SUBJECT_UID);
  const extensions = readTemplateExtensions(reader);
  reader.close(outer);
  return { serial, issuer, ...validity, subject, publicKey, extensions };
};

/** Writes a CertTemplate. */
export const templateDer = (template: CertTemplate): Der => {
  const { serial, issuer, subject, notBefore, notAfter, publicKey } = template;
  const dated = notBefore !== undefined || notAfter !== undefined;
  const when = (tag: number, millis: number | undefined): Der | undefined =>
    millis === undefined ? undefined : explicit(tag, generalizedTime(millis));
  const extensions = extensionsDer(template.extensions);
  return seq(
    serial && implicit(1, unsigned(serial)),
    issuer && explicit(3, raw(issuer)),
    dated ? implicit(4, seq(when(0, notBefore), when(1, notAfter))) : undefined,
    subject && explicit(5, raw(subject)),
    publicKey && constructed(KEY, [raw(contentOf(publicKey.raw))]),
    extensions && implicit(9, extensions),
  );
};

const contentOf = (element: Uint8Array): Uint8Array => new DerReader(element).content(TAG.sequence);

/** Reads a CertId (RFC 4211 6.5). */
export const readCertId = (reader: DerReader): CmpCertId => {
  const outer = reader.open(TAG.sequence);
  const issuer = readGeneralName(reader);
  const serial = reader.integerBytes();
  reader.close(outer);
  return { issuer, serial };
};

/** Writes a CertId. */
export const cmpCertIdDer = ({ issuer, serial }: CmpCertId): Der => seq(generalNameDer(issuer), unsigned(serial));

const readControls = (reader: DerReader): CmpCertId | undefined => {
  if (reader.done()) return undefined;
  const controls = readList(reader, MOST_CONTROLS, (inner) => {
    const outer = inner.open(TAG.sequence);
    const type = inner.oid();
    const value = type === CMP.oldCertId ? readCertId(inner) : undefined;
    if (value === undefined) inner.skip();
    inner.close(outer);
    return value;
  });
  const found = controls.filter((each) => each !== undefined);
  if (found.length > 1)
    throw x509Error('x509.structure', { offset: reader.at, reason: 'two certificates to be replaced' });
  return found[0];
};

const readSigningProof = (reader: DerReader): ProofOfPossession => {
  const outer = reader.open(contextOf(1));
  const input = reader.peek() === contextOf(0) ? 'other' : 'request';
  if (input === 'other') reader.skip();
  const algorithm = readAlgorithm(reader);
  const signature = reader.bitBytes();
  reader.close(outer);
  return { kind: 'signature', input, algorithm, signature };
};

const readProof = (reader: DerReader): ProofOfPossession | undefined => {
  const tag = reader.peek();
  if (tag === contextOf(1)) return readSigningProof(reader);
  if (tag !== context(0) && tag !== contextOf(2) && tag !== contextOf(3)) return undefined;
  reader.skip();
  return { kind: tag === context(0) ? 'ra-verified' : 'other' };
};

/** Reads a CertReqMsg at the cursor (RFC 4211 3). */
export const readRequestMessage = (reader: DerReader): CertRequestMessage => {
  const outer = reader.open(TAG.sequence);
  const start = reader.at;
  const inside = reader.open(TAG.sequence);
  const id = readRequestId(reader);
  const template = readTemplate(reader);
  const oldCertificate = readControls(reader);
  reader.close(inside);
  const request = reader.bytes.subarray(start, reader.at);
  const proof = readProof(reader);
  skipIf(reader, TAG.sequence);
  reader.close(outer);
  return { id, template, oldCertificate, proof, request };
};

/** The CertRequest that a proof of possession signs (RFC 4211 4.1), DER. */
export const encodeCertRequest = (asked: Pick<CertRequestMessage, 'id' | 'template' | 'oldCertificate'>): Uint8Array =>
  encodeDer(
    seq(
      int(asked.id),
      templateDer(asked.template),
      asked.oldCertificate && seq(seq(oid(CMP.oldCertId), cmpCertIdDer(asked.oldCertificate))),
    ),
  );

const proofDer = (proof: ProofOfPossession): Der => {
  switch (proof.kind) {
    case 'ra-verified':
      return implicit(0, nul);
    case 'signature':
      if (proof.input === 'other') break;
      return implicit(1, seq(raw(proof.algorithm.raw), bitString(proof.signature)));
    case 'other':
      break;
  }
  throw x509Error('x509.unsupported', { reason: 'this proof of possession is read only' });
};

/** Writes a CertReqMsg; `request` has to be what {@link encodeCertRequest} gave. */
export const requestMessageDer = ({ request, proof }: Pick<CertRequestMessage, 'request' | 'proof'>): Der =>
  seq(raw(request), proof && proofDer(proof));
