import type { Check, CheckResult } from '@chedun/module';
import { parseRules } from '@chedun/sigma';
import type { BoundQuery } from '@chedun/events';
import { isDomainError } from '@chedun/kernel';
import type { RetentionAsks } from '@chedun/retention/contract';
import { withSegment, type Store } from './stored-rows.ts';
import { ruleEventOf } from './domain/stored-event.ts';
import type { EventRow } from './domain/query.ts';
import { oldestSql } from './domain/query.ts';
import { huntEvents, huntRule, storedOf } from './use-cases/run-hunt.ts';

interface Needs {
  readonly store: Store;
  readonly segments: RetentionAsks['coldSegments'];
  readonly now: () => number;
}

const HOUR = 3_600_000;
const DAY = 86_400_000;
const MOST_TEXT = 200;

/** A field of an event whose value a rule can ask for. */
const fieldOf = (fields: object): readonly [name: string, value: string] | undefined =>
  Object.entries(fields).find(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      /^[\w .:/-]{4,}$/.test(entry[1]) &&
      entry[1].length <= MOST_TEXT &&
      !/[|.]/.test(entry[0]),
  );

const probeRule = (name: string, value: string) => {
  const yaml = `title: probe\nid: probe\nlogsource:\n  product: any\ndetection:\n  s:\n    ${JSON.stringify(name)}: ${JSON.stringify(value)}\n  condition: s\n`;
  const [rule] = parseRules(yaml, { file: 'probe.yml' }).documents;
  return rule?.kind === 'rule'
    ? huntRule({ id: 'probe', rule: { ...rule, logsource: {} }, exceptions: [] })
    : undefined;
};

/** Hunts for an event by one of its fields; true when it is found. */
const findsAgain = async (store: Store, row: EventRow): Promise<boolean | undefined> => {
  const [name, value] = fieldOf(ruleEventOf(storedOf(row))?.fields ?? {}) ?? [];
  const rule = name === undefined || value === undefined ? undefined : probeRule(name, value);
  if (rule === undefined) return undefined;
  let found = false;
  await huntEvents(
    store,
    [rule],
    { from: row._time, to: row._time + HOUR },
    { thorough: true, skip: 0, segments: [] },
    {
      hit: (_, hit) => {
        found ||= hit._journal === row._journal && hit._seq === row._seq && hit._idx === row._idx;
      },
      uncounted: () => undefined,
      pieceDone: async () => undefined,
      coldRead: () => undefined,
      signal: new AbortController().signal,
    },
  );
  return found;
};

const oldest = async (store: Store): Promise<EventRow | undefined> => {
  const query: BoundQuery = oldestSql;
  return (await store.query<EventRow>(query, { maxMs: 60_000 }))[0];
};

/** The oldest event of a place, and whether a hunt there finds it. */
interface Looked {
  readonly row: EventRow | undefined;
  readonly found: boolean | undefined;
}

const look = async (store: Store): Promise<Looked> => {
  const row = await oldest(store);
  return { row, found: row === undefined ? undefined : await findsAgain(store, row) };
};

/** The same where the oldest events are: in the cold tier when there is one. A damaged file finds nothing. */
const lookBack = async ({ store, segments, now }: Needs): Promise<Looked> => {
  const cold = await segments({ from: 0, to: now() });
  const [first] = cold.toSorted((a, b) => a.from - b.from);
  if (first === undefined) return look(store);
  return withSegment(store, first, look).catch((error: unknown) => {
    if (!isDomainError(error, 'retention.cold-damaged')) throw error;
    return { row: { ...BLANK, _time: first.from }, found: false };
  });
};

const BLANK: EventRow = {
  _time: 0,
  _journal: '',
  _seq: 0,
  _idx: 0,
  _source: '',
  _format: '',
  _host: '',
  _vin: '',
  _srcIp: '',
  _user: '',
  _message: '',
  _body: '',
  _raw: '',
};

const reachesBack = async (needs: Needs): Promise<CheckResult> => {
  const { now } = needs;
  const began = now();
  const { row, found } = await lookBack(needs);
  const days = row === undefined ? 0 : Math.floor((now() - row._time) / DAY);
  if (row === undefined || found === undefined)
    return {
      outcome: 'unknown',
      summary: { zh: '尚无可供回溯核验的事件记录', en: 'There is no stored event to look back at yet' },
      facts: {},
    };
  const oldestAt = new Date(row._time).toISOString();
  return {
    outcome: found ? 'pass' : 'fail',
    summary: {
      zh: found
        ? `用规则回溯可查到最早的留存记录（${days} 天前）`
        : `用规则回溯查不到最早的留存记录（${days} 天前），留存日志不能完整查询`,
      en: found
        ? `A rule finds the oldest kept record, ${days} days back`
        : `A rule does not find the oldest kept record, ${days} days back: the window cannot be searched completely`,
    },
    facts: { oldest: oldestAt, days, milliseconds: now() - began },
  };
};

/** Running checks of hunts. */
export const huntChecks = (needs: Needs): Check[] => [
  {
    id: 'hunt.window-search',
    obligations: ['1.3-i'],
    title: { zh: '留存日志可回溯检测', en: 'Kept logs can be searched by rules back to the oldest' },
    everyMinutes: 720,
    ttlHours: 48,
    run: () => reachesBack(needs),
  },
];
