import { join, Reader, u16, vector } from './bytes.ts';
import { TlcpError } from './errors.ts';

/** Bytes of a random number of a hello: the time in seconds (4), then 28 random ones (GB/T 38636-2020, 6.4.5.2.1). */
export const RANDOM_BYTES = 32;
const MOST_SESSION_ID = 32;
const MOST_SUITES = 512;
const MOST_EXTENSIONS = 64;
const SERVER_NAME = 0;
const HOST_NAME = 0;

/** ClientHello (GB/T 38636-2020, 6.4.5.2.1). */
export interface ClientHello {
  readonly version: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** 0 to 32 bytes. */
  readonly sessionId: Uint8Array;
  /** Numbers, as the client likes them. */
  readonly suites: readonly number[];
  /** Methods of compression; 0 is none. */
  readonly compressions: readonly number[];
  /** Name of the server that is wanted (RFC 6066 3, taken over by GM/T 0024-2023; unverified). */
  readonly serverName: string | undefined;
}

/** ServerHello (GB/T 38636-2020, 6.4.5.2.2). */
export interface ServerHello {
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
}

const readSessionId = (reader: Reader): Uint8Array => {
  const sessionId = reader.vector(1);
  if (sessionId.length > MOST_SESSION_ID) throw new TlcpError('tlcp.decode', 'a session id has over 32 bytes');
  return sessionId;
};

const readNumbers = (bytes: Uint8Array): readonly number[] => {
  const reader = new Reader(bytes);
  if (bytes.length === 0 || bytes.length % 2 !== 0) throw new TlcpError('tlcp.decode', 'no list of cipher suites');
  if (bytes.length > 2 * MOST_SUITES) throw new TlcpError('tlcp.limit', `over ${MOST_SUITES} cipher suites`);
  return Array.from({ length: bytes.length / 2 }, () => reader.number(2));
};

const readServerName = (body: Uint8Array): string | undefined => {
  const outer = new Reader(body);
  const list = new Reader(outer.vector(2));
  outer.finish();
  let host: string | undefined;
  while (list.left > 0) {
    const kind = list.number(1);
    const name = list.vector(2);
    if (kind === HOST_NAME && host === undefined) host = new TextDecoder('latin1').decode(name);
  }
  return host !== undefined && /^[\u0021-\u007e]{1,255}$/.test(host) ? host : undefined;
};

/** Extensions may follow; what is not known is passed over, nothing may stand twice. */
const readExtensions = (reader: Reader): ReadonlyMap<number, Uint8Array> => {
  const found = new Map<number, Uint8Array>();
  if (reader.left === 0) return found;
  const list = new Reader(reader.vector(2));
  while (list.left > 0) {
    const type = list.number(2);
    if (found.has(type)) throw new TlcpError('tlcp.decode', `extension ${type} stands twice`);
    if (found.size >= MOST_EXTENSIONS) throw new TlcpError('tlcp.limit', `over ${MOST_EXTENSIONS} extensions`);
    found.set(type, list.vector(2));
  }
  return found;
};

/** Reads the body of a ClientHello. Throws `tlcp.decode`, `tlcp.limit`. */
export const readClientHello = (body: Uint8Array): ClientHello => {
  const reader = new Reader(body);
  const version = reader.number(2);
  const random = reader.take(RANDOM_BYTES);
  const sessionId = readSessionId(reader);
  const suites = readNumbers(reader.vector(2));
  const compressions = [...reader.vector(1)];
  if (compressions.length === 0) throw new TlcpError('tlcp.decode', 'no method of compression');
  const extensions = readExtensions(reader);
  reader.finish();
  const named = extensions.get(SERVER_NAME);
  return {
    version,
    random,
    sessionId,
    suites,
    compressions,
    serverName: named === undefined ? undefined : readServerName(named),
  };
};

/** Writes the body of a ClientHello. Without a name there is no field of extensions. Throws `tlcp.value`. */
export const writeClientHello = (hello: ClientHello): Uint8Array => {
  const { version, random, sessionId, suites, compressions, serverName } = hello;
  const name = new TextEncoder().encode(serverName ?? '');
  return join(
    u16(version),
    random,
    vector(1, sessionId),
    vector(2, suites.flatMap(u16)),
    vector(1, compressions),
    serverName === undefined ? [] : vector(2, u16(SERVER_NAME), vector(2, vector(2, [HOST_NAME], vector(2, name)))),
  );
};

/** Reads the body of a ServerHello. Throws `tlcp.decode`, `tlcp.limit`. */
export const readServerHello = (body: Uint8Array): ServerHello => {
  const reader = new Reader(body);
  const version = reader.number(2);
  const random = reader.take(RANDOM_BYTES);
  const sessionId = readSessionId(reader);
  const suite = reader.number(2);
  const compression = reader.number(1);
  readExtensions(reader);
  reader.finish();
  return { version, random, sessionId, suite, compression };
};

/** Writes the body of a ServerHello. */
export const writeServerHello = ({ version, random, sessionId, suite, compression }: ServerHello): Uint8Array =>
  join(u16(version), random, vector(1, sessionId), u16(suite), [compression]);
