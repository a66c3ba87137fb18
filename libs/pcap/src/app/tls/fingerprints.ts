import { createHash } from 'node:crypto';
import type { ClientHello, ServerHello } from './hello.ts';

/** A JA3 or JA3S fingerprint: the string of fields and its MD5. */
export interface Ja3 {
  readonly hash: string;
  readonly string: string;
}

/** Reserved values that clients send to keep servers tolerant (RFC 8701). */
export const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

const real = (values: readonly number[]): number[] => values.filter((value) => !isGrease(value));
const dashed = (values: readonly number[]): string => real(values).join('-');

const hashed = (string: string): Ja3 => ({ hash: createHash('md5').update(string).digest('hex'), string });

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

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');
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

const short = (text: string): string =>
  text === '' ? '000000000000' : createHash('sha256').update(text).digest('hex').slice(0, 12);

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
  const sortedCiphers = ciphers.map(hex4).toSorted().join(',');
  const sortedExtensions = extensions
    .filter((type) => type !== 0 && type !== 16)
    .map(hex4)
    .toSorted()
    .join(',');
  const signatures = real(hello.signatures).map(hex4).join(',');
  const tail = signatures === '' ? sortedExtensions : `${sortedExtensions}_${signatures}`;
  return `${head}_${short(sortedCiphers)}_${short(extensions.length === 0 ? '' : tail)}`;
};
