import type { DetectionAsks, DrillEvent } from '@chedun/detection/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { DRILL } from '../contract.ts';
import { reportWeaknesses, type Weakness } from '../report.ts';
import type { QualityTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly detection: Pick<DetectionAsks, 'planDrill'>;
  readonly governance: Pick<GovernanceAsks, 'drillAlerts'>;
  readonly ingest: Pick<IngestAsks, 'record'>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Waits between two looks at the ledger. */
  readonly wait: (ms: number) => Promise<void>;
}

const LOOK_MS = 250;
/** A drill that did not end by then belonged to a process that died. */
const STALE_MS = 10 * 60_000;

interface Alerted {
  readonly findingId: string;
  readonly seconds: number;
}

const begin = async ({ records, clock, newId }: Dependencies, actor: ActorRef, withinSeconds: number) => {
  const id = newId();
  await records.transaction(async (tx) => {
    const tables = tx.as<QualityTables>();
    const stale = new Date(clock.now() - STALE_MS);
    await tables
      .updateTable('quality.drills')
      .set({ finished_at: new Date(clock.now()) })
      .where('finished_at', 'is', null)
      .where('started_at', '<=', stale)
      .execute();
    const begun = await tables
      .insertInto('quality.drills')
      .values({
        id,
        started_at: new Date(clock.now()),
        finished_at: null,
        started_by: actor.name,
        within_seconds: withinSeconds,
        untested: [],
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!begun) throw new DomainError('quality.drill-running');
    await tx.audit({ actor, action: 'quality.drill-started', target: { kind: 'drill', id }, outcome: 'done' });
  });
  return id;
};

/** Looks at the ledger until every rule has its alert or the time is over. */
const watchLedger = async (
  { governance, clock, wait }: Dependencies,
  events: readonly DrillEvent[],
  since: string,
  withinSeconds: number,
): Promise<ReadonlyMap<string, Alerted>> => {
  const begun = clock.monotonic();
  const seen = new Map<string, Alerted>();
  for (let looks = 0; looks * LOOK_MS <= withinSeconds * 1000; looks += 1) {
    const seconds = Math.round((clock.monotonic() - begun) / 10) / 100;
    for (const { ruleId, id } of await governance.drillAlerts(since))
      if (!seen.has(ruleId)) seen.set(ruleId, { findingId: id, seconds });
    if (events.every(({ ruleId }) => seen.has(ruleId)) || seconds > withinSeconds) break;
    await wait(LOOK_MS);
  }
  return seen;
};

const missedWeakness = (event: DrillEvent, withinSeconds: number): Weakness => ({
  fingerprint: `drill:${event.family}`,
  title: `No alert for the test event of ${event.family}`,
  titleZh: `检测演练未告警：${event.family}`,
  severity: 'high',
  obligations: ['1.1-k'],
  facts: { rule: event.ruleTitle, ruleId: event.ruleId, withinSeconds },
});

/**
 * Injects one test event for each family of enabled rules through the real way of records, and waits for the alerts. The
 * events carry `drill: <id>` and the source `drill`; their alerts are closed by the ledger and count nowhere. A family
 * without its alert becomes a finding, which is cleared by the next drill that passes.
 */
export const runDrill =
  (dependencies: Dependencies) =>
  async (withinSeconds: number, actor: ActorRef): Promise<string> => {
    const { records, detection, ingest, clock } = dependencies;
    const id = await begin(dependencies, actor, withinSeconds);
    const plan = await detection.planDrill();
    const since = new Date(clock.now() - 1000).toISOString();
    const marked = plan.events.map(({ record }) => ({ ...record, drill: id }));
    await ingest.record(DRILL, marked);
    const seen = await watchLedger(dependencies, plan.events, since, withinSeconds);
    const missed = plan.events.filter(({ ruleId }) => !seen.has(ruleId));
    await records.transaction(async (tx) => {
      const tables = tx.as<QualityTables>();
      if (plan.events.length > 0)
        await tables
          .insertInto('quality.drill_results')
          .values(
            plan.events.map(({ family, ruleId, ruleTitle, ruleTitleZh }) => ({
              drill_id: id,
              family: toText(family),
              rule_id: ruleId,
              rule_title: toText(ruleTitle),
              rule_title_zh: ruleTitleZh === null ? null : toText(ruleTitleZh),
              outcome: seen.has(ruleId) ? 'alerted' : 'missed',
              finding_id: seen.get(ruleId)?.findingId ?? null,
              seconds: seen.get(ruleId)?.seconds ?? null,
            })),
          )
          .execute();
      await tables
        .updateTable('quality.drills')
        .set({ finished_at: new Date(clock.now()), untested: [...plan.untested] })
        .where('id', '=', id)
        .execute();
      const weaknesses = missed.map((event) => missedWeakness(event, withinSeconds));
      await reportWeaknesses(tx, 'drill:', weaknesses, clock.now());
    });
    return id;
  };
