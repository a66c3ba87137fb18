import type { BaselineType, BaselineVerdict, Refusal } from '@chedun/behaviour';
import { BEHAVIOUR_WORDS } from '@chedun/behaviour/phrases';
import { say } from '@chedun/kernel';
import { createHash } from 'node:crypto';
import type { FieldValue } from '../tables.ts';
import { fieldsOf } from './entity.ts';

/** What a record says about its rule. */
export interface RuleFacts {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly type: BaselineType;
  readonly level: string;
  readonly groupBy: readonly string[];
  readonly field: string;
}

/** A verdict as it is kept and told. */
export interface KeptVerdict {
  readonly id: string;
  readonly rule: string;
  readonly kind: 'deviation' | 'capacity';
  readonly stream: string;
  readonly at: number;
  readonly fields: readonly FieldValue[];
  readonly value: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly receivedAt: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Fields of a record that a group field may not replace. */
const OURS = new Set(['time', 'product', 'category', 'service', 'signal', 'expected', 'seen', 'message', 'type']);
/** Names under which sources write the account, so that the alert is about the account. */
const ACCOUNTS = new Set(['user', 'account', 'account_id', 'username', 'user_id']);
const VEHICLES = new Set(['vin', 'vehicle_vin', 'VIN']);
const LONGEST = 500;

const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

const subjectOf = (fields: readonly FieldValue[]): Readonly<Record<string, string>> => {
  const subject: Record<string, string> = {};
  for (const { field, value } of fields) {
    if (OURS.has(field) || value === '') continue;
    subject[field] = value;
    if (ACCOUNTS.has(field)) subject['user'] = value;
    if (VEHICLES.has(field)) subject['vin'] = value;
  }
  return subject;
};

const recordOf = (
  rule: RuleFacts,
  { id, at, signal, expected, seen }: Readonly<Record<'id' | 'signal' | 'expected' | 'seen', string>> & { at: number },
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  time: new Date(at).toISOString(),
  product: 'vehicle',
  category: 'behaviour',
  signal,
  expected,
  seen,
  message: seen,
  'baseline.rule': rule.id,
  'baseline.title': rule.title,
  ...(rule.titleZh === null ? {} : { 'baseline.title_zh': rule.titleZh }),
  'baseline.level': rule.level,
  'baseline.verdict': id,
  ...more,
});

/** A deviation with its flat record; names of fields are those of docs/reference/vehicle-events.md. */
export const deviationOf = (
  verdict: BaselineVerdict,
  rule: RuleFacts,
  place: { readonly stream: string; readonly receivedAt: number },
): KeptVerdict => {
  const { at, entity, value, expected, seen, figures, key } = verdict;
  const id = idOf('deviation', place.stream, rule.id, key);
  const fields = fieldsOf(rule.groupBy, entity);
  const record = recordOf(
    rule,
    { id, at, signal: `baseline.${rule.type}`, expected, seen },
    {
      ...subjectOf(fields),
      ...(value === '' ? {} : { 'baseline.field': rule.field, 'baseline.value': value.slice(0, LONGEST) }),
      ...Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`baseline.${name}`, figure])),
    },
  );
  return {
    id,
    rule: rule.id,
    kind: 'deviation',
    ...place,
    at,
    fields,
    value: value.slice(0, LONGEST),
    figures,
    record,
  };
};

const DAY = 86_400_000;
const FULL = {
  entities: BEHAVIOUR_WORDS.entitiesFull,
  values: BEHAVIOUR_WORDS.valuesFull,
  bytes: BEHAVIOUR_WORDS.bytesFull,
} as const;

/** A cap that was reached, told once a day for each rule and limit. */
export const capacityOf = (
  { limit, at }: Refusal,
  rule: RuleFacts,
  place: { readonly stream: string; readonly receivedAt: number },
): KeptVerdict => {
  const id = idOf('capacity', place.stream, rule.id, limit, String(Math.floor(at / DAY)));
  const record = recordOf(
    rule,
    {
      id,
      at,
      signal: 'baseline.capacity',
      expected: say(BEHAVIOUR_WORDS.roomToLearn, {}),
      seen: say(FULL[limit], {}),
    },
    { 'baseline.limit': limit },
  );
  return { id, rule: rule.id, kind: 'capacity', ...place, at, fields: [], value: limit, figures: {}, record };
};
