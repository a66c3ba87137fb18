import type { Direction } from '../flow/direction.ts';
import type { RangeTracker } from './http/ranges.ts';

/** Application protocols that are recognised, by the names flow records use. */
export type AppProto = 'dns' | 'tls' | 'http' | 'http2' | 'doh2' | 'mqtt' | 'modbus' | 'krb5' | 'quic';

/** Body of a record: plain values as JSON carries them. */
export type Body = Readonly<Record<string, unknown>>;

/** What a parser is told about its surroundings and where its records go. */
export interface AppHost {
  /** Adds a record of `type` with `fields` at its top level. `direction` says from whom: 0 client, 1 server. */
  readonly record: (type: string, fields: Body, direction: Direction) => void;
  /** Adds an `anomaly` record: the protocol was broken in the way that `event` names. */
  readonly anomaly: (proto: AppProto, event: string, direction: Direction) => void;
  /** The connection goes on as another protocol, which starts with the bytes that follow. */
  readonly upgrade: () => void;
  /** Names the protocol anew without changing the parser. */
  readonly rename: (proto: AppProto) => void;
  /** Flow began with the server; exchanges the two sides. */
  readonly turn: () => void;
  readonly settings: AppSettings;
  /** Files fetched in ranges, over all flows of a capture. */
  readonly ranges: RangeTracker;
}

/** Bounds and forms that parsers follow. */
export interface AppSettings {
  /** Ports on which DNS is looked for besides 53. */
  readonly dnsPorts: readonly number[];
  /** Form of dns records: 2 (one record a question, answers from the client's side) or 3 (one record a message). */
  readonly dnsVersion: 2 | 3;
  /** MQTT messages beyond this many bytes are passed over and recorded as truncated. */
  readonly mqttMessageBytes: number;
}

/** Parser of one flow. Calls come in stream order for each direction; none of them throws. */
export interface AppParser {
  readonly data: (direction: Direction, bytes: Uint8Array) => void;
  readonly gap: (direction: Direction, size: number) => void;
  /** The flow is over: what is known and not yet recorded is recorded now. */
  readonly end: () => void;
  /** True once nothing that follows can add anything, as behind a TLS handshake. */
  readonly done: () => boolean;
}

/** The application layer of one flow: finds the protocol out and feeds its parser. */
export interface AppLayer {
  /** Protocol as far as known; 'failed' when nothing known fits. */
  readonly proto: () => AppProto | 'failed' | undefined;
  /** Protocol before an upgrade. */
  readonly original: () => AppProto | undefined;
  readonly data: (direction: Direction, bytes: Uint8Array) => void;
  readonly gap: (direction: Direction, size: number) => void;
  readonly end: () => void;
  /** False once nothing that follows is of interest. */
  readonly wants: () => boolean;
}
