import { hash } from 'node:crypto';
import type { ClientHello, ServerHello } from './hello.ts';

/** A JA3 or JA3S fingerprint: the string of fields and its MD5. */
export interface Ja3 {
  readonly hash: string;
  readonly string: string;
}

/** Reserved values that clients send to keep servers tolerant (RFC 8701). */
export const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

const real = (values: readonly number[]): number[] => values.filter((value) => !isGrease(value));

const dashed = (values: readonly number[]): string => {
  let text = '';
  for (const value of values) if (!isGrease(value)) text += text === '' ? value : `-${value}`;
  return text;
};

const hashed = (string: string): Ja3 => ({ hash: hash('md5', string), string });

/** JA3: version, ciphers, extensions, groups, point formats of a ClientHello. */
export const ja3 = (hello: ClientHello): Ja3 =>
  hashed(
    `${hello.version},${dashed(hello.ciphers)},${dashed(hello.extensions)},${dashed(hello.groups)},${hello.pointFormats.join('-')}`,
  );

/** JA3S: version, cipher, extensions of a ServerHello. */
export const ja3s = (hello: ServerHello): Ja3 => hashed(`${hello.version},${hello.cipher},${dashed(hello.extensions)}`);

const JA4_VERSIONS: Readonly<Record<number, string>> = {
  0x0002: 's2',
  0x0300: 's3',
  0x0301: '10',
  0x0302: '11',
  0x0303: '12',
  0x0304: '13',
  0xfeff: 'd1',
  0xfefd: 'd2',
  0xfefc: 'd3',
};

const HEX2 = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Values in four hexadecimal digits each, with commas between. */
const hexList = (values: readonly number[]): string => {
  let text = '';
  for (const value of values) text += `${text === '' ? '' : ','}${HEX2[value >> 8] ?? ''}${HEX2[value & 255] ?? ''}`;
  return text;
};

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const two = (count: number): string => String(Math.min(count, 99)).padStart(2, '0');

const isAlphanumeric = (text: string): boolean => /^[0-9A-Za-z]$/.test(text);

/** First and last character of the first ALPN name; as hexadecimal digits when they are not alphanumeric. */
const alpnPart = (name: string | undefined): string => {
  if (name === undefined || name === '') return '00';
  const first = name.slice(0, 1);
  const last = name.slice(-1);
  if (isAlphanumeric(first) && isAlphanumeric(last)) return first + last;
  const hex = Buffer.from(name, 'latin1').toString('hex');
  return hex.slice(0, 1) + hex.slice(-1);
};

const short = (text: string): string => (text === '' ? '000000000000' : hash('sha256', text).slice(0, 12));

/** The base JA4 fingerprint of a ClientHello over TCP (`t`) or QUIC (`q`). */
export const ja4 = (hello: ClientHello, transport: 't' | 'q'): string => {
  const ciphers = real(hello.ciphers);
  const extensions = real(hello.extensions);
  const version = Math.max(...real(hello.versions), 0) || hello.version;
  const head =
    transport +
    (JA4_VERSIONS[version] ?? '00') +
    (hello.sni === undefined ? 'i' : 'd') +
    two(ciphers.length) +
    two(extensions.length) +
    alpnPart(hello.alpn[0]);
  const sortedCiphers = hexList(ascending(ciphers));
  const sortedExtensions = hexList(ascending(extensions.filter((type) => type !== 0 && type !== 16)));
  const signatures = hexList(real(hello.signatures));
  const tail = signatures === '' ? sortedExtensions : `${sortedExtensions}_${signatures}`;
  return `${head}_${short(sortedCiphers)}_${short(extensions.length === 0 ? '' : tail)}`;
};
