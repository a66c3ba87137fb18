import { isList, scalarText } from '../parse/json.ts';
import { remark, type Check, type Remark } from './check.ts';
import { say } from '../reason/reason.ts';

/**
 * What follows the namespace, by namespace. Sigma 2.1, tags appendix, and those of vehicles that we document beside them:
 * `atm` Automotive Threat Matrix (tactic or technique), `r155` UN R155 Annex 5 Table A1 (number of the threat), `gbt45181`
 * GB/T 45181 (number of the clause).
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  attack: /^(?:t\d{4}(?:\.\d{3})?|[gs]\d{4}|ds\d{4}|[a-z]+(?:-[a-z]+)*)$/,
  atm: /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
  car: /^\d{4}-\d{2}-\d{3}$/,
  cve: /^\d{4}-\d{4,7}$/,
  d3fend: /^d3-[a-z0-9-]+$/,
  gbt45181: /^\d{1,2}(?:\.\d{1,2}){0,4}(?:\.[a-z])?$/,
  detection: /^(?:dfir|emerging-threats|threat-hunting)$/,
  r155: /^\d{1,2}(?:\.\d{1,2}){0,3}$/,
  stp: /^[1-5][auk]?$/,
  tlp: /^(?:red|amber|amber-strict|green|clear)$/,
};

/** Namespace, tag body and uniqueness of each tag. */
export const tagChecks: readonly Check[] = [
  (document) => {
    const tags = document['tags'];
    if (!isList(tags))
      return tags === undefined ? [] : remark('tag-format', 'warning', ['tags'], say('list-wanted', { key: 'tags' }));
    const texts = tags.map((tag) => scalarText(tag) ?? '');
    return texts.flatMap((tag, index) => checkTag(tag, index, texts));
  },
];

const checkTag = (tag: string, index: number, all: readonly string[]): readonly Remark[] => {
  const path = ['tags', index];
  const dot = tag.indexOf('.');
  const form = FORMS[tag.slice(0, dot)];
  if (all.indexOf(tag) < index) return remark('tag-unique', 'warning', path, say('tag-twice', { tag }));
  if (dot < 1 || form === undefined)
    return remark(
      'tag-namespace',
      'warning',
      path,
      say('tag-namespace', { tag, known: Object.keys(FORMS).join(', ') }),
    );
  return form.test(tag.slice(dot + 1)) ? [] : remark('tag-format', 'warning', path, say('tag-form', { tag }));
};
