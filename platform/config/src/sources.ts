import { DomainError } from '@chedun/kernel';
import type { ErrorPlace } from '@chedun/kernel';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import type { Setting } from './settings.ts';

/** A value that somebody gave, with the place where. */
export interface Given {
  readonly key: string;
  readonly value: unknown;
  readonly source: string;
  readonly place: ErrorPlace;
}

/** Variables with our prefix that are not settings: the runtime of the launcher and the path of this file. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set(['CHEDUN_NODE', 'CHEDUN_CONFIG']);
const MAX_FILE = 1_024 * 1_024;

/** Reads `chedun.yaml`; unknown keys and wrong YAML are refused with the line. */
export const readYaml = (text: string, file: string, settings: readonly Setting[]): readonly Given[] => {
  if (text.length > MAX_FILE) throw new DomainError('config.unreadable-file', { file, reason: 'larger than 1 MiB' });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new DomainError('config.unreadable-file', {
      file,
      line: lines.linePos(error.pos[0]).line,
      reason: error.message.split('\n', 1).join(''),
    });
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root)) throw new DomainError('config.unreadable-file', { file, line: 1, reason: 'a mapping is expected' });
  const values = resolveAliases(document, file);
  const keys = settings.map(({ key }) => key);
  const names: Names = { leaves: new Set(keys), groups: new Set(keys.flatMap(groupsOf)) };
  return walkYaml(root, values, '', { file, lines, names });
};

interface Names {
  readonly leaves: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** `a.b.c` lies in the groups `a` and `a.b`. */
const groupsOf = (key: string): readonly string[] => {
  const steps = key.split('.');
  return steps.slice(1).map((_, depth) => steps.slice(0, depth + 1).join('.'));
};

const resolveAliases = (document: Document.Parsed, file: string): unknown => {
  try {
    return document.toJS();
  } catch (cause) {
    throw new DomainError('config.unreadable-file', { file, reason: 'its aliases cannot be resolved' }, cause);
  }
};

/** Walks the nodes for their places and the plain values beside them. */
const walkYaml = (
  map: YAMLMap,
  values: unknown,
  prefix: string,
  where: { readonly file: string; readonly lines: LineCounter; readonly names: Names },
): readonly Given[] =>
  map.items.flatMap((pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : '?';
    const key = prefix + name;
    const { line } = where.lines.linePos(isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0);
    const place = { file: where.file, line, field: key };
    const value: unknown = typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined;
    if (where.names.leaves.has(key)) return [{ key, value, source: `${where.file}:${line}`, place }];
    if (!where.names.groups.has(key)) throw new DomainError('config.unknown-key', place);
    if (value === null) return [];
    if (!isMap(pair.value))
      throw new DomainError('config.invalid-value', { ...place, reason: 'a mapping is expected' });
    return walkYaml(pair.value, value, `${key}.`, where);
  });

/** Reads `CHEDUN_*`; empty variables count as absent. */
export const readEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
  settings: readonly Setting[],
): readonly Given[] => {
  const byVariable = new Map(settings.map((setting) => [setting.variable, setting]));
  return Object.entries(env).flatMap(([name, text]) => {
    if (!name.startsWith('CHEDUN_') || OTHER_VARIABLES.has(name) || text === undefined || text === '') return [];
    const setting = byVariable.get(name);
    if (setting === undefined) throw new DomainError('config.unknown-key', { field: name });
    const place = { field: name };
    return [{ key: setting.key, value: parseText(setting, text, place), source: name, place }];
  });
};

/** Reads `--name value`, `--name=value` and, for switches, `--name` and `--no-name`. */
export const readFlags = (argv: readonly string[], settings: readonly Setting[]): readonly Given[] => {
  const byFlag = new Map(settings.map((setting) => [setting.flag, setting]));
  const given: Given[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const equals = word.indexOf('=');
    const flag = equals < 0 ? word : word.slice(0, equals);
    const place = { field: flag };
    const negated = byFlag.get(flag.replace(/^--no-/, '--'));
    if (flag.startsWith('--no-') && negated?.form === 'boolean' && equals < 0) {
      given.push({ key: negated.key, value: false, source: flag, place });
      continue;
    }
    const setting = byFlag.get(flag);
    if (setting === undefined) throw new DomainError('config.unknown-key', place);
    const following = argv[at + 1];
    const alone = equals < 0 && (following === undefined || following.startsWith('--'));
    if (alone && setting.form !== 'boolean')
      throw new DomainError('config.invalid-value', { ...place, reason: 'a value is missing' });
    const text = equals >= 0 ? word.slice(equals + 1) : alone ? 'true' : (following ?? '');
    if (equals < 0 && !alone) at += 1;
    given.push({ key: setting.key, value: parseText(setting, text, place), source: flag, place });
  }
  return given;
};

const parseText = (setting: Setting, text: string, place: ErrorPlace): unknown => {
  switch (setting.form) {
    case 'number':
      return text.trim() === '' ? Number.NaN : Number(text);
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
    case 'json':
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw new DomainError('config.invalid-value', { ...place, reason: 'JSON is expected' }, cause);
      }
    case 'text':
      return text;
  }
};
