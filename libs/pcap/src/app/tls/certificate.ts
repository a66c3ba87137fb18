import { createHash } from 'node:crypto';
import { derChildren, derNode } from '../der.ts';
import type { DerNode } from '../der.ts';
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

const SEQUENCE = 0x30;
const SET = 0x31;

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
const nameText = (bytes: Uint8Array, name: DerNode): string =>
  derChildren(bytes, name)
    .filter((set) => set.tag === SET)
    .flatMap((set) => derChildren(bytes, set))
    .flatMap((pair) => {
      const [type, value] = derChildren(bytes, pair);
      if (type === undefined || value === undefined) return [];
      const oid = hexOf(bytes.subarray(type.from, type.to));
      return [`${ATTRIBUTES[oid] ?? oid}=${textOf(bytes.subarray(value.from, value.to))}`];
    })
    .join(', ');

/** UTCTime or GeneralizedTime as ISO 8601 without zone (both are UTC by RFC 5280, 4.1.2.5); empty when it is neither. */
const timeText = (bytes: Uint8Array, node: DerNode): string => {
  const text = textOf(bytes.subarray(node.from, node.to));
  const digits = node.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  return parts === null ? '' : `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}`;
};

/** Reads subject, issuer, serial number and life of an X.509 certificate in DER; undefined when it is none. */
export const readCertificate = (bytes: Uint8Array): CertificateNames | undefined => {
  const whole = derNode(bytes, 0, bytes.length);
  if (whole === undefined || whole.tag !== SEQUENCE) return undefined;
  const [body] = derChildren(bytes, whole);
  if (body === undefined || body.tag !== SEQUENCE) return undefined;
  const fields = derChildren(bytes, body);
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject] = fields.slice(at);
  if (serial === undefined || issuer === undefined || validity === undefined || subject === undefined) return undefined;
  const [from, to] = derChildren(bytes, validity);
  return {
    subject: nameText(bytes, subject),
    issuerdn: nameText(bytes, issuer),
    serial: hexOf(bytes.subarray(serial.from, serial.to), ':').toUpperCase(),
    fingerprint: hexOf(createHash('sha1').update(bytes.subarray(0, whole.to)).digest(), ':'),
    notbefore: from === undefined ? '' : timeText(bytes, from),
    notafter: to === undefined ? '' : timeText(bytes, to),
  };
};
