import { logError } from '../errors.ts';
import { emptyCore } from '../event.ts';
import type { OcsfCore } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS } from '../ocsf.ts';
import type { Settings } from '../options.ts';
import { calendarStamp, stampMs } from '../text/calendar.ts';
import { collectFields } from '../text/field-map.ts';
import type { FieldDraft } from '../text/field-map.ts';
import { anyMs } from '../text/time.ts';
import { hot, port, text as textOf } from '../text/value.ts';
import { cefSeverity } from './cef.ts';
import type { TextRecord } from './record.ts';

const HEADER = ['device_vendor', 'device_product', 'device_version', 'event_id'];

/**
 * A LEEF record (QRadar Log Event Extended Format 1.0 and 2.0), from its `LEEF:` on. 1.0 separates attributes by tabs;
 * 2.0 may name one character or its code (`x5E`, `0x5E`) as the delimiter. Fields: `leef_version`, the four header
 * fields, the attributes as written. Throws `logs.bad_record` with the offset where a header field is missing, and the
 * limit errors.
 */
export const decodeLeef = (record: string, settings: Settings): TextRecord => {
  const start = record.indexOf('LEEF:');
  const version = start === -1 ? undefined : /^LEEF:([12]\.0)\|/.exec(record.slice(start, start + 10))?.[1];
  if (version === undefined)
    throw logError('logs.bad_record', { offset: Math.max(start, 0), reason: 'no LEEF:1.0| or LEEF:2.0| header' });
  const collector = collectFields(settings.limits);
  collector.add('leef_version', version);
  let at = start + 9;
  for (const name of HEADER) {
    const end = record.indexOf('|', at);
    if (end === -1)
      throw logError('logs.bad_record', { offset: at, field: name, reason: 'a LEEF header field is missing' });
    collector.add(name, record.slice(at, end));
    at = end + 1;
  }
  const delimiter = version === '2.0' ? namedDelimiter(record, at) : { character: '\t', next: at };
  for (const pair of record.slice(delimiter.next).split(delimiter.character, settings.limits.maxFields + 1)) {
    const equals = pair.indexOf('=');
    if (equals > 0) collector.add(pair.slice(0, equals).trim(), pair.slice(equals + 1));
  }
  const { fields } = collector;
  const source = logsource(
    textOf(fields['device_vendor'])?.toLowerCase(),
    undefined,
    textOf(fields['device_product'])?.toLowerCase(),
  );
  return { format: 'leef', fields, time: leefTime(fields, settings), logsource: source, ocsf: leefCore(fields) };
};

/** The fifth header field of LEEF 2.0; senders leave it empty or out for the default, a tab. */
const namedDelimiter = (record: string, at: number): { readonly character: string; readonly next: number } => {
  const match = /^(?:(?:0?x([0-9A-Fa-f]{2,4}))|([^|=A-Za-z0-9]?))\|/.exec(record.slice(at, at + 8));
  if (match === null) return { character: '\t', next: at };
  const character = match[1] === undefined ? match[2] : String.fromCharCode(Number.parseInt(match[1], 16));
  return { character: character === undefined || character === '' ? '\t' : character, next: at + match[0].length };
};

const leefTime = (fields: FieldDraft, settings: Settings): number | undefined => {
  const value = textOf(fields['devTime']);
  if (value === undefined) return undefined;
  const stamp = calendarStamp(value);
  return stamp === undefined
    ? anyMs(value, settings.zoneOffsetMinutes)
    : stampMs(stamp, settings.zoneOffsetMinutes, settings.now);
};

const leefCore = (fields: FieldDraft): OcsfCore => {
  const core = emptyCore();
  core.eventCode = hot(fields['event_id']);
  core.provider = hot(fields['device_product']);
  core.ruleName = hot(fields['cat']);
  core.severityId = cefSeverity(fields['sev']);
  core.message = hot(fields['msg'] ?? fields['message']);
  core.host = hot(fields['identHostName'] ?? fields['devName']);
  core.user = hot(fields['usrName'] ?? fields['accountName']);
  core.url = hot(fields['url']);
  core.domain = hot(fields['domain']);
  core.srcIp = hot(fields['src']);
  core.dstIp = hot(fields['dst']);
  core.srcPort = port(fields['srcPort']);
  core.dstPort = port(fields['dstPort']);
  core.protocol = hot(fields['proto']).toLowerCase();
  if (core.srcIp !== '' && core.dstIp !== '') {
    core.classUid = OCSF_CLASS.network;
    core.activityId = 99;
  }
  return core;
};
