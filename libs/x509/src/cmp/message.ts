import {
  DerReader,
  TAG,
  bitString,
  contextOf,
  encodeDer,
  explicit,
  generalizedTime,
  int,
  octetString,
  raw,
  seq,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { readAlgorithm } from '../algorithm.ts';
import type { Sign } from '../certificate.ts';
import { x509Error } from '../errors.ts';
import { readList } from '../extension.ts';
import { generalNameDer, readGeneralName } from '../general-name.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import { nodeVerifier } from '../verifier.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { encodeBody, infoDer, readBody, readCertificates, readInfo } from './body.ts';
import { readTexts, textsDer } from './status.ts';
import type { PkiBody, PkiHeader, PkiMessage } from './types.ts';

const MAX_BYTES = 1 << 20;
const MOST_OCTETS = 128;
const MOST_INFO = 32;
const MOST_VERSION = 99;

const inside = <T>(reader: DerReader, number: number, read: (inner: DerReader) => T): T | undefined => {
  const outer = reader.openIf(contextOf(number));
  if (outer < 0) return undefined;
  const value = read(reader);
  reader.close(outer);
  return value;
};

const shortOctets = (reader: DerReader): Uint8Array => {
  const bytes = reader.octets();
  if (bytes.length > MOST_OCTETS)
    throw x509Error('x509.limit', { offset: reader.from, reason: `an identifier or nonce over ${MOST_OCTETS} bytes` });
  return bytes;
};

const readHeader = (reader: DerReader): PkiHeader => {
  const outer = reader.open(TAG.sequence);
  const header = {
    version: reader.small(MOST_VERSION),
    sender: readGeneralName(reader),
    recipient: readGeneralName(reader),
    messageTime: inside(reader, 0, (inner) => inner.time()),
    protectionAlgorithm: inside(reader, 1, readAlgorithm),
    senderKid: inside(reader, 2, shortOctets),
    recipientKid: inside(reader, 3, shortOctets),
    transactionId: inside(reader, 4, shortOctets),
    senderNonce: inside(reader, 5, shortOctets),
    recipientNonce: inside(reader, 6, shortOctets),
    freeText: inside(reader, 7, readTexts) ?? [],
    generalInfo: inside(reader, 8, (inner) => readList(inner, MOST_INFO, readInfo)) ?? [],
  };
  reader.close(outer);
  return header;
};

/**
 * Reads a message of CMP (RFC 4210 5.1, RFC 9480) of DER to the last byte; at most 1 MiB, 16 requests, 64 certificates.
 * Nothing is believed yet: see {@link isSignedMessage} and `isMacOf`. Throws `asn1.*`, `x509.structure`, `x509.limit`,
 * `x509.unsupported`.
 */
export const parsePkiMessage = (der: Uint8Array): PkiMessage => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a message over 1 MiB' });
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const start = reader.at;
  const header = readHeader(reader);
  const body = readBody(reader);
  const protectedPart = encodeDer(seq(raw(der.subarray(start, reader.at))));
  const protection = inside(reader, 0, (inner) => inner.bitBytes());
  const extraCertificates = inside(reader, 1, readCertificates) ?? [];
  reader.close(outer);
  reader.finish();
  return { raw: der, header, body, protectedPart, protection, extraCertificates };
};

const octets = (number: number, bytes: Uint8Array | undefined): Der | undefined =>
  bytes && explicit(number, octetString(bytes));

const headerDer = (header: PkiHeader): Der => {
  const { messageTime, protectionAlgorithm, generalInfo = [] } = header;
  const texts = textsDer(header.freeText ?? []);
  return seq(
    int(header.version),
    generalNameDer(header.sender),
    generalNameDer(header.recipient),
    messageTime === undefined ? undefined : explicit(0, generalizedTime(messageTime)),
    protectionAlgorithm && explicit(1, raw(protectionAlgorithm.raw)),
    octets(2, header.senderKid),
    octets(3, header.recipientKid),
    octets(4, header.transactionId),
    octets(5, header.senderNonce),
    octets(6, header.recipientNonce),
    texts && explicit(7, texts),
    generalInfo.length === 0 ? undefined : explicit(8, seq(...generalInfo.map(infoDer))),
  );
};

/**
 * Writes a message. `protect` gets the ProtectedPart and answers signature or MAC; it has to fit
 * `header.protectionAlgorithm`. Throws `asn1.value`.
 */
export const buildPkiMessage = async (
  {
    header,
    body,
    extraCertificates = [],
  }: {
    readonly header: PkiHeader;
    readonly body: PkiBody;
    readonly extraCertificates?: readonly Uint8Array[];
  },
  protect?: Sign,
): Promise<Uint8Array> => {
  const inner = [raw(encodeDer(headerDer(header))), raw(encodeBody(body))];
  const protection = await protect?.(encodeDer(seq(...inner)));
  return encodeDer(
    seq(
      ...inner,
      protection && explicit(0, bitString(protection)),
      extraCertificates.length === 0 ? undefined : explicit(1, seq(...extraCertificates.map(raw))),
    ),
  );
};

/** Whether a message was signed with this key (RFC 4210 5.1.3.3). Never throws. */
export const isSignedMessage = (
  message: Pick<PkiMessage, 'header' | 'protection' | 'protectedPart'>,
  key: PublicKeyInfo,
  verifier: SignatureVerifier = nodeVerifier,
): boolean => {
  const algorithm = message.header.protectionAlgorithm;
  if (algorithm === undefined || message.protection === undefined) return false;
  return verifier.verify(key, algorithm, message.protectedPart, message.protection);
};
