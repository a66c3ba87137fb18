import { parentPort, workerData } from 'node:worker_threads';
import { RuleSet, type RuleEntry } from '@chedun/sigma';
import { ruleEventOf, type StoredEvent } from '../domain/stored-event.ts';

/** A piece of work: events, and the answer that belongs to it. */
export interface HuntWork {
  readonly events: readonly StoredEvent[];
}

/** Hits of a piece of work: place among its events and the rules, by turns. */
export interface HuntFound {
  readonly found: readonly (readonly [event: number, rule: string])[];
}

const set = new RuleSet(workerData as readonly RuleEntry[]);
const hits: string[] = [];

parentPort?.on('message', ({ events }: HuntWork) => {
  const found: (readonly [number, string])[] = [];
  for (const [at, stored] of events.entries()) {
    const event = ruleEventOf(stored);
    if (event === undefined) continue;
    const count = set.matchInto(event.fields, event.logsource, hits);
    for (let rule = 0; rule < count; rule += 1) found.push([at, hits[rule] ?? '']);
  }
  parentPort?.postMessage({ found } satisfies HuntFound);
});
