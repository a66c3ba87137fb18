import { createDecoder } from '@chedun/logs';
import {
  compileCorrelations,
  openHitFinder,
  type CorrelationPlan,
  type HitFinder,
  type LogSource,
} from '@chedun/sigma';
import type { CorrelationDrill } from './contract.ts';
import type { CorrelationBook } from './correlation-book.ts';
import { isDrillGroup, markedValues } from './domain/drill.ts';
import { timelineRecords } from './domain/timeline.ts';
import { readOwn, type OwnCase } from './own-correlations.ts';
import { runTrial } from './use-cases/trial.ts';

/** Events of one correlation at most; cases with more are not played. */
const MOST_EVENTS = 400;
/** Pause between the events of a drill: a long timeline is played within moments. */
const STEP_MS = 5;

/** Groups of test events fire, and only those of the correlation that is meant. */
const isProven = (
  id: string,
  plan: CorrelationPlan,
  finder: HitFinder,
  records: readonly Readonly<Record<string, unknown>>[],
  at: number,
): boolean => {
  const decoder = createDecoder('ndjson');
  const marked: HitFinder = {
    version: finder.version,
    find: (event, index, receivedAt) =>
      finder
        .find(event, index, receivedAt)
        .map(([rule, time, weight, n, values]) => [rule, time, weight, n, markedValues(values, 'proof')]),
  };
  const events = records.flatMap((record, number) => {
    const decoded = decoder.decode(JSON.stringify(record));
    const time = at + number * STEP_MS;
    return decoded
      ? [
          {
            number,
            at: time,
            event: { fields: decoded.fields, logsource: decoded.logsource as LogSource, time, ref: null, summary: '' },
          },
        ]
      : [];
  });
  const last = at + (records.length - 1) * STEP_MS;
  // A window that fires when it is over says nothing within a drill.
  return runTrial(plan, marked, events, []).firings.some(
    ({ rule, group, at: fired }) => rule === id && fired <= last && isDrillGroup(group),
  );
};

/** The records of a case one after the other from `at` on, whatever pauses the case has. */
const playedFrom = (one: OwnCase, at: number): Readonly<Record<string, unknown>>[] =>
  timelineRecords(one.templates, one.events).map((record, n) => {
    const stamp = new Date(at + n * STEP_MS).toISOString();
    return { ...record, ts: stamp, timestamp: stamp, time: stamp };
  });

/**
 * For every enabled correlation of ours the events of a case of its own that make it fire, one after the other from `at` on.
 * Each is proven on a copy of the engine first; those that cannot be played so are named as untested.
 */
export const planDrill = async (book: CorrelationBook, at: number): Promise<CorrelationDrill> => {
  const running = new Set(book.plan().rules.map(({ id }) => id ?? ''));
  const events: CorrelationDrill['events'][number][] = [];
  const untested: string[] = [];
  let next = at;
  for (const own of await readOwn()) {
    if (!running.has(own.id)) continue;
    const plan = compileCorrelations(own.rules, (reference) => own.find(reference)?.id);
    const finder = openHitFinder({
      version: 1,
      rules: plan.baseRules().flatMap((id) => {
        const document = own.find(id);
        return document ? [{ id, document, exceptions: [], fields: plan.fields(id) }] : [];
      }),
    });
    const records = own.fires
      .map((one) => playedFrom(one, next))
      .find((each) => each.length > 0 && each.length <= MOST_EVENTS && isProven(own.id, plan, finder, each, next));
    const facts = book.facts(own.id);
    if (!records || !facts) {
      untested.push(own.name);
      continue;
    }
    events.push({ name: own.name, ruleId: own.id, ruleTitle: facts.title, ruleTitleZh: facts.titleZh, records });
    next += records.length * STEP_MS;
  }
  return { events, untested };
};
