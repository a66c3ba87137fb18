import { isDomainError } from '@chedun/kernel';
import { logError } from '../errors.ts';
import { emptyCore } from '../event.ts';
import type { EventLogsource } from '../event.ts';
import { parseJsonObject } from '../json/parse-json.ts';
import { carriedLogsource, logsource } from '../logsource.ts';
import { SEVERITY } from '../ocsf.ts';
import type { Settings } from '../options.ts';
import type { FieldDraft } from '../text/field-map.ts';
import { setField } from '../text/field-map.ts';
import { hot } from '../text/value.ts';
import { decodeAuditd, isAuditd } from './auditd.ts';
import { decodeCef } from './cef.ts';
import { jsonFormatOf } from './json.ts';
import { decodeLeef } from './leef.ts';
import type { TextRecord } from './record.ts';
import { parseSyslog } from './syslog-header.ts';
import type { SyslogHeader } from './syslog-header.ts';

const FACILITY =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security console solaris-cron local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
const LEVEL = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];
const LEVEL_SEVERITY = [
  SEVERITY.fatal,
  SEVERITY.critical,
  SEVERITY.critical,
  SEVERITY.high,
  SEVERITY.medium,
  SEVERITY.low,
  SEVERITY.informational,
  SEVERITY.informational,
];

/** Sigma service of a Linux program; what is not listed is named by its facility (auth, cron) or `syslog`. */
const PROGRAM_SERVICE: ReadonlyMap<string, string> = new Map([
  ['sshd', 'sshd'],
  ['sudo', 'sudo'],
  ['cron', 'cron'],
  ['crond', 'cron'],
  ['clamd', 'clamav'],
  ['clamav', 'clamav'],
  ['freshclam', 'clamav'],
  ['vsftpd', 'vsftpd'],
  ['guacd', 'guacamole'],
]);

const CISCO = /^%([A-Z][A-Z0-9_]{1,31})-([0-7])-([A-Z0-9_]{1,64}):/;

/**
 * A syslog record (RFC 5424, RFC 3164). A CEF, LEEF, auditd or JSON payload is decoded in place: its format, fields and
 * logsource win and the header fills what they leave open. Throws `logs.bad_record` and the limit errors.
 */
export const decodeSyslog = (text: string, settings: Settings): TextRecord => {
  const header = parseSyslog(text, settings);
  const payload = decodePayload(header.message, settings);
  return payload === undefined ? plainRecord(header, settings) : withHeader(payload, header);
};

const decodePayload = (message: string, settings: Settings): TextRecord | undefined => {
  if (message.startsWith('CEF:')) return decodeCef(message, settings);
  if (message.startsWith('LEEF:')) return decodeLeef(message, settings);
  if (isAuditd(message)) return decodeAuditd(message, settings);
  const brace = message.startsWith('@cee:') ? message.indexOf('{') : 0;
  if (message[brace] !== '{') return undefined;
  try {
    const fields = parseJsonObject(message.slice(brace), settings.limits);
    const format = jsonFormatOf(fields);
    const normalised = format.normalise(fields, settings);
    return {
      ...normalised,
      logsource: carriedLogsource(fields) ?? normalised.logsource,
      format: format.format,
      fields,
    };
  } catch (error) {
    // A message that only begins like JSON is a message.
    if (isDomainError(error)) return undefined;
    throw error;
  }
};

const headerFields = (header: SyslogHeader): FieldDraft => {
  const fields: FieldDraft = {};
  if (header.priority >= 0) {
    fields['priority'] = header.priority;
    fields['facility'] = FACILITY[header.priority >> 3];
    fields['severity'] = LEVEL[header.priority & 7];
  }
  for (const name of ['timestamp', 'hostname', 'appname', 'procid', 'msgid'] as const)
    if (header[name] !== '') fields[name] = header[name];
  if (header.structuredData !== undefined) fields['structured_data'] = header.structuredData;
  return fields;
};

const withHeader = (payload: TextRecord, header: SyslogHeader): TextRecord => {
  const fields = headerFields(header);
  for (const name of Object.keys(payload.fields)) setField(fields, name, payload.fields[name]);
  const host = payload.ocsf.host === '' ? hot(header.hostname) : payload.ocsf.host;
  return { ...payload, fields, time: payload.time ?? header.time, ocsf: { ...payload.ocsf, host } };
};

const plainRecord = (header: SyslogHeader, settings: Settings): TextRecord => {
  const fields = headerFields(header);
  const core = emptyCore();
  const cisco = CISCO.exec(header.message);
  if (header.message.length > settings.limits.maxValueLength) {
    throw logError('logs.too_long', {
      field: 'message',
      reason: `value of ${header.message.length}, limit ${settings.limits.maxValueLength}`,
    });
  }
  fields['message'] = header.message;
  core.host = hot(header.hostname);
  core.process = hot(header.appname);
  core.provider = cisco === null ? core.process : 'cisco';
  core.eventCode = cisco === null ? hot(header.msgid) : `${cisco[1]}-${cisco[2]}-${cisco[3]}`;
  core.message = hot(header.message);
  if (header.priority >= 0) core.severityId = LEVEL_SEVERITY[header.priority & 7] ?? SEVERITY.unknown;
  const source = cisco === null ? hostSource(header) : logsource('cisco', undefined, (cisco[1] ?? '').toLowerCase());
  return { format: 'syslog', fields, time: header.time, logsource: source, ocsf: core };
};

const hostSource = (header: SyslogHeader): EventLogsource => {
  // The Snare agent sends Windows events as tab-separated text under this word.
  if (header.message.startsWith('MSWinEventLog')) return logsource('windows');
  const program = PROGRAM_SERVICE.get(header.appname.toLowerCase());
  if (program !== undefined) return logsource('linux', undefined, program);
  const facility = header.priority >> 3;
  return logsource('linux', undefined, header.priority >= 0 && (facility === 4 || facility === 10) ? 'auth' : 'syslog');
};
