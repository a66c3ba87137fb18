import { hexOf, ipv4Text, ipv6Text, textAt, u16, u32 } from '../text.ts';
import { readName } from './name.ts';

/** A record under construction. */
export type OpenFields = Record<string, unknown>;
/** Adds the values of the data from `at` to `end`; nothing when they do not fit. */
type Read = (fields: OpenFields, bytes: Uint8Array, at: number, end: number) => void;

const nameAt = (bytes: Uint8Array, at: number): string => readName(bytes, at)?.text ?? '';

/** The character strings of TXT, joined (RFC 1035, 3.3.14). */
const joinedText = (bytes: Uint8Array, at: number, end: number): string => {
  let text = '';
  while (at < end) {
    const to = Math.min(at + 1 + (bytes[at] ?? 0), end);
    text += textAt(bytes, at + 1, to);
    at = to;
  }
  return text;
};

const soa: Read = (fields, bytes, at, end) => {
  const mname = readName(bytes, at);
  const rname = mname && readName(bytes, mname.next);
  if (mname === undefined || rname === undefined || rname.next + 20 > end) return;
  const [serial, refresh, retry, expire, minimum] = [0, 4, 8, 12, 16].map((step) => u32(bytes, rname.next + step));
  fields['soa'] = { mname: mname.text, rname: rname.text, serial, refresh, retry, expire, minimum };
};

const sshfp: Read = (fields, bytes, at, end) => {
  if (end - at < 3) return;
  fields['sshfp'] = { algo: bytes[at], type: bytes[at + 1], fingerprint: hexOf(bytes.subarray(at + 2, end), ':') };
};

const srv: Read = (fields, bytes, at, end) => {
  if (end - at < 7) return;
  const name = nameAt(bytes, at + 6);
  fields['srv'] = { priority: u16(bytes, at), weight: u16(bytes, at + 2), port: u16(bytes, at + 4), name };
};

const options: Read = (fields, bytes, at, end) => {
  const opt: OpenFields[] = [];
  while (at + 4 <= end) {
    const size = u16(bytes, at + 2);
    if (at + 4 + size > end) break;
    opt.push({ code: u16(bytes, at), data: hexOf(bytes.subarray(at + 4, at + 4 + size)) });
    at += 4 + size;
  }
  fields['opt'] = opt;
};

const caa: Read = (fields, bytes, at, end) => {
  const size = bytes[at + 1] ?? 0;
  if (end - at < 2 || at + 2 + size > end) return;
  const tag = textAt(bytes, at + 2, at + 2 + size);
  fields['caa'] = { flags: bytes[at], tag, value: textAt(bytes, at + 2 + size, end) };
};

const putName = (fields: OpenFields, bytes: Uint8Array, at: number): void => {
  fields['rdata'] = nameAt(bytes, at);
};

/**
 * Adds the values of a resource record to `fields`: `rdata` as text for addresses, names, TXT and NULL, an object under
 * the name of the type for SOA, SRV, SSHFP, CAA and OPT; for other types `rdata_hex`. Data too short for its type adds
 * nothing.
 */
export const addRdata = (fields: OpenFields, bytes: Uint8Array, type: number, at: number, end: number): void => {
  switch (type) {
    case 1:
      if (end - at === 4) fields['rdata'] = ipv4Text(bytes, at);
      return;
    case 28:
      if (end - at === 16) fields['rdata'] = ipv6Text(bytes, at);
      return;
    case 2:
    case 5:
    case 12:
    case 39:
      return putName(fields, bytes, at);
    case 15:
      return end - at < 3 ? undefined : putName(fields, bytes, at + 2);
    case 16:
    case 99:
      fields['rdata'] = joinedText(bytes, at, end);
      return;
    case 10:
      fields['rdata'] = textAt(bytes, at, end);
      return;
    case 6:
      return soa(fields, bytes, at, end);
    case 33:
      return srv(fields, bytes, at, end);
    case 41:
      return options(fields, bytes, at, end);
    case 44:
      return sshfp(fields, bytes, at, end);
    case 257:
      return caa(fields, bytes, at, end);
    default:
      if (end > at) fields['rdata_hex'] = hexOf(bytes.subarray(at, Math.min(end, at + 512)));
  }
};
