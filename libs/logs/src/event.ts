/** Formats that this library decodes, plus the {@link BinaryFormat}s that libraries of their own decode into the same shape. */
export type LogFormat =
  | 'evtx'
  | 'windows-json'
  | 'suricata-eve'
  | 'zeek-json'
  | 'zeek-tsv'
  | 'syslog'
  | 'cef'
  | 'leef'
  | 'logfmt'
  | 'auditd'
  | 'ndjson'
  | 'otlp'
  | 'tsp'
  | BinaryFormat;

/** Formats of vehicles and roads that are no text. */
export type BinaryFormat = 'gbt32960' | 'jtt808' | 'jtt809' | 'autosar-ids' | 'v2x';

/** Formats that the decoders of this library take. */
export type RecordFormat = Exclude<LogFormat, BinaryFormat>;

/**
 * Where a record comes from, in the words of the Sigma `logsource` section (Sigma specification 2.1, appendix
 * taxonomy).
 */
export interface EventLogsource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/**
 * One decoded record. The original bytes stay with the caller (the journal); this object never owns them.
 * Shared by detection, the event store and search.
 */
export interface DecodedEvent {
  /** Milliseconds since 1970 UTC from the record itself; undefined when the record carries none. */
  readonly time: number | undefined;
  readonly format: LogFormat;
  /** What a Sigma rule sees: the parsed object, source field names kept. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly logsource: EventLogsource;
  readonly ocsf: OcsfCore;
  /** JSON text of `fields` when the original record is JSON already, else undefined: the writer serialises. */
  readonly bodyJson: string | undefined;
}

/**
 * The flat hot columns of an Event: OCSF 1.x class, activity, severity and status numbers, and the observables that
 * people search. `''` or `0` means absent. Every string is at most {@link HOT_VALUE_LIMIT} UTF-16 units; the full value
 * is in `fields`.
 */
export interface OcsfCore {
  /** OCSF `class_uid`; the vehicle extension's classes are in {@link VEHICLE_CLASS}. 0 is the base event. */
  readonly classUid: number;
  readonly activityId: number;
  /** OCSF `severity_id`: 1 informational … 5 critical, 6 fatal. */
  readonly severityId: number;
  /** OCSF `status_id`: 1 success, 2 failure. */
  readonly statusId: number;
  readonly host: string;
  readonly user: string;
  readonly process: string;
  readonly commandLine: string;
  readonly parentProcess: string;
  /** File path, or registry path for registry events. */
  readonly file: string;
  readonly url: string;
  readonly domain: string;
  readonly hash: string;
  readonly srcIp: string;
  readonly dstIp: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly protocol: string;
  /** Signature of an upstream sensor (EVE alert, CEF name, Zeek notice). */
  readonly ruleName: string;
  /** Windows EventID, EVE event_type, Zeek path, CEF class id. */
  readonly eventCode: string;
  /** Channel, program or product that wrote the record. */
  readonly provider: string;
  readonly vin: string;
  readonly ecu: string;
  readonly message: string;
}

/** Longest string, in UTF-16 units, that an {@link OcsfCore} column holds. */
export const HOT_VALUE_LIMIT = 4096;

/** A mutable {@link OcsfCore}, for the normalisers that fill it. */
export type OcsfDraft = { -readonly [Key in keyof OcsfCore]: OcsfCore[Key] };

/** A core with every column absent. The literal keeps one hidden class for all events of the process. */
export const emptyCore = (): OcsfDraft => ({
  classUid: 0,
  activityId: 0,
  severityId: 0,
  statusId: 0,
  host: '',
  user: '',
  process: '',
  commandLine: '',
  parentProcess: '',
  file: '',
  url: '',
  domain: '',
  hash: '',
  srcIp: '',
  dstIp: '',
  srcPort: 0,
  dstPort: 0,
  protocol: '',
  ruleName: '',
  eventCode: '',
  provider: '',
  vin: '',
  ecu: '',
  message: '',
});
