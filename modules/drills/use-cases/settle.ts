import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { Expectation, Scenario } from '../contract.ts';
import { scoreOf, verdictOf } from '../domain/score.ts';
import { dueOf, injectsOf, lockRow, say, targetsOf, type InjectRow, type TargetRow } from '../store.ts';
import type { DrillTables } from '../tables.ts';
import type { RunNeeds } from './needs.ts';

/** What runs out is missed. An answer that came in time waits for the observer. */
const expire = async (tx: Tx, id: string, scenario: Scenario, injects: readonly InjectRow[], now: number) => {
  for (const expectation of scenario.expectations) {
    const due = dueOf(expectation, injects);
    if (due === undefined || due > now) continue;
    await tx
      .as<DrillTables>()
      .updateTable('drills.targets')
      .set({ state: 'missed', comment: expectation.kind === 'detect' ? '规定时间内未检出' : '规定时间内未作答' })
      .where('run', '=', id)
      .where('expectation', '=', expectation.id)
      .where('state', '=', 'open')
      .execute();
  }
};

const verdictIn = (expectation: Expectation, targets: readonly TargetRow[]) =>
  verdictOf(
    expectation.mode,
    targets.filter((each) => each.expectation === expectation.id).map(({ state }) => state),
  );

/** Seconds from the inject of an expectation to the first of its targets. */
const secondsOf = (each: Expectation, targets: readonly TargetRow[], injects: readonly InjectRow[]): number[] => {
  const played = injects.find(({ inject }) => inject === each.inject)?.played_at;
  return targets
    .filter(({ expectation, at }) => expectation === each.id && at !== null)
    .map(({ at }) => ((at?.getTime() ?? 0) - (played?.getTime() ?? 0)) / 1000);
};

const least = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));

/** A run ends when every expectation is resolved. */
export const settle = (needs: RunNeeds, id: string): Promise<boolean> =>
  needs.records.transaction(async (tx) => {
    const now = needs.clock.now();
    const { state, body } = await lockRow(tx, id);
    if (state !== 'running') return false;
    const injects = await injectsOf(tx, id);
    if (injects.some(({ played_at, evaluated_at }) => played_at !== null && evaluated_at === null)) return false;
    await expire(tx, id, body, injects, now);
    const targets = await targetsOf(tx, id);
    const judged = body.expectations.map((each) => ({ ...each, verdict: verdictIn(each, targets) }));
    if (injects.some(({ played_at }) => played_at === null) || judged.some(({ verdict }) => verdict === 'open'))
      return false;
    const detections = body.expectations.filter(({ kind }) => kind === 'detect');
    const reports = body.expectations.filter((each) => each.kind === 'human' && each.asks === 'report');
    const score = scoreOf(judged);
    const toReport = least(reports.flatMap((each) => secondsOf(each, targets, injects)));
    await tx
      .as<DrillTables>()
      .updateTable('drills.runs')
      .set({
        state: 'evaluated',
        ended_at: new Date(now),
        score,
        met: judged.filter(({ verdict }) => verdict === 'met').length,
        seconds_to_detect: least(detections.flatMap((each) => secondsOf(each, targets, injects))),
        minutes_to_report: toReport === null ? null : Math.round(toReport / 6) / 10,
      })
      .where('id', '=', id)
      .execute();
    const [zh, en] = [`演练结束，得分 ${score}`, `The drill ends with a score of ${score}`];
    await say(tx, id, { kind: 'state', actor: SYSTEM_ACTOR.name, at: now, zh, en });
    return true;
  });
