import { Buffer } from 'node:buffer';
import { fault } from '../errors.ts';
import { isList, scalarText, typeName } from '../parse/json.ts';
import type { Json } from '../parse/types.ts';
import { checkRegex } from '../regex/compile.ts';
import { parseCidr } from './cidr.ts';
import { base64, base64Offsets, encodeUtf16, textOf } from './encodings.ts';
import { join, type Expression, type Predicate } from './expression.ts';
import { readKey, type Plan, type TextStep } from './modifiers.ts';
import { expandPlaceholders, type Expand } from './placeholders.ts';
import { openEnds, plainText, readSigmaString, toTextPredicate, windash, type SigmaString } from './sigma-string.ts';
import { say } from '../reason/reason.ts';

const MAX_VALUES = 20_000;

/** What lowering needs to know beside the rule: placeholder values and field names of the target. */
export interface LowerContext {
  readonly expand: Expand;
  /** Names that stand for a rule's field; an empty list drops the item. */
  readonly fields: (field: string) => readonly string[];
}

/**
 * Lowers one `field|modifiers: values` entry. Several values are alternatives, unless `all` is given; `neq` negates
 * the whole. Throws `sigma.modifier`, `sigma.value`, `sigma.regex`, `sigma.placeholder` or `sigma.limit`.
 */
export const lowerItem = (key: string, value: Json, context: LowerContext): Expression => {
  const plan = readKey(key);
  const values = isList(value) ? value : [value];
  if (values.length === 0) throw fault('sigma.value', say('values-empty'));
  if (values.length > MAX_VALUES) throw fault('sigma.limit', say('values-too-many', { most: MAX_VALUES }));
  const groups = values.flatMap((one) => expandValue(one, plan, context));
  const names = plan.field === null ? [null] : context.fields(plan.field);
  if (names.length === 0) return { kind: 'constant', value: true };
  const items = names.map((field): Expression => {
    const children = groups.map((predicates) =>
      join(
        'or',
        predicates.map((predicate) => test(field, predicate, context)),
      ),
    );
    const linked = children.length === 0 ? nothing : join(plan.linking === 'all' ? 'and' : 'or', children);
    const child: Expression = plan.negated ? { kind: 'not', child: linked } : linked;
    return {
      kind: 'item',
      field,
      modifiers: plan.modifiers,
      wanted: values.map((one) => scalarText(one) ?? 'null'),
      child,
    };
  });
  return join('or', items);
};

const nothing: Expression = { kind: 'constant', value: false };

const test = (field: string | null, predicate: Predicate, context: LowerContext): Expression => {
  if (predicate.kind === 'null') return { kind: 'not', child: { kind: 'test', field, predicate: { kind: 'exists' } } };
  if (predicate.kind !== 'fieldref') return { kind: 'test', field, predicate };
  return join(
    'or',
    context
      .fields(predicate.other)
      .map((other): Expression => ({ kind: 'test', field, predicate: { ...predicate, other } })),
  );
};

/** Each value of the rule becomes one group of alternatives; placeholders add groups. */
const expandValue = (value: Json, plan: Plan, context: LowerContext): readonly (readonly Predicate[])[] => {
  if (typeof value === 'object' && value !== null)
    throw fault('sigma.value', say('value-type', { type: typeName(value) }));
  if (plan.expand) {
    if (typeof value !== 'string') throw fault('sigma.value', say('value-needs-text', { modifier: 'expand' }));
    const texts = expandPlaceholders(value, context.expand);
    return texts.length === 0 ? [] : [texts.flatMap((text) => lowerValue(text, plan))];
  }
  return [lowerValue(value, plan)];
};

type Scalar = string | number | boolean | null;

const lowerValue = (value: Scalar, plan: Plan): readonly Predicate[] => {
  const { mode } = plan;
  switch (mode.kind) {
    case 'text':
      return lowerText(value, plan, mode.steps);
    case 'regex':
      return [lowerRegex(value, mode.flags)];
    case 'compare':
      return [{ kind: 'number', op: mode.op, value: wantNumber(value) }];
    case 'time':
      return [{ kind: 'time', part: mode.part, op: mode.op, value: wantNumber(value) }];
    case 'cidr':
      return [parseCidr(wantText(value, 'cidr'))];
    case 'exists':
      if (typeof value !== 'boolean') throw fault('sigma.value', say('exists-needs-boolean'));
      return [value ? { kind: 'exists' } : { kind: 'null' }];
    case 'fieldref':
      return [{ kind: 'fieldref', op: mode.op, other: wantText(value, 'fieldref'), cased: plan.cased }];
  }
};

const wantText = (value: Scalar, modifier: string): string => {
  if (typeof value !== 'string' || value === '') throw fault('sigma.value', say('value-needs-text', { modifier }));
  return value;
};

const wantNumber = (value: Scalar): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw fault('sigma.value', say('comparison-needs-number'));
  return value;
};

const lowerRegex = (value: Scalar, flags: string): Predicate => {
  if (typeof value !== 'string' && typeof value !== 'number')
    throw fault('sigma.value', say('value-needs-text', { modifier: 're' }));
  const pattern = String(value);
  checkRegex(pattern, flags);
  return { kind: 'regex', pattern, flags };
};

const lowerText = (value: Scalar, plan: Plan, steps: readonly TextStep[]): readonly Predicate[] => {
  if (value === null) {
    if (steps.length > 0) throw fault('sigma.value', say('null-with-modifiers'));
    if (plan.field === null) throw fault('sigma.value', say('null-keyword'));
    return [{ kind: 'null' }];
  }
  let patterns: readonly SigmaString[] = [
    typeof value === 'string' ? readSigmaString(value) : [{ literal: String(value) }],
  ];
  let bytes: Buffer | undefined;
  for (const step of steps) {
    if (step.kind === 'utf16') bytes = encodeUtf16(wantPlain(patterns), step.encoding);
    else if (step.kind === 'base64' || step.kind === 'base64offset') {
      const source = bytes ?? Buffer.from(wantPlain(patterns), 'utf8');
      patterns = (step.kind === 'base64' ? [base64(source)] : base64Offsets(source)).map((text) => [{ literal: text }]);
      bytes = undefined;
    } else {
      patterns = (bytes === undefined ? patterns : [[{ literal: textOf(bytes) }]]).flatMap((pattern) =>
        shape(pattern, step),
      );
      bytes = undefined;
    }
  }
  const final = bytes === undefined ? patterns : [[{ literal: textOf(bytes) }]];
  return final.map((pattern) =>
    toTextPredicate(plan.field === null ? openEnds(pattern, 'contains') : pattern, plan.cased),
  );
};

const shape = (pattern: SigmaString, step: Extract<TextStep, { kind: 'shape' | 'windash' }>): readonly SigmaString[] =>
  step.kind === 'windash' ? windash(pattern) : [openEnds(pattern, step.op)];

const wantPlain = (patterns: readonly SigmaString[]): string => {
  const [only = []] = patterns;
  const text = plainText(only);
  if (patterns.length !== 1 || text === undefined) throw fault('sigma.value', say('encoded-wildcard'));
  return text;
};
