import { alarmNames, signedDegrees, statusNames } from './bits.ts';
import type { Frame } from './frame.ts';
import { isList, isValues } from './layout.ts';
import type { Value, Values } from './layout.ts';
import { messageDirection, messageName } from './messages.ts';
import type { RegistryNotice } from './registry.ts';
import { positionSignals, signalsOf } from './signals.ts';
import type { Signal } from './signals.ts';
import { timeMs } from './time.ts';

/** A value that a detection rule can match. */
export type FieldValue = string | number | boolean | readonly (string | number)[];

/** Where a frame came from: everything the frame itself does not know. */
export interface FrameMeta {
  /** Milliseconds since 1970 UTC when the platform received the frame. */
  readonly received: number;
  readonly srcIp: string;
  readonly srcPort: number;
  /** Bytes that the framer skipped directly before this frame. */
  readonly skippedBefore: number;
  /** Vehicle that the phone number belongs to, when the caller knows it. */
  readonly vin?: string | undefined;
  /** What the registry noticed about this frame. */
  readonly notices?: readonly RegistryNotice[] | undefined;
}

/** One record for detection and storage. */
export interface FrameEvent {
  /** Milliseconds since 1970 UTC from the frame itself, undefined when it carries no valid time. */
  readonly time: number | undefined;
  /** Flat snake_case fields; the README lists them. No secret (token, password, key) is ever among them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

type Fields = Record<string, FieldValue>;

/** Body fields that never leave the decoded frame. */
const SECRET: ReadonlySet<string> = new Set(['token', 'password', 'parameter', 'n']);
const POSITION_IDS: ReadonlySet<number> = new Set([0x0200, 0x0201, 0x0500]);
const BATCH = 0x0704;
const TIME_FIELDS = ['deviceTime', 'dateTime', 'startTime'];
const LONGEST_TEXT = 256;
const MOST_ITEMS = 64;
/** A frame has room for 33; only joined sub-packages have more. */
const MOST_POSITIONS = 1024;

const snake = (name: string): string => name.replace(/([A-Z]+)/g, '_$1').toLowerCase();

const addScalar = (fields: Fields, prefix: string, name: string, value: Value | undefined): void => {
  if (typeof value === 'number') fields[`${prefix}${snake(name)}`] = value;
  else if (typeof value === 'string')
    fields[`${prefix}${snake(name)}`] = value.replace(/\0+$/, '').slice(0, LONGEST_TEXT);
  else if (value instanceof Uint8Array) fields[`${prefix}${snake(name)}_bytes`] = value.length;
};

const isNumbers = (value: readonly Value[]): value is readonly number[] =>
  value.every((one) => typeof one === 'number');

const addList = (fields: Fields, name: string, value: readonly Value[]): void => {
  fields[`jt808.${snake(name)}_count`] = value.length;
  if (value.length > 0 && isNumbers(value)) fields[`jt808.${snake(name)}`] = value.slice(0, MOST_ITEMS);
};

const addPlain = (fields: Fields, values: Values): void => {
  for (const [name, value] of Object.entries(values)) {
    if (SECRET.has(name) || value === undefined) continue;
    if (isList(value)) addList(fields, name, value);
    else if (!isValues(value)) addScalar(fields, 'jt808.', name, value);
  }
};

const numberOf = (values: Values, name: string): number => {
  const value = values[name];
  return typeof value === 'number' ? value : 0;
};

const EXTRA_NAMES: ReadonlyMap<number, readonly [name: string, divisor: number]> = new Map([
  [0x01, ['odometer_km', 10]],
  [0x02, ['fuel_l', 10]],
  [0x03, ['recorder_speed_kmh', 10]],
  [0x04, ['alarm_event_id', 1]],
  [0x14, ['video_alarm_bits', 1]],
  [0x15, ['video_loss_bits', 1]],
  [0x16, ['video_blocked_bits', 1]],
  [0x17, ['storage_fault_bits', 1]],
  [0x25, ['vehicle_signal_bits', 1]],
  [0x2a, ['io_bits', 1]],
  [0x2b, ['analogue', 1]],
  [0x30, ['signal_strength', 1]],
  [0x31, ['satellites', 1]],
]);

const ACTIVE_SAFETY: ReadonlyMap<number, string> = new Map([
  [0x64, 'adas'],
  [0x65, 'dsm'],
  [0x66, 'tpms'],
  [0x67, 'bsd'],
]);

const addExtras = (fields: Fields, extras: Value | undefined): void => {
  if (!isList(extras)) return;
  const groups = extras.filter(isValues);
  const ids = groups.map((item) => numberOf(item, 'id'));
  if (ids.length > 0) fields['jt808.extra_ids'] = ids.slice(0, MOST_ITEMS);
  for (const item of groups) {
    const id = numberOf(item, 'id');
    const known = EXTRA_NAMES.get(id);
    if (known !== undefined && typeof item['value'] === 'number')
      fields[`jt808.${known[0]}`] = item['value'] / known[1];
    const safety = ACTIVE_SAFETY.get(id);
    if (safety === undefined || !isValues(item['value'])) continue;
    for (const name of ['type', 'level', 'state']) addScalar(fields, `jt808.${safety}_`, name, item['value'][name]);
  }
};

const addPosition = (fields: Fields, values: Values): void => {
  const alarm = numberOf(values, 'warnBit');
  const status = numberOf(values, 'statusBit');
  const { lat, lon } = signedDegrees(status, numberOf(values, 'latitude'), numberOf(values, 'longitude'));
  fields['jt808.lat'] = lat;
  fields['jt808.lon'] = lon;
  fields['jt808.altitude_m'] = numberOf(values, 'altitude');
  fields['jt808.speed_kmh'] = numberOf(values, 'speed') / 10;
  fields['jt808.heading_deg'] = numberOf(values, 'direction');
  fields['jt808.alarm_bits'] = alarm;
  fields['jt808.status_bits'] = status;
  fields['jt808.alarms'] = alarmNames(alarm);
  fields['jt808.states'] = statusNames(status);
  fields['jt808.load'] = (status >>> 8) & 3;
  addExtras(fields, values['extras']);
  if (values['extrasRest'] instanceof Uint8Array) fields['jt808.extras_undecoded_bytes'] = values['extrasRest'].length;
  addScalar(fields, 'jt808.', 'responseSerialNo', values['responseSerialNo']);
};

const timeOf = (frame: Frame): { readonly time: number | undefined; readonly stated: boolean } => {
  if (frame.body.kind === 'raw') return { time: undefined, stated: false };
  const { values } = frame.body;
  if (!POSITION_IDS.has(frame.header.messageId) && frame.header.messageId !== 0x0702)
    return { time: undefined, stated: false };
  for (const name of TIME_FIELDS) {
    const digits = values[name];
    if (typeof digits === 'string') return { time: timeMs(digits), stated: true };
  }
  return { time: undefined, stated: false };
};

const common = (frame: Frame, meta: FrameMeta): Fields => {
  const { header } = frame;
  const fields: Fields = {
    protocol: 'jtt808',
    cmd: messageName(header.messageId),
    cmd_code: header.messageId,
    status: frame.status,
    phone: header.phone,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
    bytes: frame.wireBytes,
    'jt808.direction': messageDirection(header.messageId),
    'jt808.edition': header.edition,
    'jt808.serial': header.serial,
  };
  if (meta.vin !== undefined) fields['vin'] = meta.vin;
  return fields;
};

const addHeader = (fields: Fields, frame: Frame): void => {
  const { header } = frame;
  if (header.protocolVersion !== undefined) fields['jt808.protocol_version'] = header.protocolVersion;
  if (header.encryption !== 0)
    fields['jt808.encryption'] = header.encryption === 1 ? 'rsa' : `bits_${header.encryption}`;
  if (header.packageTotal !== undefined) fields['jt808.package_total'] = header.packageTotal;
  if (header.packageIndex !== undefined) fields['jt808.package_index'] = header.packageIndex;
  if (!frame.escapedWell) fields['jt808.escape_fault'] = true;
  if (frame.stopOffset !== undefined) fields['jt808.stop_offset'] = frame.stopOffset;
  if (frame.rest.length > 0) fields['jt808.undecoded_bytes'] = frame.rest.length;
  if (frame.body.kind === 'fields') fields['jt808.variant'] = frame.body.variant;
};

const signalEvent = (time: number | undefined, base: Fields, one: Signal): FrameEvent => {
  const detail = Object.entries(one.detail).map(([name, value]) => [`jt808.${name}`, value] as const);
  return { time, fields: { ...base, 'jt808.signal': one.name, ...Object.fromEntries(detail) } };
};

const garbageEvent = (meta: FrameMeta): FrameEvent => ({
  time: undefined,
  fields: {
    protocol: 'jtt808',
    cmd: 'garbage',
    status: 'garbage',
    'jt808.signal': 'garbage',
    skipped_bytes: meta.skippedBefore,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  },
});

/** Positions of a batch (0704), each an event like a position of its own. */
const batchEvents = (frame: Frame, base: Fields): readonly FrameEvent[] => {
  if (frame.header.messageId !== BATCH || frame.body.kind === 'raw') return [];
  const { items } = frame.body.values;
  if (!isList(items)) return [];
  return items
    .slice(0, MOST_POSITIONS)
    .filter(isValues)
    .flatMap((values, index) => {
      const digits = values['deviceTime'];
      const time = typeof digits === 'string' ? timeMs(digits) : undefined;
      const fields: Fields = { ...base, cmd: 'position', 'jt808.batch_index': index };
      if (time === undefined) fields['time_invalid'] = true;
      addPosition(fields, values);
      return [{ time, fields }, ...positionSignals(values).map((one) => signalEvent(time, base, one))];
    });
};

/**
 * Events of one frame: first one for skipped bytes, then the frame itself, whatever its status, then one per security
 * signal with `jt808.signal`, then one per position of a batch. `clock_skew_s` is receive time minus frame time:
 * negative when the terminal's clock runs ahead.
 */
export const toEvents = (frame: Frame, meta: FrameMeta): readonly FrameEvent[] => {
  const { time, stated } = timeOf(frame);
  const base = common(frame, meta);
  const fields = { ...base };
  addHeader(fields, frame);
  if (time !== undefined) fields['clock_skew_s'] = (meta.received - time) / 1000;
  else if (stated) fields['time_invalid'] = true;
  if (frame.body.kind === 'fields') {
    if (POSITION_IDS.has(frame.header.messageId)) addPosition(fields, frame.body.values);
    else addPlain(fields, frame.body.values);
  }
  return [
    ...(meta.skippedBefore > 0 ? [garbageEvent(meta)] : []),
    { time, fields },
    ...signalsOf(frame, meta.notices).map((one) => signalEvent(time, base, one)),
    ...batchEvents(frame, base),
  ];
};
