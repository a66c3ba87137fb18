import { join, u16, vector } from './cursor.ts';
import { tlsProbeError } from './errors.ts';
import type { KeyShare } from './key-share.ts';
import { GROUP, SCHEME, VERSION, type ProtocolName } from './names.ts';

/** What a ClientHello offers. */
export interface HelloSpec {
  /** The only version that is offered. */
  readonly protocol: ProtocolName;
  /** Numbers of the suites, the most wanted first; 1 to 400. */
  readonly suites: readonly number[];
  /** 32 random bytes. */
  readonly random: Uint8Array;
  /** DNS name for server_name; leave it out for an address. At most 255 ASCII characters. */
  readonly serverName?: string | undefined;
  /** Protocols of the application, for example `http/1.1`. */
  readonly alpn?: readonly string[] | undefined;
  /** TLS 1.3 alone: at least one. */
  readonly shares?: readonly KeyShare[] | undefined;
  /** Named groups; default those of {@link DEFAULT_GROUPS}. */
  readonly groups?: readonly number[] | undefined;
  /** Signature schemes of TLS 1.2 and 1.3; default all of {@link SCHEME}. */
  readonly schemes?: readonly number[] | undefined;
}

/** A ClientHello: the handshake message (it is hashed into the keys of TLS 1.3), and the record that is sent. */
export interface ClientHello {
  readonly message: Uint8Array;
  readonly record: Uint8Array;
}

/** Groups that are offered when the caller names none. */
export const DEFAULT_GROUPS: readonly number[] = [
  GROUP.x25519,
  GROUP.secp256r1,
  GROUP.secp384r1,
  GROUP.secp521r1,
  GROUP.ffdhe2048,
];

const EXTENSION = {
  serverName: 0,
  groups: 10,
  pointFormats: 11,
  schemes: 13,
  alpn: 16,
  extendedMaster: 23,
  versions: 43,
  pskModes: 45,
  keyShare: 51,
  renegotiation: 0xff01,
} as const;
const RANDOM_BYTES = 32;
const MOST_SUITES = 400;
const NULL_COMPRESSION = vector(1, [0]);
const CLIENT_HELLO = 1;
const HANDSHAKE = 22;
/** GB/T 38636 and SSL 3.0 write their own version on the record; all others 3.1, which no server refuses (RFC 8446 5.1). */
const RECORD_VERSION: Partial<Record<ProtocolName, number>> = { ssl3: VERSION.ssl3, tlcp: VERSION.tlcp };

const extension = (type: number, ...body: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  join(u16(type), vector(2, ...body));

const ascii = (text: string, field: string): Uint8Array => {
  if (text.length === 0 || text.length > 255 || !/^[\u0021-\u007e]+$/.test(text))
    throw tlsProbeError('tls-probe.value', { field, reason: 'not 1 to 255 visible ASCII characters' });
  return new TextEncoder().encode(text);
};

const named = ({ serverName, alpn }: HelloSpec): readonly Uint8Array[] => [
  ...(serverName === undefined
    ? []
    : [extension(EXTENSION.serverName, vector(2, [0], vector(2, ascii(serverName, 'serverName'))))]),
  ...(alpn === undefined || alpn.length === 0
    ? []
    : [extension(EXTENSION.alpn, vector(2, ...alpn.map((name) => vector(1, ascii(name, 'alpn')))))]),
];

const groupsOf = (spec: HelloSpec): Uint8Array =>
  extension(EXTENSION.groups, vector(2, (spec.groups ?? DEFAULT_GROUPS).flatMap(u16)));
const schemesOf = (spec: HelloSpec): Uint8Array =>
  extension(EXTENSION.schemes, vector(2, (spec.schemes ?? Object.values(SCHEME)).flatMap(u16)));

const modern = (spec: HelloSpec): readonly Uint8Array[] => {
  const shares = spec.shares ?? [];
  if (shares.length === 0) throw tlsProbeError('tls-probe.value', { field: 'shares', reason: 'TLS 1.3 needs one' });
  return [
    ...named(spec),
    groupsOf(spec),
    schemesOf(spec),
    extension(EXTENSION.versions, vector(1, u16(VERSION.tls13))),
    extension(EXTENSION.pskModes, vector(1, [1])),
    extension(
      EXTENSION.keyShare,
      vector(2, ...shares.map(({ group, publicKey }) => join(u16(group), vector(2, publicKey)))),
    ),
  ];
};

const classic = (spec: HelloSpec): readonly Uint8Array[] => [
  ...named(spec),
  groupsOf(spec),
  extension(EXTENSION.pointFormats, vector(1, [0])),
  ...(spec.protocol === 'tls12' ? [schemesOf(spec)] : []),
  extension(EXTENSION.extendedMaster),
  extension(EXTENSION.renegotiation, vector(1)),
];

const extensionsOf = (spec: HelloSpec): readonly Uint8Array[] => {
  // SSL 3.0 knows no extensions and some of its servers refuse them; of TLCP only the name of the server is asked for.
  if (spec.protocol === 'ssl3') return [];
  if (spec.protocol === 'tlcp') return named({ ...spec, alpn: undefined });
  return spec.protocol === 'tls13' ? modern(spec) : classic(spec);
};

/**
 * Builds a ClientHello of SSL 3.0 (RFC 6101), TLS 1.0 to 1.3 (RFC 2246, 4346, 5246, 8446; RFC 8998 by its suites and group)
 * or TLCP (GB/T 38636-2020), in one record. It offers one version alone, so that an answer proves that version. Throws
 * `tls-probe.value`.
 */
export const buildClientHello = (spec: HelloSpec): ClientHello => {
  const { protocol, suites, random } = spec;
  if (random.length !== RANDOM_BYTES)
    throw tlsProbeError('tls-probe.value', { field: 'random', reason: 'not 32 bytes' });
  if (suites.length === 0 || suites.length > MOST_SUITES)
    throw tlsProbeError('tls-probe.value', { field: 'suites', reason: `not 1 to ${MOST_SUITES} suites` });
  const extensions = extensionsOf(spec);
  const body = join(
    u16(protocol === 'tls13' ? VERSION.tls12 : VERSION[protocol]),
    random,
    // TLS 1.3 looks like a resumption to what stands between (RFC 8446 D.4).
    vector(1, protocol === 'tls13' ? random : []),
    vector(2, suites.flatMap(u16)),
    NULL_COMPRESSION,
    extensions.length === 0 ? [] : vector(2, ...extensions),
  );
  const message = join([CLIENT_HELLO], vector(3, body));
  return { message, record: join([HANDSHAKE], u16(RECORD_VERSION[protocol] ?? VERSION.tls10), vector(2, message)) };
};
