import { createHash } from 'node:crypto';
import { hexOf, textOf } from '../text.ts';

/** What flow records show of a certificate that was sent in clear. */
export interface CertificateNames {
  readonly subject: string;
  readonly issuerdn: string;
  readonly serial: string;
  readonly fingerprint: string;
  readonly notbefore: string;
  readonly notafter: string;
}

interface Node {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const MAX_NODES = 64;

/** Element of DER (X.690) at `at`; undefined when it does not fit before `end`. */
const nodeAt = (bytes: Uint8Array, at: number, end: number): Node | undefined => {
  const tag = bytes[at];
  let size = bytes[at + 1];
  if (tag === undefined || size === undefined || at + 2 > end) return undefined;
  let from = at + 2;
  if (size & 0x80) {
    const count = size & 0x7f;
    if (count === 0 || count > 3) return undefined;
    size = 0;
    for (let step = 0; step < count; step += 1) size = (size << 8) | (bytes[from + step] ?? 0);
    from += count;
  }
  return from + size > end ? undefined : { tag, from, to: from + size };
};

/** Children of a constructed element, at most {@link MAX_NODES}. */
export const childrenOf = (bytes: Uint8Array, parent: Node): Node[] => {
  const nodes: Node[] = [];
  for (let at = parent.from; at < parent.to && nodes.length < MAX_NODES;) {
    const node = nodeAt(bytes, at, parent.to);
    if (node === undefined) break;
    nodes.push(node);
    at = node.to;
  }
  return nodes;
};

const ATTRIBUTES: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550404': 'SN',
  '550405': 'serialNumber',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '550409': 'street',
  '55040a': 'O',
  '55040b': 'OU',
  '55040c': 'title',
  '55042a': 'GN',
  '2a864886f70d010901': 'emailAddress',
  '0992268993f22c640119': 'DC',
  '0992268993f22c640101': 'UID',
};

/** A distinguished name as `C=.., O=.., CN=..` in the order it was sent. */
const nameText = (bytes: Uint8Array, name: Node): string =>
  childrenOf(bytes, name)
    .filter((set) => set.tag === SET)
    .flatMap((set) => childrenOf(bytes, set))
    .flatMap((pair) => {
      const [type, value] = childrenOf(bytes, pair);
      if (type === undefined || value === undefined) return [];
      const oid = hexOf(bytes.subarray(type.from, type.to));
      return [`${ATTRIBUTES[oid] ?? oid}=${textOf(bytes.subarray(value.from, value.to))}`];
    })
    .join(', ');

/** UTCTime or GeneralizedTime as ISO 8601 without zone (both are UTC by RFC 5280, 4.1.2.5); empty when it is neither. */
const timeText = (bytes: Uint8Array, node: Node): string => {
  const text = textOf(bytes.subarray(node.from, node.to));
  const digits = node.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  return parts === null ? '' : `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}`;
};

/** Reads subject, issuer, serial number and life of an X.509 certificate in DER; undefined when it is none. */
export const readCertificate = (bytes: Uint8Array): CertificateNames | undefined => {
  const whole = nodeAt(bytes, 0, bytes.length);
  if (whole === undefined || whole.tag !== SEQUENCE) return undefined;
  const [body] = childrenOf(bytes, whole);
  if (body === undefined || body.tag !== SEQUENCE) return undefined;
  const fields = childrenOf(bytes, body);
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject] = fields.slice(at);
  if (serial === undefined || issuer === undefined || validity === undefined || subject === undefined) return undefined;
  const [from, to] = childrenOf(bytes, validity);
  return {
    subject: nameText(bytes, subject),
    issuerdn: nameText(bytes, issuer),
    serial: hexOf(bytes.subarray(serial.from, serial.to), ':').toUpperCase(),
    fingerprint: hexOf(createHash('sha1').update(bytes.subarray(0, whole.to)).digest(), ':'),
    notbefore: from === undefined ? '' : timeText(bytes, from),
    notafter: to === undefined ? '' : timeText(bytes, to),
  };
};
