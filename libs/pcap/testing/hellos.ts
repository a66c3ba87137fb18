import { ascii, be, join, prefixed } from './bytes.ts';

/** Parts of a ClientHello that tests choose. */
export interface HelloParts {
  readonly version?: number;
  readonly ciphers?: readonly number[];
  readonly sni?: string;
  readonly alpn?: readonly string[];
  readonly versions?: readonly number[];
  readonly groups?: readonly number[];
  readonly signatures?: readonly number[];
  /** Types of further, empty extensions. */
  readonly more?: readonly number[];
}

const numbers = (values: readonly number[]): Uint8Array => join(...values.map((value) => be(value, 2)));
const extension = (type: number, body: Uint8Array): Uint8Array => join(be(type, 2), prefixed(2, body));

/** Body of a ClientHello. */
export const clientHello = (parts: HelloParts = {}): Uint8Array => {
  const { version = 0x0303, ciphers = [0x1301, 0xc02f], sni, alpn, versions, groups, signatures, more = [] } = parts;
  const extensions = [
    ...(sni === undefined ? [] : [extension(0, prefixed(2, 0, prefixed(2, ascii(sni))))]),
    ...(groups === undefined ? [] : [extension(10, prefixed(2, numbers(groups))), extension(11, prefixed(1, 0))]),
    ...(signatures === undefined ? [] : [extension(13, prefixed(2, numbers(signatures)))]),
    ...(alpn === undefined ? [] : [extension(16, prefixed(2, ...alpn.map((name) => prefixed(1, ascii(name)))))]),
    ...(versions === undefined ? [] : [extension(43, prefixed(1, numbers(versions)))]),
    ...more.map((type) => extension(type, new Uint8Array(0))),
  ];
  const tail = extensions.length === 0 ? new Uint8Array(0) : prefixed(2, ...extensions);
  return join(
    be(version, 2),
    new Uint8Array(32).fill(7),
    prefixed(1),
    prefixed(2, numbers(ciphers)),
    prefixed(1, 0),
    tail,
  );
};

/** Body of a ServerHello. */
export const serverHello = (cipher: number, selected?: number, version = 0x0303): Uint8Array => {
  const extensions = selected === undefined ? new Uint8Array(0) : prefixed(2, extension(43, be(selected, 2)));
  return join(be(version, 2), new Uint8Array(32).fill(9), prefixed(1), be(cipher, 2), 0, extensions);
};

/** A handshake message around a body. */
export const handshake = (type: number, body: Uint8Array): Uint8Array => join(type, prefixed(3, body));

/** A record of TLS. */
export const record = (type: number, body: Uint8Array, version = 0x0301): Uint8Array =>
  join(type, be(version, 2), prefixed(2, body));
