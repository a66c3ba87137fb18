import { LineCounter, parseAllDocuments, YAMLParseError, isNode, isPair, type Document } from 'yaml';
import { worded, type SigmaError } from '../errors.ts';
import type { Json } from './types.ts';
import { say } from '../reason/reason.ts';

const MAX_TEXT = 4 * 1024 * 1024;
const MAX_DEPTH = 64;

/** A place in the text, 1-based. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** One YAML document with the means to find a path in the text again. */
export interface YamlDocument {
  readonly value: Json;
  /** Place where the document starts. */
  readonly start: Place;
  /** Place of the deepest part of `path` that exists. */
  readonly locate: (path: readonly (string | number)[]) => Place;
}

/**
 * Reads all documents of a YAML 1.2 text. Never throws: a syntax error becomes an error with its place, and the
 * documents that are sound are returned. At most 4 MiB of text and 64 levels.
 */
export const readYaml = (
  text: string,
  file: string,
): { documents: readonly YamlDocument[]; errors: readonly SigmaError[] } => {
  if (text.length > MAX_TEXT) {
    return { documents: [], errors: [{ code: 'sigma.limit', file, ...worded(say('file-too-long')) }] };
  }
  if (tooDeep(text)) {
    return {
      documents: [],
      errors: [{ code: 'sigma.limit', file, ...worded(say('brackets-too-deep', { most: MAX_DEPTH })) }],
    };
  }
  const counter = new LineCounter();
  const documents: YamlDocument[] = [];
  const errors: SigmaError[] = [];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false, logLevel: 'silent' });
    for (const document of Array.isArray(parsed) ? parsed : []) readOne(document, counter, file, documents, errors);
  } catch (error) {
    errors.push({ code: 'sigma.yaml', file, ...syntax(error) });
  }
  return { documents, errors };
};

const readOne = (
  document: Document.Parsed,
  counter: LineCounter,
  file: string,
  out: YamlDocument[],
  errors: SigmaError[],
): void => {
  const bad = document.errors[0];
  if (bad !== undefined) {
    const place = placeOf(counter, bad.pos[0]);
    errors.push({ code: 'sigma.yaml', file, ...place, ...syntax(bad) });
    return;
  }
  const start = placeOf(counter, document.contents?.range?.[0] ?? document.range[0]);
  let value: Json;
  try {
    value = toJson(document.toJS({ maxAliasCount: 100 }), 0);
  } catch (error) {
    errors.push({
      code: 'sigma.yaml',
      file,
      ...start,
      ...syntax(error),
    });
    return;
  }
  if (value !== null) out.push({ value, start, locate: (path) => locate(document, counter, path, start) });
};

const locate = (
  document: Document.Parsed,
  counter: LineCounter,
  path: readonly (string | number)[],
  start: Place,
): Place => {
  let node: unknown = document.contents;
  let place = start;
  for (const step of path) {
    const next = stepInto(node, step);
    if (next === undefined) break;
    place = next.offset === undefined ? place : placeOf(counter, next.offset);
    node = next.node;
  }
  return place;
};

const stepInto = (node: unknown, step: string | number): { node: unknown; offset: number | undefined } | undefined => {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined;
  const items: readonly unknown[] = node.items;
  if (typeof step === 'number') {
    const item = items[step];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  for (const pair of items) {
    if (!isPair(pair) || !isNode(pair.key)) continue;
    if (String('value' in pair.key ? pair.key.value : '') === step)
      return { node: pair.value, offset: pair.key.range?.[0] };
  }
  return undefined;
};

const placeOf = (counter: LineCounter, offset: number): Place => {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
};

/** Faults of the YAML reader that have a sentence of their own. */
const KINDS = new Map(
  (
    [
      ['BAD_INDENT', 'yaml-indent'],
      ['TAB_AS_INDENT', 'yaml-tab'],
      ['DUPLICATE_KEY', 'yaml-key-twice'],
      ['MISSING_CHAR', 'yaml-character-missing'],
      ['UNEXPECTED_TOKEN', 'yaml-unexpected'],
      ['IMPOSSIBLE', 'yaml-unexpected'],
      ['BAD_SCALAR_START', 'yaml-scalar'],
      ['BAD_DQ_ESCAPE', 'yaml-scalar'],
    ] as const
  ).map(([code, kind]) => [code as string, kind]),
);

/** What the YAML reader says, in its own words. */
const syntax = (error: unknown): ReturnType<typeof worded> =>
  worded(
    say((error instanceof YAMLParseError && KINDS.get(error.code)) || 'yaml-syntax', {
      message: error instanceof Error ? firstLine(error.message) : 'unreadable',
    }),
  );

const firstLine = (text: string): string => (text.split('\n', 1)[0] ?? text).slice(0, 300);

/** Flow brackets recurse in the YAML parser; deep ones are refused before they reach it. */
const tooDeep = (text: string): boolean => {
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) run += 1;
    else if (code === 0x5d || code === 0x7d) run = Math.max(0, run - 1);
    else if (code === 0x0a) run = Math.min(run, MAX_DEPTH);
    if (run > MAX_DEPTH * 4) return true;
  }
  return false;
};

const toJson = (value: unknown, depth: number): Json => {
  if (depth > MAX_DEPTH) throw new Error(`values nest deeper than ${MAX_DEPTH}`);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  if (value instanceof Map || value instanceof Set || typeof value !== 'object')
    throw new Error('unsupported YAML type');
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) throw new Error('binary values are not supported');
  const out: Record<string, Json> = Object.create(null);
  for (const [key, item] of Object.entries(value)) out[key] = toJson(item, depth + 1);
  return out;
};
