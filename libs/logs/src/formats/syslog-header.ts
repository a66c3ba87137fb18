import { logError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { calendarStamp, stampMs } from '../text/calendar.ts';
import { setField } from '../text/field-map.ts';
import { isoMs } from '../text/time.ts';

/** Header and message of one syslog record; '' means that the record does not name it. */
export interface SyslogHeader {
  /** −1 when the record has no priority. */
  readonly priority: number;
  readonly time: number | undefined;
  readonly timestamp: string;
  readonly hostname: string;
  readonly appname: string;
  readonly procid: string;
  readonly msgid: string;
  readonly structuredData: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly message: string;
}

const PRIORITY = /^<(\d{1,3})>/;
const MAX_PRIORITY = 191;
const TAG = /^([^\s:[\]]{1,64})(?:\[([^\]]{0,32})\])?:? ?/;

/**
 * Reads RFC 5424 (version 1) or RFC 3164, with or without priority. RFC 3164 takes anything (its section 4.3.3): a text
 * without priority or time stamp is all message. Throws `logs.bad_record` with the character offset where a version 1
 * header or its structured data is malformed.
 */
export const parseSyslog = (text: string, settings: Settings): SyslogHeader => {
  const match = PRIORITY.exec(text);
  const priority = match === null ? -1 : Number(match[1]);
  if (match === null || priority > MAX_PRIORITY) return parseOld(text, -1, settings);
  const rest = match[0].length;
  if (text.startsWith('1 ', rest)) return parseNew(text, priority, rest + 2, settings);
  return parseOld(text.slice(rest), priority, settings);
};

const parseNew = (text: string, priority: number, start: number, settings: Settings): SyslogHeader => {
  const words: string[] = [];
  let at = start;
  for (let index = 0; index < 5; index += 1) {
    const end = text.indexOf(' ', at);
    if (end === -1) throw logError('logs.bad_record', { offset: at, reason: 'the RFC 5424 header ends too early' });
    words.push(text.slice(at, end));
    at = end + 1;
  }
  const [timestamp = '', hostname = '', appname = '', procid = '', msgid = ''] = words.map((word) =>
    word === '-' ? '' : word,
  );
  const structured = parseStructuredData(text, at);
  const message = text.slice(text[structured.end] === ' ' ? structured.end + 1 : structured.end);
  return {
    priority,
    time: isoMs(timestamp, settings.zoneOffsetMinutes),
    timestamp,
    hostname,
    appname,
    procid,
    msgid,
    structuredData: structured.data,
    message: message.charCodeAt(0) === 0xfeff ? message.slice(1) : message,
  };
};

interface StructuredData {
  readonly data: Record<string, Record<string, string>> | undefined;
  readonly end: number;
}

const MAX_PARAMETERS = 1024;

const parseStructuredData = (text: string, start: number): StructuredData => {
  if (text[start] === '-') return { data: undefined, end: start + 1 };
  const data: Record<string, Record<string, string>> = {};
  let at = start;
  let count = 0;
  const broken = (): never => {
    throw logError('logs.bad_record', {
      offset: at,
      field: 'structured_data',
      reason: 'the structured data is malformed',
    });
  };
  if (text[at] !== '[') broken();
  while (text[at] === '[') {
    const id = /[^ =\]"]{1,128}/y;
    id.lastIndex = at + 1;
    const name = id.exec(text)?.[0] ?? broken();
    const element: Record<string, string> = {};
    at += 1 + name.length;
    while (text[at] === ' ') {
      const parameter = parseParameter(text, at + 1) ?? broken();
      setField(element, parameter.name, parameter.value);
      at = parameter.end;
      count += 1;
      if (count > MAX_PARAMETERS) broken();
    }
    if (text[at] !== ']') broken();
    setField(data, name, element);
    at += 1;
  }
  return { data, end: at };
};

const parseParameter = (
  text: string,
  start: number,
): { readonly name: string; readonly value: string; readonly end: number } | undefined => {
  const head = /([^ =\]"]{1,128})="/y;
  head.lastIndex = start;
  const name = head.exec(text)?.[1];
  if (name === undefined) return undefined;
  let value = '';
  let from = start + name.length + 2;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return { name, value: value + text.slice(from, at), end: at + 1 };
    if (character !== '\\') continue;
    const next = text[at + 1];
    if (next === '"' || next === '\\' || next === ']') {
      value += text.slice(from, at);
      from = at + 1;
      at += 1;
    }
  }
  return undefined;
};

const parseOld = (text: string, priority: number, settings: Settings): SyslogHeader => {
  const stamp = oldStamp(text, settings);
  let rest = stamp === undefined ? text : text.slice(stamp.length).replace(/^[: ]+/, '');
  let hostname = '';
  if (stamp !== undefined) {
    const host = /^([^\s:[\]{%<]{1,255}) /.exec(rest);
    if (host !== null) {
      hostname = host[1] ?? '';
      rest = rest.slice(host[0].length);
    }
  }
  const tag = stamp === undefined && priority === -1 ? null : TAG.exec(rest);
  const tagged =
    tag !== null &&
    (tag[0].trimEnd().endsWith(':') || tag[2] !== undefined) &&
    !rest.startsWith('%') &&
    !isPayload(rest);
  return {
    priority,
    time: stamp?.time,
    timestamp: stamp === undefined ? '' : text.slice(0, stamp.length),
    hostname,
    appname: tagged ? (tag[1] ?? '') : '',
    procid: tagged ? (tag[2] ?? '') : '',
    msgid: '',
    structuredData: undefined,
    message: tagged ? rest.slice(tag[0].length) : rest,
  };
};

/** CEF and LEEF begin with what looks like a tag. */
const isPayload = (text: string): boolean => text.startsWith('CEF:') || text.startsWith('LEEF:');

const oldStamp = (
  text: string,
  settings: Settings,
): { readonly time: number | undefined; readonly length: number } | undefined => {
  const calendar = calendarStamp(text);
  if (calendar !== undefined)
    return { time: stampMs(calendar, settings.zoneOffsetMinutes, settings.now), length: calendar.length };
  const word = /^\d{4}-\d\d-\d\dT[^ ]{8,24}(?= )/.exec(text)?.[0];
  const time = word === undefined ? undefined : isoMs(word, settings.zoneOffsetMinutes);
  return word === undefined || time === undefined ? undefined : { time, length: word.length };
};
