import { isList, isMap, scalarText } from '../parse/json.ts';
import type { JsonMap } from '../parse/types.ts';
import { remark, type Check, type CheckName, type Remark } from './check.ts';
import { say } from '../reason/reason.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const RELATIONS = ['derived', 'obsolete', 'obsoletes', 'merged', 'renamed', 'similar', 'correlation'];
const KNOWN = new Set(
  'title id name status description author license date modified level taxonomy tags references falsepositives fields scope related logsource detection correlation filter generate action'.split(
    ' ',
  ),
);
const MAX_TITLE = 256;

const title: Check = (document) => {
  const text = scalarText(document['title']) ?? '';
  if (text.length > MAX_TITLE) return remark('title', 'warning', ['title'], say('title-long', { most: MAX_TITLE }));
  return text.endsWith('.') ? remark('title', 'info', ['title'], say('title-period')) : [];
};

const id: Check = (document) => {
  const text = scalarText(document['id']);
  if (text === undefined) return remark('id', 'warning', [], say('id-missing'));
  return UUID.test(text.toLowerCase()) ? [] : remark('id', 'warning', ['id'], say('id-form'));
};

/** A value that must be one of a closed list. */
const oneOf =
  (key: 'status' | 'level', allowed: readonly string[]): Check =>
  (document) => {
    const text = scalarText(document[key]);
    if (text === undefined) return remark(key, 'warning', [], say('key-missing', { key }));
    return allowed.includes(text)
      ? []
      : remark(key, 'warning', [key], say('key-not-one-of', { key, text, allowed: allowed.join(', ') }));
  };

const present =
  (key: 'description' | 'author'): Check =>
  (document) =>
    (scalarText(document[key]) ?? '').trim() === '' ? remark(key, 'info', [], say('key-missing', { key })) : [];

const dateOf = (document: JsonMap, key: CheckName & ('date' | 'modified')): readonly Remark[] => {
  const text = scalarText(document[key]);
  if (text === undefined) return key === 'date' ? remark('date', 'info', [], say('key-missing', { key: 'date' })) : [];
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  return valid ? [] : remark(key, 'warning', [key], say('date-form', { key, text }));
};

const dates: Check = (document) => {
  const found = [...dateOf(document, 'date'), ...dateOf(document, 'modified')];
  const [date, modified] = [scalarText(document['date']), scalarText(document['modified'])];
  if (found.length > 0 || date === undefined || modified === undefined || modified >= date) return found;
  return remark('modified', 'warning', ['modified'], say('modified-before-date', { modified, date }));
};

const listOfTexts =
  (key: 'references' | 'falsepositives'): Check =>
  (document) => {
    const value = document[key];
    if (value === undefined) return [];
    if (!isList(value)) return remark(key, 'warning', [key], say('list-wanted', { key }));
    return value.flatMap((one, index) =>
      typeof one === 'string' && one.trim() !== ''
        ? []
        : remark(key, 'warning', [key, index], say('entry-not-text', { key })),
    );
  };

const related: Check = (document) => {
  const value = document['related'];
  if (value === undefined) return [];
  if (!isList(value)) return remark('related', 'warning', ['related'], say('list-wanted', { key: 'related' }));
  return value.flatMap((one, index) => {
    const type = isMap(one) ? scalarText(one['type']) : undefined;
    const other = isMap(one) ? scalarText(one['id']) : undefined;
    if (type === undefined || !RELATIONS.includes(type))
      return remark('related', 'warning', ['related', index], say('relation-type', { allowed: RELATIONS.join(', ') }));
    return other !== undefined && UUID.test(other)
      ? []
      : remark('related', 'warning', ['related', index], say('relation-id'));
  });
};

const custom: Check = (document) =>
  Object.keys(document).flatMap((key) =>
    KNOWN.has(key) || key.startsWith('x-')
      ? []
      : remark('custom-attribute', 'info', [key], say('attribute-unknown', { key })),
  );

/** Checks of what a rule says about itself (Sigma 2.1, "Rule attributes"). */
export const metadataChecks: readonly Check[] = [
  title,
  id,
  oneOf('status', STATUSES),
  oneOf('level', LEVELS),
  present('description'),
  present('author'),
  dates,
  listOfTexts('references'),
  listOfTexts('falsepositives'),
  related,
  custom,
];
