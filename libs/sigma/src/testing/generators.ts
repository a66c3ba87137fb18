import fc from 'fast-check';
import { stringify } from 'yaml';
import { parseRules } from '../parse/parse-rules.ts';
import type { SigmaRule } from '../parse/types.ts';

/** Small alphabets make hits, near misses and shared needles frequent. */
const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'c', '\\', '-', ' ', 'é', '盾'),
  minLength: 1,
  maxLength: 4,
});
const pattern = fc.string({
  unit: fc.constantFrom('a', 'b', 'B', 'c', '\\', '*', '?', '-', '/', ' ', 'É', '盾'),
  maxLength: 5,
});
const field = fc.constantFrom('F', 'G', 'n.x', 'n.y.z', 'l');
const textModifiers = fc.constantFrom(
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|all',
  '|cased',
  '|contains|cased',
  '|neq',
  '|windash',
  '|contains|windash',
  '|endswith|neq',
);

const item = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(field, textModifiers, fc.oneof(pattern, fc.array(pattern, { minLength: 1, maxLength: 3 })))
      .map(([name, modifiers, value]) => ({ [name + modifiers]: value })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        field,
        fc.constantFrom('|re', '|re|i'),
        fc.constantFrom('a+b', '^a', 'b$', '(ab|cc)a?', '[ab]{2}', 'é', '\\\\-', 'c.*a'),
      )
      .map(([name, modifiers, value]) => ({ [name + modifiers]: value })),
  },
  { weight: 1, arbitrary: fc.tuple(field, fc.integer({ min: 0, max: 3 })).map(([name, value]) => ({ [name]: value })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(field, fc.constantFrom('|lt', '|gte', '|lte', '|gt'), fc.integer({ min: 0, max: 3 }))
      .map(([name, modifier, value]) => ({ [name + modifier]: value })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(field, fc.constantFrom('', '|neq')).map(([name, modifier]) => ({ [name + modifier]: null })),
  },
  { weight: 1, arbitrary: fc.tuple(field, fc.boolean()).map(([name, value]) => ({ [`${name}|exists`]: value })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(field, field, fc.constantFrom('', '|contains', '|startswith'))
      .map(([name, other, op]) => ({ [`${name}|fieldref${op}`]: other })),
  },
);

/** A selection of a rule, also an exception. */
export const selection = fc.oneof(
  { weight: 4, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => Object.assign({}, ...items)) },
  { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(word, { minLength: 1, maxLength: 2 }) },
);

const conditions = fc.constantFrom(
  'a',
  'not a',
  'a and b',
  'a or b',
  'a and not b',
  'not (a and b)',
  'not (a or not b)',
  '1 of them',
  'all of them',
  '(a or c) and not b',
  'not 1 of c*',
  'c and (not a or b)',
);

/** Text of a rule with three selections and any kind of condition. */
export const ruleSource = fc
  .tuple(selection, selection, selection, conditions)
  .map(([a, b, c, condition]) =>
    stringify({ title: 'T', logsource: { category: 'x' }, detection: { a, b, c, condition } }),
  );

const scalar = fc.oneof(word, pattern, fc.integer({ min: 0, max: 3 }), fc.constantFrom(null, true, ''));
const value = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) });
/** An event with the fields that the rules ask for. */
export const event = fc.record(
  {
    F: value,
    G: value,
    l: fc.array(value, { maxLength: 3 }),
    n: fc.oneof(
      fc.record({ x: value, y: fc.record({ z: value }) }, { requiredKeys: [] }),
      fc.array(fc.record({ x: value, 'y.z': value }, { requiredKeys: [] }), { maxLength: 2 }),
      value,
    ),
    'n.x': value,
    'n.y': fc.record({ z: value }, { requiredKeys: [] }),
    other: value,
  },
  { requiredKeys: [] },
);

/** The rules of texts that all parse. */
export const parseAll = (sources: readonly string[]): readonly SigmaRule[] =>
  sources
    .flatMap((source) => parseRules(source, { file: 'r.yml' }).documents)
    .filter((document) => document.kind === 'rule');
