import { tlsProbeError } from './errors.ts';

/** Reads big-endian numbers and vectors of TLS (RFC 8446 3) one after another; every read is bounded by the message. */
export interface Cursor {
  readonly at: () => number;
  readonly left: () => number;
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u24: () => number;
  /** The next bytes as a view. */
  readonly take: (length: number) => Uint8Array;
  /** A vector whose length stands before it in one, two or three bytes. */
  readonly vector: (lengthBytes: 1 | 2 | 3) => Uint8Array;
  /** Throws when bytes are left. */
  readonly finish: () => void;
}

/** Begins to read a message; `field` names it in errors. Throws `tls-probe.truncated` and `tls-probe.malformed`. */
export const cursor = (bytes: Uint8Array, field: string): Cursor => {
  let at = 0;
  const need = (length: number): void => {
    if (length > bytes.length - at) throw tlsProbeError('tls-probe.truncated', { field, offset: at });
  };
  const number = (length: number): number => {
    need(length);
    let value = 0;
    for (const byte of bytes.subarray(at, at + length)) value = value * 256 + byte;
    at += length;
    return value;
  };
  const take = (length: number): Uint8Array => {
    need(length);
    at += length;
    return bytes.subarray(at - length, at);
  };
  return {
    at: () => at,
    left: () => bytes.length - at,
    u8: () => number(1),
    u16: () => number(2),
    u24: () => number(3),
    take,
    vector: (lengthBytes) => take(number(lengthBytes)),
    finish: () => {
      if (at < bytes.length)
        throw tlsProbeError('tls-probe.malformed', { field, offset: at, reason: 'bytes follow the end' });
    },
  };
};

/** Puts byte strings one behind the other. */
export const join = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** A number in two bytes. */
export const u16 = (value: number): readonly number[] => [value >> 8, value & 0xff];

/** Bytes with their length before them. Throws `tls-probe.value` when they are longer than the length can say. */
export const vector = (lengthBytes: 1 | 2 | 3, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array => {
  const body = join(...parts);
  if (body.length >= 256 ** lengthBytes)
    throw tlsProbeError('tls-probe.value', { reason: `a vector of ${body.length} bytes` });
  const length = [body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff].slice(3 - lengthBytes);
  return join(length, body);
};
