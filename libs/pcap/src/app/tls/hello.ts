import { textOf } from '../text.ts';
import { TlsReader } from './reader.ts';

const EXTENSION = { SNI: 0, GROUPS: 10, POINT_FORMATS: 11, SIGNATURES: 13, ALPN: 16, VERSIONS: 43 } as const;
const MAX_EXTENSIONS = 256;

/** Fields of a ClientHello that identify who sent it. Numbers are as sent, GREASE values included. */
export interface ClientHello {
  readonly version: number;
  readonly ciphers: readonly number[];
  readonly extensions: readonly number[];
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatures: readonly number[];
  readonly versions: readonly number[];
  readonly alpn: readonly string[];
  readonly sni: string | undefined;
  readonly sessionId: Uint8Array;
}

/** Fields of a ServerHello. */
export interface ServerHello {
  readonly version: number;
  readonly cipher: number;
  readonly extensions: readonly number[];
  /** The one version chosen by extension (TLS 1.3). */
  readonly selectedVersion: number | undefined;
  readonly alpn: readonly string[];
  readonly sessionId: Uint8Array;
}

interface Extensions {
  readonly types: number[];
  readonly bodies: Map<number, TlsReader>;
}

const readExtensions = (reader: TlsReader): Extensions => {
  const types: number[] = [];
  const bodies = new Map<number, TlsReader>();
  if (reader.left === 0) return { types, bodies };
  const list = reader.vector(2);
  while (list.left > 0 && !list.failed && types.length < MAX_EXTENSIONS) {
    const type = list.uint(2);
    const body = list.vector(2);
    if (list.failed) break;
    types.push(type);
    if (!bodies.has(type)) bodies.set(type, body);
  }
  return { types, bodies };
};

const readAlpn = (body: TlsReader | undefined): string[] => {
  const names: string[] = [];
  const list = body?.vector(2);
  while (list !== undefined && list.left > 0 && !list.failed) {
    const name = list.vector(1);
    if (!list.failed) names.push(textOf(name.raw(name.left)));
  }
  return names;
};

/** The host name of the server name extension (RFC 6066, section 3). */
const readSni = (body: TlsReader | undefined): string | undefined => {
  const list = body?.vector(2);
  while (list !== undefined && list.left > 0 && !list.failed) {
    const type = list.uint(1);
    const name = list.vector(2);
    if (type === 0 && !list.failed) return textOf(name.raw(name.left));
  }
  return undefined;
};

/** Reads the body of a ClientHello (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2). Undefined when a fixed part does not fit. */
export const readClientHello = (bytes: Uint8Array): ClientHello | undefined => {
  const reader = new TlsReader(bytes);
  const version = reader.uint(2);
  reader.raw(32);
  const session = reader.vector(1);
  const ciphers = reader.vector(2).numbers();
  reader.vector(1);
  if (reader.failed) return undefined;
  const { types, bodies } = readExtensions(reader);
  const formats = bodies.get(EXTENSION.POINT_FORMATS)?.vector(1);
  return {
    version,
    ciphers,
    extensions: types,
    groups: bodies.get(EXTENSION.GROUPS)?.vector(2).numbers() ?? [],
    pointFormats: formats === undefined ? [] : [...formats.raw(formats.left)],
    signatures: bodies.get(EXTENSION.SIGNATURES)?.vector(2).numbers() ?? [],
    versions: bodies.get(EXTENSION.VERSIONS)?.vector(1).numbers() ?? [],
    alpn: readAlpn(bodies.get(EXTENSION.ALPN)),
    sni: readSni(bodies.get(EXTENSION.SNI)),
    sessionId: session.raw(session.left),
  };
};

/** Reads the body of a ServerHello. Undefined when a fixed part does not fit. */
export const readServerHello = (bytes: Uint8Array): ServerHello | undefined => {
  const reader = new TlsReader(bytes);
  const version = reader.uint(2);
  reader.raw(32);
  // the drafts of TLS 1.3 up to 21 have neither session nor compression here
  const isOldDraft = version >> 8 === 0x7f;
  const session = isOldDraft ? new TlsReader(bytes, 0, 0) : reader.vector(1);
  const cipher = reader.uint(2);
  if (!isOldDraft) reader.uint(1);
  if (reader.failed) return undefined;
  const { types, bodies } = readExtensions(reader);
  return {
    version,
    cipher,
    extensions: types,
    selectedVersion: bodies.get(EXTENSION.VERSIONS)?.uint(2),
    alpn: readAlpn(bodies.get(EXTENSION.ALPN)),
    sessionId: session.raw(session.left),
  };
};
