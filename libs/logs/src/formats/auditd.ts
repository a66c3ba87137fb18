import { logError } from '../errors.ts';
import { emptyCore } from '../event.ts';
import type { OcsfCore } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS, STATUS } from '../ocsf.ts';
import type { Settings } from '../options.ts';
import { collectFields } from '../text/field-map.ts';
import type { FieldCollector, FieldDraft } from '../text/field-map.ts';
import { hot } from '../text/value.ts';
import type { TextRecord } from './record.ts';

const HEAD =
  /^(?:node=(\S{1,255}) )?type=([A-Z][A-Z0-9_]{0,63}|UNKNOWN\[\d{1,6}\]) msg=audit\((\d{1,12})\.(\d{3}):(\d{1,20})\): ?/;

/** Fields that the kernel writes in hexadecimal when their text is not plain (audit_log_untrustedstring). */
const UNTRUSTED = new Set([
  'proctitle',
  'exe',
  'comm',
  'cwd',
  'name',
  'data',
  'cmd',
  'acct',
  'path',
  'key',
  'old-comm',
  'new-comm',
  'dir',
  'watch',
  'grp',
]);

const AUDIT_SOURCE = logsource('linux', undefined, 'auditd');

/** True when a text starts like a record of the Linux audit daemon. */
export const isAuditd = (text: string): boolean =>
  (text.startsWith('type=') || text.startsWith('node=')) && HEAD.test(text);

/**
 * One record of the Linux audit log (`type=… msg=audit(seconds.ms:serial): key=value …`). Fields: `type`,
 * `audit_serial`, `node` where present, then the record's own keys; the pairs inside a quoted `msg='…'` stand beside
 * them, and so do the interpreted ones after the group separator. Hexadecimal text is decoded. Throws `logs.bad_record`
 * where the head is missing, and the limit errors.
 */
export const decodeAuditd = (record: string, settings: Settings): TextRecord => {
  const head = HEAD.exec(record);
  if (head === null) throw logError('logs.bad_record', { offset: 0, reason: 'no type=… msg=audit(…): head' });
  const [all, node, type = '', seconds, millis, serial] = head;
  const collector = collectFields(settings.limits);
  collector.add('type', type);
  collector.add('audit_serial', serial);
  if (node !== undefined) collector.add('node', node);
  readPairs(record.slice(all.length).replaceAll('\u001d', ' '), type, collector);
  const { fields } = collector;
  return {
    format: 'auditd',
    fields,
    time: Number(seconds) * 1000 + Number(millis),
    logsource: AUDIT_SOURCE,
    ocsf: auditCore(fields, type),
  };
};

const PAIR = /([A-Za-z][A-Za-z0-9_.-]{0,63})=(?:"([^"]*)"|'([^']*)'|(\S*))/g;

const readPairs = (text: string, type: string, collector: FieldCollector): void => {
  for (const [, key = '', quoted, nested, bare] of text.matchAll(PAIR)) {
    if (nested !== undefined) readPairs(nested, type, collector);
    else collector.add(key, quoted ?? decodeBare(key, bare ?? '', type));
  }
};

const decodeBare = (key: string, value: string, type: string): string => {
  const untrusted = UNTRUSTED.has(key) || (type === 'EXECVE' && /^a\d/.test(key));
  if (!untrusted || value.length < 2 || value.length % 2 !== 0 || !/^[0-9A-F]+$/.test(value)) return value;
  // Arguments of a process title are separated by zero bytes.
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trimEnd();
};

const auditCore = (fields: FieldDraft, type: string): OcsfCore => {
  const core = emptyCore();
  core.eventCode = hot(type);
  core.provider = 'auditd';
  core.host = hot(fields['node']);
  core.user = hot(fields['acct'] ?? fields['AUID'] ?? fields['auid']);
  core.process = hot(fields['exe'] ?? fields['comm']);
  core.file = hot(fields['name'] ?? fields['cwd']);
  core.srcIp = hot(fields['addr']).replace('?', '');
  core.message = hot(fields['key']).replace('(null)', '');
  const result = hot(fields['res'] ?? fields['success']);
  if (result === 'success' || result === 'yes' || result === '1') core.statusId = STATUS.success;
  else if (result === 'failed' || result === 'no' || result === '0') core.statusId = STATUS.failure;
  if (type === 'EXECVE' || type === 'PROCTITLE') {
    core.classUid = OCSF_CLASS.process;
    core.activityId = 1;
    core.commandLine = type === 'EXECVE' ? executed(fields) : hot(fields['proctitle']);
  } else if (type === 'PATH') core.classUid = OCSF_CLASS.fileSystem;
  else if (type === 'USER_LOGIN' || type === 'USER_AUTH' || type === 'USER_START') {
    core.classUid = OCSF_CLASS.authentication;
    core.activityId = 1;
  }
  return core;
};

const executed = (fields: FieldDraft): string => {
  const words: string[] = [];
  for (let index = 0; index < 256; index += 1) {
    const word = fields[`a${index}`];
    if (typeof word !== 'string') break;
    words.push(word);
  }
  return hot(words.join(' '));
};
