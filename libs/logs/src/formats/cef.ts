import { logError } from '../errors.ts';
import { emptyCore } from '../event.ts';
import type { OcsfCore } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS, SEVERITY } from '../ocsf.ts';
import type { Settings } from '../options.ts';
import { calendarStamp, stampMs } from '../text/calendar.ts';
import { collectFields, setField } from '../text/field-map.ts';
import type { FieldDraft } from '../text/field-map.ts';
import { anyMs } from '../text/time.ts';
import { hot, port, text as textOf } from '../text/value.ts';
import { readExtension } from './extension.ts';
import { severityOfWord } from './ndjson.ts';
import type { TextRecord } from './record.ts';

const HEADER = ['device_vendor', 'device_product', 'device_version', 'device_event_class_id', 'name', 'severity'];

/**
 * A CEF record (ArcSight Common Event Format, `CEF:0` and `CEF:1`), from its `CEF:` on; what stands before it is
 * ignored. Fields: `cef_version`, the six header fields, the extension keys as written; a custom label
 * (`cs1Label=user`) also gives its value under the label's name. Throws `logs.bad_record` with the offset where a
 * header field is missing, and the limit errors.
 */
export const decodeCef = (record: string, settings: Settings): TextRecord => {
  const start = record.indexOf('CEF:');
  const version = start === -1 ? undefined : /^CEF:([01])\|/.exec(record.slice(start, start + 8))?.[1];
  if (version === undefined)
    throw logError('logs.bad_record', { offset: Math.max(start, 0), reason: 'no CEF:0| or CEF:1| header' });
  const collector = collectFields(settings.limits);
  collector.add('cef_version', Number(version));
  let at = start + 6;
  for (const name of HEADER) {
    const end = unescapedPipe(record, at);
    if (end === -1)
      throw logError('logs.bad_record', { offset: at, field: name, reason: 'a CEF header field is missing' });
    collector.add(name, record.slice(at, end).replace(/\\([\\|])/g, '$1'));
    at = end + 1;
  }
  readExtension(record.slice(at), collector);
  addLabels(collector.fields);
  const { fields } = collector;
  const product = textOf(fields['device_product'])?.toLowerCase();
  const source = logsource(textOf(fields['device_vendor'])?.toLowerCase(), undefined, product);
  return { format: 'cef', fields, time: cefTime(fields, settings), logsource: source, ocsf: cefCore(fields) };
};

const unescapedPipe = (text: string, from: number): number => {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x7c) return at;
  }
  return -1;
};

const addLabels = (fields: FieldDraft): void => {
  for (const key of Object.keys(fields)) {
    if (!key.endsWith('Label')) continue;
    const label = textOf(fields[key]);
    const value = fields[key.slice(0, -5)];
    if (label !== undefined && value !== undefined && !Object.hasOwn(fields, label)) setField(fields, label, value);
  }
};

const cefTime = (fields: FieldDraft, settings: Settings): number | undefined => {
  for (const name of ['rt', 'start', 'end', 'deviceReceiptTime']) {
    const value = textOf(fields[name]);
    if (value === undefined) continue;
    const stamp = calendarStamp(value);
    const time =
      stamp === undefined
        ? anyMs(value, settings.zoneOffsetMinutes)
        : stampMs(stamp, settings.zoneOffsetMinutes, settings.now);
    if (time !== undefined) return time;
  }
  return undefined;
};

/** CEF severity: 0–3 low, 4–6 medium, 7–8 high, 9–10 very high, or a word. */
export const cefSeverity = (value: unknown): number => {
  const number = Number(value);
  if (hot(value) === '' || !(number >= 0 && number <= 10)) return severityOfWord(value);
  if (number <= 3) return SEVERITY.low;
  if (number <= 6) return SEVERITY.medium;
  return number <= 8 ? SEVERITY.high : SEVERITY.critical;
};

const cefCore = (fields: FieldDraft): OcsfCore => {
  const core = emptyCore();
  core.eventCode = hot(fields['device_event_class_id']);
  core.provider = hot(fields['device_product']);
  core.ruleName = hot(fields['name']);
  core.severityId = cefSeverity(fields['severity']);
  core.message = hot(fields['msg']);
  core.host = hot(fields['dvchost'] ?? fields['dhost'] ?? fields['shost']);
  core.user = hot(fields['duser'] ?? fields['suser']);
  core.process = hot(fields['dproc'] ?? fields['sproc']);
  core.file = hot(fields['filePath'] ?? fields['fname']);
  core.hash = hot(fields['fileHash']);
  core.url = hot(fields['request']);
  core.domain = hot(fields['destinationDnsDomain']);
  core.srcIp = hot(fields['src']);
  core.dstIp = hot(fields['dst']);
  core.srcPort = port(fields['spt']);
  core.dstPort = port(fields['dpt']);
  core.protocol = hot(fields['app'] ?? fields['proto']).toLowerCase();
  if (core.srcIp !== '' && core.dstIp !== '') {
    core.classUid = OCSF_CLASS.network;
    core.activityId = 99;
  }
  return core;
};
