import { hexOf, ipv4Text, ipv6Text, textOf, u16, u32 } from '../text.ts';
import { readName } from './name.ts';

type Fields = Readonly<Record<string, unknown>>;

const nameAt = (bytes: Uint8Array, at: number): string => readName(bytes, at)?.text ?? '';

/** The character strings of TXT, joined (RFC 1035, 3.3.14). */
const joinedText = (bytes: Uint8Array, at: number, end: number): string => {
  let text = '';
  while (at < end) {
    const size = bytes[at] ?? 0;
    text += textOf(bytes.subarray(at + 1, Math.min(at + 1 + size, end)));
    at += 1 + size;
  }
  return text;
};

const soa = (bytes: Uint8Array, at: number, end: number): Fields => {
  const mname = readName(bytes, at);
  const rname = mname && readName(bytes, mname.next);
  if (mname === undefined || rname === undefined || rname.next + 20 > end) return {};
  const [serial, refresh, retry, expire, minimum] = [0, 4, 8, 12, 16].map((step) => u32(bytes, rname.next + step));
  return { soa: { mname: mname.text, rname: rname.text, serial, refresh, retry, expire, minimum } };
};

const sshfp = (bytes: Uint8Array, at: number, end: number): Fields =>
  end - at < 3
    ? {}
    : { sshfp: { algo: bytes[at], type: bytes[at + 1], fingerprint: hexOf(bytes.subarray(at + 2, end), ':') } };

const srv = (bytes: Uint8Array, at: number, end: number): Fields =>
  end - at < 7
    ? {}
    : {
        srv: {
          priority: u16(bytes, at),
          weight: u16(bytes, at + 2),
          port: u16(bytes, at + 4),
          name: nameAt(bytes, at + 6),
        },
      };

const options = (bytes: Uint8Array, at: number, end: number): Fields => {
  const opt: Fields[] = [];
  while (at + 4 <= end) {
    const size = u16(bytes, at + 2);
    if (at + 4 + size > end) break;
    opt.push({ code: u16(bytes, at), data: hexOf(bytes.subarray(at + 4, at + 4 + size)) });
    at += 4 + size;
  }
  return { opt };
};

const caa = (bytes: Uint8Array, at: number, end: number): Fields => {
  const size = bytes[at + 1] ?? 0;
  if (end - at < 2 || at + 2 + size > end) return {};
  const tag = textOf(bytes.subarray(at + 2, at + 2 + size));
  return { caa: { flags: bytes[at], tag, value: textOf(bytes.subarray(at + 2 + size, end)) } };
};

/**
 * Values of a resource record: `rdata` as text for addresses, names, TXT and NULL, an object under the name of the type
 * for SOA, SRV, SSHFP, CAA and OPT; for other types `rdata_hex`. Data too short for its type gives no values.
 */
export const readRdata = (bytes: Uint8Array, type: number, at: number, end: number): Fields => {
  switch (type) {
    case 1:
      return end - at === 4 ? { rdata: ipv4Text(bytes, at) } : {};
    case 28:
      return end - at === 16 ? { rdata: ipv6Text(bytes, at) } : {};
    case 2:
    case 5:
    case 12:
    case 39:
      return { rdata: nameAt(bytes, at) };
    case 15:
      return end - at < 3 ? {} : { rdata: nameAt(bytes, at + 2) };
    case 16:
    case 99:
      return { rdata: joinedText(bytes, at, end) };
    case 10:
      return { rdata: textOf(bytes.subarray(at, end)) };
    case 6:
      return soa(bytes, at, end);
    case 33:
      return srv(bytes, at, end);
    case 41:
      return options(bytes, at, end);
    case 44:
      return sshfp(bytes, at, end);
    case 257:
      return caa(bytes, at, end);
    default:
      return end === at ? {} : { rdata_hex: hexOf(bytes.subarray(at, Math.min(end, at + 512))) };
  }
};
