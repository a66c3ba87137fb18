import { DerReader, TAG, contextOf, encodeDer, explicit, int, nul, octetString, oid, raw, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { readAlgorithm } from '../algorithm.ts';
import { x509Error } from '../errors.ts';
import { extensionsDer, readExtensions, readList } from '../extension.ts';
import {
  cmpCertIdDer,
  MOST_REQUESTS,
  readCertId,
  readRequestId,
  readRequestMessage,
  readTemplate,
  requestMessageDer,
  templateDer,
} from './crmf.ts';
import { readStatus, readTexts, statusDer } from './status.ts';
import type {
  CertConfirmation,
  CertResponse,
  InfoValue,
  IssueAnswerBody,
  PkiBody,
  RevocationDetails,
} from './types.ts';

const MOST_ITEMS = 32;
const MOST_CERTIFICATES = 64;
const MOST_HASH = 64;
const MOST_SECONDS = 1e9;

/** Kinds of bodies by the number of their tag (RFC 4210 5.1.2). */
const NUMBER = {
  ir: 0,
  ip: 1,
  cr: 2,
  cp: 3,
  p10cr: 4,
  kur: 7,
  kup: 8,
  rr: 11,
  rp: 12,
  pkiconf: 19,
  genm: 21,
  genp: 22,
  error: 23,
  certConf: 24,
  pollReq: 25,
  pollRep: 26,
} as const satisfies Record<PkiBody['kind'], number>;

const KINDS = new Map<number, PkiBody['kind']>(
  (Object.keys(NUMBER) as PkiBody['kind'][]).map((kind) => [contextOf(NUMBER[kind]), kind]),
);

/** Reads an InfoTypeAndValue. */
export const readInfo = (reader: DerReader): InfoValue => {
  const outer = reader.open(TAG.sequence);
  const type = reader.oid();
  const value = reader.done() ? undefined : reader.element();
  reader.close(outer);
  return { type, value };
};

/** Writes an InfoTypeAndValue. */
export const infoDer = ({ type, value }: InfoValue): Der => seq(oid(type), value && raw(value));

/** Reads a list of certificates (CMPCertificate) at the cursor; at least one, at most 64. */
export const readCertificates = (reader: DerReader): readonly Uint8Array[] =>
  readList(reader, MOST_CERTIFICATES, (inner) => inner.element(TAG.sequence));

const readInside = <T>(reader: DerReader, tag: number, read: (inner: DerReader) => T): T | undefined => {
  const outer = reader.openIf(tag);
  if (outer < 0) return undefined;
  const value = read(reader);
  reader.close(outer);
  return value;
};

const readResponse = (reader: DerReader): CertResponse => {
  const outer = reader.open(TAG.sequence);
  const id = readRequestId(reader);
  const status = readStatus(reader);
  const pair = reader.openIf(TAG.sequence);
  const certificate = pair < 0 ? undefined : readInside(reader, contextOf(0), (inner) => inner.element(TAG.sequence));
  if (pair >= 0 && (certificate === undefined || !reader.done()))
    throw x509Error('x509.unsupported', { offset: reader.at, reason: 'an encrypted certificate or private key' });
  if (pair >= 0) reader.close(pair);
  if (reader.peek() === TAG.octetString) reader.skip();
  reader.close(outer);
  return { id, status, certificate };
};

const readResponses = (reader: DerReader): Omit<IssueAnswerBody, 'kind'> => {
  const outer = reader.open(TAG.sequence);
  const caCertificates = readInside(reader, contextOf(1), readCertificates) ?? [];
  const responses = readList(reader, MOST_REQUESTS, readResponse);
  reader.close(outer);
  return { caCertificates, responses };
};

const readRevocation = (reader: DerReader): RevocationDetails => {
  const outer = reader.open(TAG.sequence);
  const template = readTemplate(reader);
  const extensions = reader.done() ? [] : readExtensions(reader);
  reader.close(outer);
  return { template, extensions };
};

const readRevoked = (reader: DerReader): Extract<PkiBody, { kind: 'rp' }> => {
  const outer = reader.open(TAG.sequence);
  const statuses = readList(reader, MOST_REQUESTS, readStatus);
  const certificates = readInside(reader, contextOf(0), (inner) => readList(inner, MOST_REQUESTS, readCertId)) ?? [];
  if (reader.peek() === contextOf(1)) reader.skip();
  reader.close(outer);
  return { kind: 'rp', statuses, certificates };
};

const readConfirmation = (reader: DerReader): CertConfirmation => {
  const outer = reader.open(TAG.sequence);
  const hash = reader.octets();
  if (hash.length > MOST_HASH) throw x509Error('x509.limit', { offset: reader.at, reason: 'a hash over 64 bytes' });
  const id = readRequestId(reader);
  const status = reader.peek() === TAG.sequence ? readStatus(reader) : undefined;
  const hashAlgorithm = readInside(reader, contextOf(0), readAlgorithm);
  reader.close(outer);
  return { id, hash, status, hashAlgorithm };
};

/** A SEQUENCE OF that may be empty: an empty certConf refuses all (RFC 4210 5.3.18), an empty genm asks for everything. */
const readAny = <T>(reader: DerReader, read: (inner: DerReader) => T): readonly T[] => {
  if (new DerReader(reader.bytes, reader.at, reader.end).content(TAG.sequence).length > 0)
    return readList(reader, MOST_ITEMS, read);
  reader.skip();
  return [];
};

const readError = (reader: DerReader): Extract<PkiBody, { kind: 'error' }> => {
  const outer = reader.open(TAG.sequence);
  const status = readStatus(reader);
  if (reader.peek() === TAG.integer) reader.integerBytes();
  const more = reader.peek() === TAG.sequence ? readTexts(reader) : [];
  reader.close(outer);
  return { kind: 'error', status: { ...status, text: [...status.text, ...more] } };
};

const readOne = <T>(reader: DerReader, read: (inner: DerReader) => T): T => {
  const outer = reader.open(TAG.sequence);
  const value = read(reader);
  reader.close(outer);
  return value;
};

const readPolled = (reader: DerReader): { readonly id: number; readonly checkAfter: number } =>
  readOne(reader, (inner) => {
    const [id, checkAfter] = [readRequestId(inner), inner.small(MOST_SECONDS)];
    if (!inner.done()) readTexts(inner);
    return { id, checkAfter };
  });

const readContent = (reader: DerReader, kind: PkiBody['kind']): PkiBody => {
  switch (kind) {
    case 'ir':
    case 'cr':
    case 'kur':
      return { kind, requests: readList(reader, MOST_REQUESTS, readRequestMessage) };
    case 'ip':
    case 'cp':
    case 'kup':
      return { kind, ...readResponses(reader) };
    case 'p10cr':
      return { kind, request: reader.element(TAG.sequence) };
    case 'rr':
      return { kind, details: readList(reader, MOST_REQUESTS, readRevocation) };
    case 'rp':
      return readRevoked(reader);
    case 'certConf':
      return { kind, confirmations: readAny(reader, readConfirmation) };
    case 'pkiconf':
      reader.null();
      return { kind };
    case 'genm':
    case 'genp':
      return { kind, items: readAny(reader, readInfo) };
    case 'error':
      return readError(reader);
    case 'pollReq':
      return { kind, ids: readList(reader, MOST_REQUESTS, (inner) => readOne(inner, readRequestId)) };
    case 'pollRep':
      return { kind, items: readList(reader, MOST_REQUESTS, readPolled) };
  }
};

/** Reads a PKIBody at the cursor. Throws `x509.unsupported` for kinds that {@link PkiBody} has not. */
export const readBody = (reader: DerReader): PkiBody => {
  const kind = KINDS.get(reader.peek());
  if (kind === undefined)
    throw x509Error('x509.unsupported', { offset: reader.at, reason: `a body of CMP under tag ${reader.peek()}` });
  const outer = reader.open(reader.peek());
  const body = readContent(reader, kind);
  reader.close(outer);
  return body;
};

const responseDer = ({ id, status, certificate }: CertResponse): Der =>
  seq(int(id), statusDer(status), certificate && seq(explicit(0, raw(certificate))));

const confirmationDer = ({ id, hash, status, hashAlgorithm }: CertConfirmation): Der =>
  seq(octetString(hash), int(id), status && statusDer(status), hashAlgorithm && explicit(0, raw(hashAlgorithm.raw)));

const contentDer = (body: PkiBody): Der => {
  switch (body.kind) {
    case 'ir':
    case 'cr':
    case 'kur':
      return seq(...body.requests.map(requestMessageDer));
    case 'ip':
    case 'cp':
    case 'kup':
      return seq(
        body.caCertificates.length === 0 ? undefined : explicit(1, seq(...body.caCertificates.map(raw))),
        seq(...body.responses.map(responseDer)),
      );
    case 'p10cr':
      return raw(body.request);
    case 'rr':
      return seq(
        ...body.details.map(({ template, extensions }) => seq(templateDer(template), extensionsDer(extensions))),
      );
    case 'rp':
      return seq(
        seq(...body.statuses.map(statusDer)),
        body.certificates.length === 0 ? undefined : explicit(0, seq(...body.certificates.map(cmpCertIdDer))),
      );
    case 'certConf':
      return seq(...body.confirmations.map(confirmationDer));
    case 'pkiconf':
      return nul;
    case 'genm':
    case 'genp':
      return seq(...body.items.map(infoDer));
    case 'error':
      return seq(statusDer(body.status));
    case 'pollReq':
      return seq(...body.ids.map((id) => seq(int(id))));
    case 'pollRep':
      return seq(...body.items.map(({ id, checkAfter }) => seq(int(id), int(checkAfter))));
  }
};

/** A PKIBody, DER. */
export const encodeBody = (body: PkiBody): Uint8Array => encodeDer(explicit(NUMBER[body.kind], contentDer(body)));
