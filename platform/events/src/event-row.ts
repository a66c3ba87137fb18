/**
 * One row of the table `events`. Texts are '' and numbers 0 where the event says nothing; the class, activity, severity
 * and status ids are those of OCSF 1.x.
 */
export interface EventRow {
  /** Journal, sequence of the frame in it, and index of the event in the frame: the identity of the event. */
  readonly journal: string;
  readonly seq: number;
  readonly idx: number;
  /** When we received it, milliseconds UTC. */
  readonly received: number;
  /** When it happened by the clock of the source, milliseconds UTC. */
  readonly time: number;
  readonly source: string;
  readonly format: string;
  readonly classUid: number;
  readonly activityId: number;
  readonly severityId: number;
  readonly statusId: number;
  readonly host: string;
  readonly user: string;
  readonly process: string;
  readonly commandLine: string;
  readonly parentProcess: string;
  readonly file: string;
  readonly url: string;
  readonly domain: string;
  readonly hash: string;
  readonly srcIp: string;
  readonly dstIp: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly protocol: string;
  readonly ruleName: string;
  readonly eventCode: string;
  readonly provider: string;
  /** Vehicle identification number, upper case. */
  readonly vin: string;
  readonly ecu: string;
  /** One line for people. The store keeps the first line, at most 512 characters; the whole text stays in the body. */
  readonly message: string;
  /** JSON text of all fields; free text and fields without a column are searched here. */
  readonly body: string;
  /** The original where it differs from the body, else ''. */
  readonly raw: string | Uint8Array;
}

/** An event that says nothing; spread it and add what is known. */
export const blankEvent: EventRow = {
  journal: '',
  seq: 0,
  idx: 0,
  received: 0,
  time: 0,
  source: '',
  format: '',
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
  body: '',
  raw: '',
};

/** Name of the column that holds a field: `classUid` is `class_uid`. */
export const columnOf = (field: keyof EventRow): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** All fields in the order of the columns. */
export const eventFields = Object.keys(blankEvent) as readonly (keyof EventRow)[];
