import type { RuleTest } from '@chedun/detection/contract';
import type { z } from 'zod';
import { searchEvents } from '../../api/search.ts';

type Body = z.input<typeof RuleTest>;
type Records = NonNullable<Body['records']>;

/** Events that a person chose to try a rule on; moments are milliseconds since 1970. */
export type TestOn =
  | { readonly kind: 'pasted'; readonly events: string }
  | {
      readonly kind: 'stored';
      readonly query: string;
      readonly from: number;
      readonly to: number;
      readonly limit: number;
    };

const PAGE = 500;

/** Searches as the search page does and keeps where the events are. */
const findRecords = async (on: Extract<TestOn, { kind: 'stored' }>): Promise<Records | undefined> => {
  const refs: Records['refs'] = [];
  const times: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchEvents(on, { cursor, limit: Math.min(PAGE, on.limit - refs.length) });
    for (const { journal, seq, index, time } of page.items) {
      refs.push({ journal, seq, index });
      times.push(Date.parse(time));
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && refs.length < on.limit);
  const [newest, oldest] = [times[0], times.at(-1)];
  if (newest === undefined || oldest === undefined) return undefined;
  return { from: new Date(oldest).toISOString(), to: new Date(newest).toISOString(), refs };
};

/** The request that tries `yaml` on the events. With a query the events are searched first. */
export const testBody = async (yaml: string, on: TestOn): Promise<Body> => {
  if (on.kind === 'pasted') return { yaml, events: on.events };
  if (on.query.trim() === '') {
    const { from, to, limit } = on;
    return { yaml, stored: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), limit } };
  }
  const records = await findRecords(on);
  return records === undefined ? { yaml, events: '' } : { yaml, records };
};
