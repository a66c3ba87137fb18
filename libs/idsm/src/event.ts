import { idRange, sevEntry } from './catalogue.ts';
import { readContextData, standardLayout } from './context.ts';
import type { ContextLayout } from './context.ts';
import { describeChain, eventName, findUse } from './extract-model.ts';
import type { EventDefinition, SecurityExtract } from './extract-model.ts';
import type { DecodedDatagram, DecodedMessage, IdsContext, IdsMessage, IdsTimestamp } from './message.ts';

/** Value of an event field. */
export type FieldValue = string | number | boolean | readonly string[];

/** Where a datagram came from: everything it does not know itself. */
export interface DatagramMeta {
  /** Milliseconds since 1970 UTC when the platform received it. */
  readonly received: number;
  readonly srcIp?: string;
  readonly srcPort?: number;
  /** Vehicle, when the carrier names it (TLS client, MQTT topic, HTTP path). */
  readonly vin?: string;
}

/** One record for detection and storage. */
export interface IdsEvent {
  /** Milliseconds since 1970 UTC; undefined when the message has no time or a clock that does not count from 1970. */
  readonly time: number | undefined;
  /** Security events that the record stands for: every correlation counts it so often. At least 1. */
  readonly weight: number;
  readonly logsource: { readonly product: 'vehicle'; readonly category: 'ecu_sev' };
  /** Flat fields; the README lists them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

type Fields = Record<string, FieldValue>;

const LOGSOURCE = { product: 'vehicle', category: 'ecu_sev' } as const;
const MAX_HEX_BYTES = 256;
/** 2015-01-01 UTC: a time base below it counts from something else than 1970. */
const FIRST_WALL_CLOCK_S = 1_420_070_400;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, MAX_HEX_BYTES)).toString('hex');

/** Wall clock of a timestamp in ms, undefined for a clock of the manufacturer or one that counts from elsewhere. */
export const timestampMs = (timestamp: IdsTimestamp | undefined): number | undefined => {
  if (timestamp === undefined || timestamp.source === 'oem' || timestamp.seconds < FIRST_WALL_CLOCK_S) return undefined;
  if (timestamp.nanoseconds > 999_999_999) return undefined;
  return timestamp.seconds * 1000 + Math.floor(timestamp.nanoseconds / 1e6);
};

const addName = (fields: Fields, id: number, definition: EventDefinition | undefined): void => {
  const known = sevEntry(id);
  if (definition !== undefined) {
    fields['ids.event'] = eventName(definition);
    fields['ids.event_short_name'] = definition.name;
    fields['ids.event_source'] = 'extract';
  } else if (known !== undefined) {
    fields['ids.event'] = known.name;
    fields['ids.event_source'] = 'catalogue';
    fields['ids.event_certainty'] = known.certainty;
  } else fields['ids.event_source'] = 'none';
  fields['ids.event_id'] = id;
  fields['ids.event_id_hex'] = `0x${id.toString(16).toUpperCase().padStart(4, '0')}`;
  fields['ids.event_range'] = idRange(id);
};

/** The extract's layout, or the standard one unless the extract gave the id to another event (TPS_MANI_01339). */
const layoutFor = (id: number, definition: EventDefinition | undefined): ContextLayout | undefined => {
  if (definition === undefined) return standardLayout(id);
  if (definition.layout !== undefined) return definition.layout;
  const standard = sevEntry(id)?.name;
  const same = standard !== undefined && eventName(definition).toUpperCase().includes(standard);
  return same ? standardLayout(id) : undefined;
};

const addContext = (
  fields: Fields,
  message: IdsMessage,
  context: IdsContext,
  layout: ContextLayout | undefined,
): void => {
  const { data, version } = context;
  fields['ids.context_hex'] = hex(data);
  fields['ids.context_bytes'] = data.length;
  if (data.length > MAX_HEX_BYTES) fields['ids.context_cut'] = true;
  // the IdsM keeps the context data of one event only when it aggregates
  if (message.count > 1) fields['ids.context_of_one'] = true;
  if (version !== undefined) {
    fields['ids.context_version'] = version.number;
    fields['ids.context_modified'] = version.modified;
  }
  if (layout === undefined || version?.modified === true || (version?.number ?? layout.version) !== layout.version)
    return;
  const { values, extraBytes, missingBytes } = readContextData(layout, data);
  fields['ids.context_fits'] = extraBytes === 0 && missingBytes === 0;
  for (const [name, value] of Object.entries(values)) fields[`ids.ctx_${name}`] = value;
};

const addTime = (fields: Fields, timestamp: IdsTimestamp, received: number): void => {
  const time = timestampMs(timestamp);
  fields['ids.time_source'] = timestamp.source;
  if (time === undefined)
    fields['ids.time_raw'] = `${timestamp.seconds}.${String(timestamp.nanoseconds).padStart(9, '0')}`;
  else fields['ids.clock_skew_s'] = (received - time) / 1000;
};

const addPlace = (fields: Fields, { message }: DecodedMessage, extract: SecurityExtract): void => {
  const idsm = extract.idsms.get(message.idsm);
  const use = findUse(extract, message);
  fields['ids.idsm'] = idsm?.name ?? String(message.idsm);
  fields['ids.idsm_id'] = message.idsm;
  fields['ids.sensor'] = use?.sensorName ?? String(message.sensor);
  fields['ids.sensor_id'] = message.sensor;
  if (idsm?.ecu !== undefined) fields['ids.ecu'] = idsm.ecu.slice(idsm.ecu.lastIndexOf('/') + 1);
  if (idsm?.signs === true && message.signature === undefined) fields['ids.signature_missing'] = true;
  if (extract.uses.size > 0) fields['ids.in_extract'] = use !== undefined;
  if (use?.severity !== undefined) fields['ids.severity'] = use.severity;
  if (use?.mode !== undefined) fields['ids.reporting_mode'] = use.mode;
  if (use?.chain !== undefined) fields['ids.filters'] = describeChain(use.chain);
};

const common = (decoded: DecodedDatagram, meta: DatagramMeta, status: string): Fields => {
  const fields: Fields = {
    protocol: 'autosar_ids',
    status,
    'ids.profile': decoded.profile.name,
    'ids.decoder': decoded.profile.provenance,
  };
  if (meta.vin !== undefined) fields['vin'] = meta.vin;
  if (meta.srcIp !== undefined) fields['src_ip'] = meta.srcIp;
  if (meta.srcPort !== undefined) fields['src_port'] = meta.srcPort;
  return fields;
};

const messageEvent = (
  one: DecodedMessage,
  decoded: DecodedDatagram,
  extract: SecurityExtract,
  meta: DatagramMeta,
): IdsEvent => {
  const { message } = one;
  const fields = common(decoded, meta, one.anomalies.length === 0 ? 'ok' : 'anomaly');
  const definition = extract.definitions.get(message.event);
  addName(fields, message.event, definition);
  addPlace(fields, one, extract);
  fields['ids.count'] = message.count;
  fields['ids.version'] = message.version;
  fields['ids.signed'] = message.signature !== undefined;
  if (message.signature !== undefined) fields['ids.signature_bytes'] = message.signature.length;
  if (message.timestamp !== undefined) addTime(fields, message.timestamp, meta.received);
  if (message.context !== undefined) addContext(fields, message, message.context, layoutFor(message.event, definition));
  if (one.anomalies.length > 0) fields['ids.anomalies'] = [...one.anomalies];
  return { time: timestampMs(message.timestamp), weight: Math.max(1, message.count), logsource: LOGSOURCE, fields };
};

const faultEvent = (decoded: DecodedDatagram, meta: DatagramMeta): readonly IdsEvent[] => {
  if (decoded.fault === undefined) return [];
  const fields = common(decoded, meta, decoded.fault.kind);
  fields['ids.fault_offset'] = decoded.fault.offset;
  fields['ids.fault'] = decoded.fault.reason;
  fields['ids.undecoded_bytes'] = decoded.rest.length;
  fields['ids.undecoded_hex'] = hex(decoded.rest);
  return [{ time: undefined, weight: 1, logsource: LOGSOURCE, fields }];
};

/**
 * Events of one datagram: one per message, and one more for bytes that could not be read. `extract` gives names, sensors
 * and context layouts; NO_EXTRACT leaves the catalogue of standardised ids. A signature is told, never verified, here.
 */
export const toEvents = (
  decoded: DecodedDatagram,
  extract: SecurityExtract,
  meta: DatagramMeta,
): readonly IdsEvent[] => [
  ...decoded.messages.map((one) => messageEvent(one, decoded, extract, meta)),
  ...faultEvent(decoded, meta),
];
