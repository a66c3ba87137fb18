import { fault } from '../errors.ts';
import type { Comparison, TextOperator, TimePart } from './expression.ts';
import type { Utf16 } from './encodings.ts';
import { say } from '../reason/reason.ts';

/** A step that changes a text value, in the order in which the author wrote it. */
export type TextStep =
  | { readonly kind: 'shape'; readonly op: TextOperator }
  | { readonly kind: 'utf16'; readonly encoding: Utf16 }
  | { readonly kind: 'base64' }
  | { readonly kind: 'base64offset' }
  | { readonly kind: 'windash' };

/** What the values of an item are. */
type Mode =
  | { readonly kind: 'text'; readonly steps: readonly TextStep[] }
  | { readonly kind: 'regex'; readonly flags: string }
  | { readonly kind: 'compare'; readonly op: Comparison }
  | { readonly kind: 'time'; readonly part: TimePart; readonly op: Comparison | 'eq' }
  | { readonly kind: 'cidr' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'fieldref'; readonly op: TextOperator };

/** A modifier chain that has been checked for sense. */
export interface Plan {
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly mode: Mode;
  readonly linking: 'any' | 'all';
  readonly negated: boolean;
  readonly cased: boolean;
  readonly expand: boolean;
}

const SHAPES: ReadonlyMap<string, TextOperator> = new Map([
  ['startswith', 'startswith'],
  ['endswith', 'endswith'],
  ['contains', 'contains'],
]);
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['lt', 'lt'],
  ['lte', 'lte'],
  ['gt', 'gt'],
  ['gte', 'gte'],
]);
const TIMES: ReadonlyMap<string, TimePart> = new Map([
  ['minute', 'minute'],
  ['hour', 'hour'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['year', 'year'],
]);
const REGEX_FLAGS: ReadonlyMap<string, string> = new Map([
  ['i', 'i'],
  ['ignorecase', 'i'],
  ['m', 'm'],
  ['multiline', 'm'],
  ['s', 's'],
  ['dotall', 's'],
]);
const STEPS: ReadonlyMap<string, TextStep> = new Map<string, TextStep>([
  ...[...SHAPES].map(([name, op]): [string, TextStep] => [name, { kind: 'shape', op }]),
  ['utf16le', { kind: 'utf16', encoding: 'utf16le' }],
  ['wide', { kind: 'utf16', encoding: 'utf16le' }],
  ['utf16be', { kind: 'utf16', encoding: 'utf16be' }],
  ['utf16', { kind: 'utf16', encoding: 'utf16' }],
  ['base64', { kind: 'base64' }],
  ['base64offset', { kind: 'base64offset' }],
  ['windash', { kind: 'windash' }],
]);

/** Every modifier name of Sigma 2.1 and the pySigma aliases. */
export const modifierNames: readonly string[] = [
  ...STEPS.keys(),
  ...COMPARISONS.keys(),
  ...TIMES.keys(),
  ...REGEX_FLAGS.keys(),
  'all',
  'neq',
  'cased',
  'expand',
  're',
  'cidr',
  'exists',
  'fieldref',
];
const KNOWN = new Set(modifierNames);

/**
 * Reads `field|modifier|modifier` and refuses chains that have no meaning, with the reason.
 * An empty field name means keywords.
 */
export const readKey = (key: string): Plan => {
  const [name = '', ...modifiers] = key.split('|');
  const field = name === '' ? null : name;
  for (const modifier of modifiers)
    if (!KNOWN.has(modifier)) throw fault('sigma.modifier', say('modifier-unknown', { name: modifier }));
  const seen = new Set(modifiers);
  if (seen.size !== modifiers.length) throw fault('sigma.modifier', say('modifier-twice', { key }));
  const mode = readMode(modifiers, seen);
  checkFit(field, mode, seen);
  return {
    field,
    modifiers,
    mode,
    linking: seen.has('all') ? 'all' : 'any',
    negated: seen.has('neq'),
    cased: seen.has('cased'),
    expand: seen.has('expand'),
  };
};

const readMode = (modifiers: readonly string[], seen: ReadonlySet<string>): Mode => {
  const family = ['re', 'cidr', 'exists', 'fieldref'].filter((name) => seen.has(name));
  const comparison = modifiers.filter((name) => COMPARISONS.has(name));
  const time = modifiers.filter((name) => TIMES.has(name));
  if (comparison.length > 1 || time.length > 1) throw fault('sigma.modifier', say('modifier-comparison-twice'));
  const kinds = family.length + (comparison.length + time.length > 0 ? 1 : 0);
  if (kinds > 1)
    throw fault('sigma.modifier', say('modifiers-clash', { names: [...family, ...comparison, ...time].join(', ') }));
  const flags = modifiers.filter((name) => REGEX_FLAGS.has(name));
  if (flags.length > 0 && !seen.has('re'))
    throw fault('sigma.modifier', say('modifier-after-re', { names: flags.join('", "') }));
  const op = COMPARISONS.get(comparison[0] ?? '');
  const part = TIMES.get(time[0] ?? '');
  if (seen.has('re'))
    return { kind: 'regex', flags: [...new Set(flags.map((name) => REGEX_FLAGS.get(name) ?? ''))].join('') };
  if (seen.has('cidr')) return { kind: 'cidr' };
  if (seen.has('exists')) return { kind: 'exists' };
  if (seen.has('fieldref')) return { kind: 'fieldref', op: shapeOf(modifiers) };
  if (part !== undefined) return { kind: 'time', part, op: op ?? 'eq' };
  if (op !== undefined) return { kind: 'compare', op };
  shapeOf(modifiers);
  return { kind: 'text', steps: modifiers.map((name) => STEPS.get(name)).filter((step) => step !== undefined) };
};

const shapeOf = (modifiers: readonly string[]): TextOperator => {
  const shapes = modifiers.map((name) => SHAPES.get(name)).filter((op) => op !== undefined);
  if (shapes.length > 1) throw fault('sigma.modifier', say('modifiers-clash', { names: shapes.join(', ') }));
  return shapes[0] ?? 'equals';
};

/** Text steps that each mode can live with; `re` accepts shapes because it searches anyway. */
const TOLERATED: Readonly<Record<Mode['kind'], readonly string[]>> = {
  text: [...STEPS.keys(), 'all', 'neq', 'cased', 'expand'],
  regex: ['re', ...REGEX_FLAGS.keys(), ...SHAPES.keys(), 'all', 'neq', 'expand'],
  compare: [...COMPARISONS.keys(), 'neq', 'all'],
  time: [...TIMES.keys(), ...COMPARISONS.keys(), 'neq', 'all'],
  cidr: ['cidr', 'neq', 'all', 'expand'],
  exists: ['exists'],
  fieldref: ['fieldref', ...SHAPES.keys(), 'neq', 'all', 'cased'],
};

const checkFit = (field: string | null, mode: Mode, seen: ReadonlySet<string>): void => {
  for (const name of seen) {
    if (!TOLERATED[mode.kind].includes(name))
      throw fault('sigma.modifier', say('modifier-misfit', { name, kind: mode.kind }));
  }
  if (mode.kind === 'text') checkSteps(mode.steps);
  if (field === null && mode.kind !== 'text' && mode.kind !== 'regex') {
    throw fault('sigma.modifier', say('modifier-needs-field', { kind: mode.kind }));
  }
};

const checkSteps = (steps: readonly TextStep[]): void => {
  const encoded = steps.findIndex((step) => step.kind === 'base64' || step.kind === 'base64offset');
  const wide = steps.findIndex((step) => step.kind === 'utf16');
  const shape = steps.findIndex((step) => step.kind === 'shape');
  const dash = steps.findIndex((step) => step.kind === 'windash');
  if (steps.filter((step) => step.kind === 'utf16').length > 1) throw fault('sigma.modifier', say('utf16-twice'));
  if (steps.some((step) => step.kind === 'base64') && steps.some((step) => step.kind === 'base64offset')) {
    throw fault('sigma.modifier', say('base64-both'));
  }
  if (encoded >= 0 && wide > encoded) throw fault('sigma.modifier', say('utf16-order'));
  const firstEncoding = [encoded, wide].filter((at) => at >= 0);
  if (shape >= 0 && firstEncoding.some((at) => at > shape)) {
    throw fault('sigma.modifier', say('shape-order'));
  }
  if (dash >= 0 && firstEncoding.some((at) => at < dash)) throw fault('sigma.modifier', say('windash-order'));
};
