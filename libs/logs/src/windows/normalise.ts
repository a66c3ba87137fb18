import { emptyCore } from '../event.ts';
import type { OcsfDraft } from '../event.ts';
import type { JsonFormat, Normalised, NormaliseOptions } from '../formats/shape.ts';
import { SEVERITY } from '../ocsf.ts';
import { isoMs } from '../text/time.ts';
import { hot, isObject } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';
import { windowsLogsource } from './logsource.ts';
import { fillSysmon, fillWindows, windowsSeverity } from './ocsf.ts';

/** What the three JSON shapes of a Windows event have in common. */
interface WindowsHead {
  readonly eventId: number;
  readonly channel: string;
  readonly host: string;
  readonly provider: string;
  readonly time: number | undefined;
  readonly severityId: number;
  readonly message: string;
  readonly data: JsonObject;
}

const EMPTY: JsonObject = {};
const SYSMON_CHANNEL = 'Microsoft-Windows-Sysmon/Operational';

/**
 * True when a JSON object is a Windows event: evtx_dump's `Event.System`, winlogbeat's `winlog`, or flat with an
 * EventID and a channel, a provider or the product.
 */
const isWindowsEvent = (fields: JsonObject): boolean => {
  if (fields['EventID'] !== undefined) {
    const named = fields['Channel'] ?? fields['SourceName'] ?? fields['Provider_Name'];
    return named !== undefined || fields['product'] === 'windows';
  }
  const event = fields['Event'];
  if (isObject(event)) return isObject(event['System']);
  const winlog = fields['winlog'];
  return isObject(winlog) && winlog['event_id'] !== undefined;
};

/**
 * Normalises a Windows event in any of the three JSON shapes. The time is, in this order: TimeCreated (EVTX), Sysmon's
 * UtcTime, an EventTime with zone, `@timestamp`, an EventTime without zone (then `zoneOffsetMinutes` counts).
 */
const normaliseWindows = (fields: JsonObject, options: NormaliseOptions): Normalised => {
  const head = readHead(fields, options);
  const { data, eventId, channel } = head;
  const sysmon = isSysmon(head);
  const deletes = sysmon && eventId === 12 && isRegistryDelete(data, head.message);
  const core: OcsfDraft = emptyCore();
  core.host = head.host;
  core.eventCode = eventId === 0 ? '' : String(eventId);
  core.provider = channel === '' ? head.provider : hot(channel);
  core.severityId = head.severityId;
  core.message = head.message;
  if (sysmon) fillSysmon(core, eventId, data, deletes);
  else fillWindows(core, eventId, data);
  const source = sysmon && channel === '' ? SYSMON_CHANNEL : channel;
  return { time: head.time, logsource: windowsLogsource(source, eventId, deletes), ocsf: core };
};

/** Only Sysmon writes process GUIDs, which tells its events where a shipper dropped channel and provider. */
const isSysmon = ({ channel, provider, data }: WindowsHead): boolean =>
  channel === SYSMON_CHANNEL ||
  provider === 'Microsoft-Windows-Sysmon' ||
  (channel === '' && provider === '' && data['ProcessGuid'] !== undefined);

const readHead = (fields: JsonObject, options: NormaliseOptions): WindowsHead => {
  const event = fields['Event'];
  if (isObject(event)) return nestedHead(event, options);
  const winlog = fields['winlog'];
  return isObject(winlog) ? winlogbeatHead(fields, winlog, options) : flatHead(fields, options);
};

const nestedHead = (event: JsonObject, options: NormaliseOptions): WindowsHead => {
  const system = isObject(event['System']) ? event['System'] : EMPTY;
  const created = attribute(system['TimeCreated'], 'SystemTime');
  return {
    eventId: eventNumber(system['EventID']),
    channel: hot(system['Channel']),
    host: hot(system['Computer']),
    provider: hot(attribute(system['Provider'], 'Name')),
    time: typeof created === 'string' ? isoMs(created, options.zoneOffsetMinutes) : undefined,
    severityId: windowsSeverity(system['Level']),
    message: '',
    data: dataSection(event),
  };
};

/** EventData, or the one element inside UserData. */
const dataSection = (event: JsonObject): JsonObject => {
  const data = event['EventData'];
  if (isObject(data)) return data;
  const user = event['UserData'];
  if (!isObject(user)) return EMPTY;
  for (const key in user) {
    const inner = user[key];
    if (key !== '#attributes' && isObject(inner)) return inner;
  }
  return user;
};

const attribute = (node: unknown, name: string): unknown => {
  if (!isObject(node)) return undefined;
  const attributes = node['#attributes'];
  return isObject(attributes) ? attributes[name] : node[name];
};

const eventNumber = (value: unknown): number => {
  const plain = isObject(value) ? (value['#text'] ?? value['Value']) : value;
  const number = typeof plain === 'string' && plain !== '' ? Number(plain) : plain;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : 0;
};

const winlogbeatHead = (fields: JsonObject, winlog: JsonObject, options: NormaliseOptions): WindowsHead => {
  const stamp = fields['@timestamp'];
  const data = winlog['event_data'] ?? winlog['user_data'];
  return {
    eventId: eventNumber(winlog['event_id']),
    channel: hot(winlog['channel']),
    host: hot(winlog['computer_name']),
    provider: hot(winlog['provider_name']),
    time: typeof stamp === 'string' ? isoMs(stamp, options.zoneOffsetMinutes) : undefined,
    severityId: SEVERITY.unknown,
    message: hot(fields['message']),
    data: isObject(data) ? data : EMPTY,
  };
};

const flatHead = (fields: JsonObject, options: NormaliseOptions): WindowsHead => ({
  eventId: eventNumber(fields['EventID']),
  channel: hot(fields['Channel']),
  host: hot(fields['Hostname'] ?? fields['Computer'] ?? fields['ComputerName']),
  provider: hot(fields['SourceName'] ?? fields['Provider_Name'] ?? fields['ProviderName']),
  time: flatTime(fields, options),
  severityId: flatSeverity(fields),
  message: hot(fields['Message']),
  data: fields,
});

const flatTime = (fields: JsonObject, options: NormaliseOptions): number | undefined => {
  const utc = fields['UtcTime'] ?? fields['TimeCreated'] ?? fields['SystemTime'];
  const precise = typeof utc === 'string' ? isoMs(utc, 0) : undefined;
  if (precise !== undefined) return precise;
  const event = fields['EventTime'];
  if (typeof event === 'string' && event.length > 19) {
    const zoned = isoMs(event, options.zoneOffsetMinutes);
    if (zoned !== undefined) return zoned;
  }
  const stamp = fields['@timestamp'];
  const shipped = typeof stamp === 'string' ? isoMs(stamp, 0) : undefined;
  return shipped ?? (typeof event === 'string' ? isoMs(event, options.zoneOffsetMinutes) : undefined);
};

/** nxlog writes SeverityValue 1 debug … 5 critical; other agents keep Level. */
const NXLOG_SEVERITY = [
  SEVERITY.unknown,
  SEVERITY.informational,
  SEVERITY.informational,
  SEVERITY.medium,
  SEVERITY.high,
  SEVERITY.critical,
];

const flatSeverity = (fields: JsonObject): number => {
  const value = fields['SeverityValue'];
  return typeof value === 'number' ? (NXLOG_SEVERITY[value] ?? SEVERITY.unknown) : windowsSeverity(fields['Level']);
};

/** nxlog overwrites Sysmon's EventType with its own, so the rendered message is the second place to look. */
const isRegistryDelete = (data: JsonObject, message: string): boolean => {
  const type = data['EventType'];
  return (typeof type === 'string' && type.startsWith('Delete')) || message.slice(0, 256).includes('EventType: Delete');
};

/** Windows events as JSON: evtx_dump, winlogbeat, or flat as nxlog and most SIEM exports write them. */
export const windowsJson: JsonFormat = { format: 'windows-json', matches: isWindowsEvent, normalise: normaliseWindows };
