import { isDomainError } from '@chedun/kernel';
import type { RecordFormat } from './event.ts';
import { isEvtx } from './evtx/file.ts';
import { isAuditd } from './formats/auditd.ts';
import { jsonFormatOf } from './formats/json.ts';
import { parseJsonObject } from './json/parse-json.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { calendarStamp } from './text/calendar.ts';
import { utf8 } from './text/record-text.ts';

/** How many bytes of a source {@link detectFormat} looks at. */
export const DETECT_BYTES = 65_536;

const LINES_LOOKED_AT = 8;
const GBT32960_START = 0x23;
const ISO_SYSLOG = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,14} \S+ [^\s:=]{1,64}(?:\[\d+\])?: /;
const LOGFMT = /^(?:[A-Za-z_][\w.-]{0,63}=(?:"[^"]*"|[^\s"]*)(?:[ \t]+|$)){2,}/;

/**
 * Tells the format of a source by its first bytes (64 KiB are enough). The first line that has a shape of its own
 * decides, among the first eight that are not empty. Undefined when none has one; then the operator has to name the
 * format.
 */
export const detectFormat = (bytes: Uint8Array): RecordFormat | 'gbt32960' | undefined => {
  if (isEvtx(bytes)) return 'evtx';
  if (isFrame(bytes)) return 'gbt32960';
  const text = utf8(bytes.subarray(0, DETECT_BYTES)).replace(/^\uFEFF/, '');
  let looked = 0;
  for (const line of text.split('\n', 64)) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const format = lineFormat(trimmed);
    if (format !== undefined) return format;
    looked += 1;
    if (looked === LINES_LOOKED_AT) return undefined;
  }
  return undefined;
};

/**
 * GB/T 32960 frames begin with `##`, a command and an answer flag; a text comment goes on with printable characters.
 */
const isFrame = (bytes: Uint8Array): boolean => {
  const command = bytes[2];
  const answer = bytes[3];
  if (bytes[0] !== GBT32960_START || bytes[1] !== GBT32960_START || command === undefined || answer === undefined)
    return false;
  return (command < 0x09 || command >= 0x80) && (answer === 0xfe || (answer >= 1 && answer <= 4));
};

const lineFormat = (line: string): RecordFormat | undefined => {
  if (line.startsWith('{')) return jsonLineFormat(line);
  if (line.startsWith('#separator') || line.startsWith('#fields\t')) return 'zeek-tsv';
  if (line.startsWith('CEF:')) return 'cef';
  if (line.startsWith('LEEF:')) return 'leef';
  if (isAuditd(line)) return 'auditd';
  const head = line.slice(0, 4096);
  if (/^(?:\d{1,9} )?<\d{1,3}>/.test(head) || calendarStamp(head) !== undefined || ISO_SYSLOG.test(head))
    return 'syslog';
  return LOGFMT.test(head) ? 'logfmt' : undefined;
};

const jsonLineFormat = (line: string): RecordFormat | undefined => {
  try {
    const fields = parseJsonObject(line, DEFAULT_LIMITS);
    return Array.isArray(fields['resourceLogs']) ? 'otlp' : jsonFormatOf(fields).format;
  } catch (error) {
    // A first line longer than the window, or a broken one: it is a JSON source all the same.
    if (isDomainError(error)) return /^\{\s*"/.test(line) ? 'ndjson' : undefined;
    throw error;
  }
};
