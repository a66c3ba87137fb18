import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { DRILL, type DrillScope } from '../contract.ts';
import { shiftTimes } from '../domain/shift-times.ts';
import { planDrill, type Plan, type Played } from '../plan-drill.ts';
import { forgetProofs, keepProofs, readMissed, type Tried } from '../proofs.ts';
import { reportWeaknesses, type Weakness } from '../report.ts';
import type { QualityTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly correlation: Pick<CorrelationAsks, 'planDrill' | 'latenessMs'>;
  readonly detection: Pick<DetectionAsks, 'drillRules' | 'drillEvents'>;
  readonly governance: Pick<GovernanceAsks, 'drillAlerts'>;
  readonly ingest: Pick<IngestAsks, 'record'>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Rules that a round plays at most. */
  readonly rulesPerRound: number;
  /** Waits between two looks at the ledger. */
  readonly wait: (ms: number) => Promise<void>;
}

const LOOK_MS = 250;
const RECORDS_AT_ONCE = 500;
/** The events of correlations follow each other within this time. */
const LATEST_MS = 60_000;
/** A drill that did not end by then belonged to a process that died. */
const STALE_MS = 10 * 60_000;

interface Alerted {
  readonly findingId: string;
  readonly seconds: number;
}

const begin = async (
  { records, clock, newId }: Dependencies,
  actor: ActorRef,
  { withinSeconds, scope }: DrillOrder,
) => {
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
        scope: scope.kind,
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
  events: readonly Played[],
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

const missedWeakness = (row: Awaited<ReturnType<typeof readMissed>>[number]): Weakness => ({
  fingerprint: `drill:${row.rule_id}`,
  title: `No alert for the test event of "${row.rule_title}"`,
  titleZh: `检测演练未告警：${row.rule_title_zh ?? row.rule_title}`,
  severity: 'high',
  obligations: ['1.1-k'],
  facts: { rule: row.rule_title, ruleId: row.rule_id, family: row.family, misses: row.misses },
});

/** Rules that were played or could not be, with their alerts. */
const triedOf = ({ played, unplayed }: Plan, seen: ReadonlyMap<string, Alerted>): readonly Tried[] => [
  ...played.map((each) => ({ ...each, alert: seen.get(each.ruleId) })),
  ...unplayed.map(({ ruleId, family, ruleTitle, ruleTitleZh }) => ({
    ruleId,
    family,
    ruleTitle,
    ruleTitleZh,
    kind: 'rule' as const,
    alert: undefined,
  })),
];

/** Writes down what came of a drill; findings stand for all rules whose last drill gave no alert. */
const keepResults = async (
  { records, clock }: Dependencies,
  id: string,
  plan: Plan,
  seen: ReadonlyMap<string, Alerted>,
): Promise<void> => {
  const tried = triedOf(plan, seen);
  await records.transaction(async (tx) => {
    const tables = tx.as<QualityTables>();
    if (tried.length > 0)
      await tables
        .insertInto('quality.drill_results')
        .values(
          tried.map(({ family, ruleId, ruleTitle, ruleTitleZh, alert }) => ({
            drill_id: id,
            family: toText(family),
            rule_id: ruleId,
            rule_title: toText(ruleTitle),
            rule_title_zh: ruleTitleZh === null ? null : toText(ruleTitleZh),
            outcome: alert ? ('alerted' as const) : ('missed' as const),
            finding_id: alert?.findingId ?? null,
            seconds: alert?.seconds ?? null,
          })),
        )
        .execute();
    await tables
      .updateTable('quality.drills')
      .set({ finished_at: new Date(clock.now()), untested: [...plan.untested] })
      .where('id', '=', id)
      .execute();
    await keepProofs(tx, tried, clock.now());
    await forgetProofs(tx, 'rule', plan.rules);
    if (plan.correlations) await forgetProofs(tx, 'correlation', plan.correlations);
    await reportWeaknesses(tx, 'drill:', (await readMissed(tx)).map(missedWeakness), clock.now());
  });
};

/** Which rules a drill plays, and how long it waits for their alerts. */
export interface DrillOrder {
  readonly scope: DrillScope;
  readonly withinSeconds: number;
}

/**
 * Injects test events through the real way of records and waits for their alerts. The events carry `drill: <id>` and the
 * source `drill`; their alerts are closed by the ledger and count nowhere. A rule without its alert becomes a finding, which
 * the next drill of that rule clears. Correlations wait for late events, so a drill with some waits that much longer. A round
 * with nothing to play leaves no trace; undefined then.
 */
export const runDrill =
  (dependencies: Dependencies) =>
  async (order: DrillOrder, actor: ActorRef): Promise<string | undefined> => {
    const { ingest, clock, correlation, rulesPerRound } = dependencies;
    // Before the plan: the test events bear times from here on.
    const since = new Date(clock.now() - 1000).toISOString();
    const from = clock.now();
    const plan = await planDrill(order.scope, { ...dependencies, now: clock.now, most: rulesPerRound });
    if (order.scope.kind === 'round' && plan.played.length + plan.unplayed.length === 0) return undefined;
    const id = await begin(dependencies, actor, order);
    const begun = clock.now();
    const marked = plan.played
      .flatMap(({ records }) => records)
      .map((record) => ({
        ...shiftTimes(record, { from, to: begun + LATEST_MS }, begun - from),
        drill: id,
      }));
    for (let at = 0; at < marked.length; at += RECORDS_AT_ONCE)
      await ingest.record(DRILL, marked.slice(at, at + RECORDS_AT_ONCE));
    const waits = plan.played.some(({ kind }) => kind === 'correlation') ? correlation.latenessMs / 1000 : 0;
    const seen = await watchLedger(dependencies, plan.played, since, order.withinSeconds + waits);
    await keepResults(dependencies, id, plan, seen);
    return id;
  };
