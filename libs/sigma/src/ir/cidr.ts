import { fault } from '../errors.ts';
import type { Predicate } from './expression.ts';
import { say } from '../reason/reason.ts';

/**
 * Reads an IPv4 or IPv6 address into 16 bytes (IPv4 becomes ::ffff:a.b.c.d); `undefined` when it is none.
 * A zone id (`%eth0`) and brackets around IPv6 are accepted and dropped.
 */
export const parseAddress = (text: string): readonly number[] | undefined => {
  if (text.length > 64) return undefined;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = bare.indexOf('%');
  const address = zone < 0 ? bare : bare.slice(0, zone);
  return address.includes(':') ? parseV6(address) : parseV4(address);
};

/** Reads a network in CIDR notation; host bits may be set. Throws `sigma.value`. */
export const parseCidr = (text: string): Extract<Predicate, { kind: 'cidr' }> => {
  const [network = '', length, more] = text.trim().split('/');
  const address = parseAddress(network);
  const width = network.includes(':') ? 128 : 32;
  const bits = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  if (address === undefined || more !== undefined || !(bits <= width))
    throw fault('sigma.value', say('cidr-invalid', { text }));
  return { kind: 'cidr', text, address, prefix: bits + 128 - width };
};

/** True when the first `prefix` bits are the same. */
export const inNetwork = (address: readonly number[], network: readonly number[], prefix: number): boolean => {
  const whole = prefix >> 3;
  for (let index = 0; index < whole; index += 1) if (address[index] !== network[index]) return false;
  const rest = prefix & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((address[whole] ?? 0) & mask) === ((network[whole] ?? 0) & mask);
};

const parseV4 = (text: string): readonly number[] | undefined => {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (found === null) return undefined;
  const bytes = found.slice(1).map(Number);
  return bytes.some((byte) => byte > 255) ? undefined : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes];
};

const parseV6 = (text: string): readonly number[] | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '', halves.length === 1);
  const tail = groups(halves[1] ?? '', true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return words.flatMap((word) => [word >> 8, word & 0xff]);
};

/** 16-bit groups; an IPv4 address may stand for the last two, but only at the end of the whole address. */
const groups = (text: string, endsAddress: boolean): readonly number[] | undefined => {
  if (text === '') return [];
  const out: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(Number.parseInt(part, 16));
    else {
      const v4 = endsAddress && index === parts.length - 1 ? parseV4(part) : undefined;
      if (v4 === undefined) return undefined;
      out.push(((v4[12] ?? 0) << 8) | (v4[13] ?? 0), ((v4[14] ?? 0) << 8) | (v4[15] ?? 0));
    }
  }
  return out;
};
