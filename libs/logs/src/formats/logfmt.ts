import { logError } from '../errors.ts';
import { carriedLogsource, logsource } from '../logsource.ts';
import type { Settings } from '../options.ts';
import { collectFields } from '../text/field-map.ts';
import type { FieldCollector } from '../text/field-map.ts';
import { ndjson } from './ndjson.ts';
import type { TextRecord } from './record.ts';

const SPACES = /[ \t]+/y;
const KEY = /[^\s="]{1,256}/y;
const BARE = /[^\s"]*/y;
const QUOTED = /"([^"\\]*(?:\\.[^"\\]*)*)"/sy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * A logfmt record: `key=value key="quoted \"value\"" flag`. A key without `=` is true. Values stay text. Throws
 * `logs.bad_record` with the character offset of the first word that is no pair, and the limit errors.
 */
export const decodeLogfmt = (record: string, settings: Settings): TextRecord => {
  const collector = collectFields(settings.limits);
  let at = 0;
  while (at < record.length) {
    SPACES.lastIndex = at;
    at += SPACES.exec(record)?.[0].length ?? 0;
    if (at < record.length) at = readPair(record, at, collector);
  }
  const { fields } = collector;
  if (!Object.values(fields).some((value) => value !== true))
    throw logError('logs.bad_record', { offset: 0, reason: 'no key=value pair' });
  const { time, ocsf } = ndjson.normalise(fields, settings);
  return { format: 'logfmt', fields, time, ocsf, logsource: carriedLogsource(fields) ?? logsource(undefined) };
};

/** Reads one pair and returns where it ended. */
const readPair = (record: string, start: number, collector: FieldCollector): number => {
  KEY.lastIndex = start;
  const key = KEY.exec(record)?.[0];
  if (key === undefined) throw logError('logs.bad_record', { offset: start, reason: 'a key was expected' });
  const after = start + key.length;
  if (record[after] !== '=') {
    collector.add(key, true);
    return after;
  }
  const valueAt = after + 1;
  if (record[valueAt] === '"') {
    QUOTED.lastIndex = valueAt;
    const quoted = QUOTED.exec(record);
    if (quoted === null)
      throw logError('logs.bad_record', { offset: valueAt, field: key, reason: 'the quote is never closed' });
    collector.add(
      key,
      (quoted[1] ?? '').replace(/\\(.)/gs, (_all, character: string) => ESCAPES[character] ?? character),
    );
    return valueAt + quoted[0].length;
  }
  BARE.lastIndex = valueAt;
  const bare = BARE.exec(record)?.[0] ?? '';
  collector.add(key, bare);
  return valueAt + bare.length;
};
