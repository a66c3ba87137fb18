import { ENTITY_SEPARATOR } from '@chedun/behaviour';
import { RuleSet, type LogSource } from '@chedun/sigma';
import { fieldReader } from './field.ts';
import type { Selected, SelectPack } from './select-pack.ts';

/** Last millisecond of the year 9999. */
const LAST_TIME = 253_402_300_799_999;

/** What rules look at. */
interface SeenEvent {
  readonly fields: object;
  readonly logsource: LogSource;
  readonly time?: number | undefined;
}

type Read = (fields: object) => string;

interface Readers {
  readonly group: readonly Read[];
  readonly value: Read | undefined;
  readonly answer: Read | undefined;
}

/** Finds which events behaviour rules select, and what of them they need. */
export interface Selector {
  readonly version: number;
  /** Selected events in the order of rule ids, so that every run sees them alike. `onIncomplete`: a field is missing. */
  readonly select: (event: SeenEvent, receivedAt: number, onIncomplete: (rule: string) => void) => Selected[];
}

const NO_FIELD: Read = () => '';

/** Compiles a pack. */
export const openSelector = (pack: SelectPack): Selector => {
  const set = new RuleSet(pack.rules.map(({ id, document }) => ({ id, rule: document, exceptions: [] })));
  const readers = new Map<string, Readers>(
    pack.rules.map(({ id, groupBy, field, answerField }) => [
      id,
      {
        group: groupBy.map(fieldReader),
        value: field === '' ? undefined : fieldReader(field),
        answer: answerField === '' ? undefined : fieldReader(answerField),
      },
    ]),
  );
  const found: string[] = [];
  const one = (rule: string, event: SeenEvent, at: number): Selected | undefined => {
    const { group = [], value, answer } = readers.get(rule) ?? {};
    const names = group.map((read) => read(event.fields));
    const compared = (value ?? NO_FIELD)(event.fields);
    if (names.includes('') || (value !== undefined && compared === '')) return undefined;
    const entity = names.map((name) => name.replaceAll(ENTITY_SEPARATOR, ' ')).join(ENTITY_SEPARATOR);
    return [rule, at, entity, compared, (answer ?? NO_FIELD)(event.fields)];
  };
  return {
    version: pack.version,
    select: (event, receivedAt, onIncomplete) => {
      const hits = set.matchInto(event.fields, event.logsource, found);
      if (hits === 0) return [];
      const { time } = event;
      const at = time !== undefined && time >= 0 && time <= LAST_TIME ? time : receivedAt;
      return found
        .slice(0, hits)
        .toSorted()
        .map((rule) => {
          const selected = one(rule, event, at);
          if (selected === undefined) onIncomplete(rule);
          return selected;
        })
        .filter((selected) => selected !== undefined);
    },
  };
};
