import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { DRILL } from '../contract.ts';
import { reportWeaknesses, type Weakness } from '../report.ts';
import type { QualityTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly correlation: Pick<CorrelationAsks, 'planDrill' | 'latenessMs'>;
  readonly detection: Pick<DetectionAsks, 'planDrill'>;
  readonly governance: Pick<GovernanceAsks, 'drillAlerts'>;
  readonly ingest: Pick<IngestAsks, 'record'>;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Waits between two looks at the ledger. */
  readonly wait: (ms: number) => Promise<void>;
}

const LOOK_MS = 250;
const RECORDS_AT_ONCE = 500;
/** A drill that did not end by then belonged to a process that died. */
const STALE_MS = 10 * 60_000;

/** What is played for one rule or correlation. */
interface Played {
  readonly family: string;
  readonly ruleId: string;
  readonly ruleTitle: string;
  readonly ruleTitleZh: string | null;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

interface Plan {
  readonly played: readonly Played[];
  readonly untested: readonly string[];
}

/** Every correlation is a family of its own. */
const correlationFamily = (name: string): string => `correlation/${name}`;

/** One event for each family of rules, and for each correlation the events that make it fire. */
const planOf = async ({ correlation, detection, clock }: Dependencies): Promise<Plan> => {
  const [rules, correlations] = await Promise.all([detection.planDrill(), correlation.planDrill(clock.now())]);
  return {
    played: [
      ...rules.events.map(({ record, ...event }) => ({ ...event, records: [record] })),
      ...correlations.events.map(({ name, records, ...event }) => ({
        ...event,
        family: correlationFamily(name),
        // Cases of several correlations speak of the same account: each has groups of its own.
        records: records.map((record) => ({ ...record, drill_case: name })),
      })),
    ],
    untested: [...rules.untested, ...correlations.untested.map(correlationFamily)],
  };
};

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

const missedWeakness = (event: Played, withinSeconds: number): Weakness => ({
  fingerprint: `drill:${event.family}`,
  title: `No alert for the test event of ${event.family}`,
  titleZh: `检测演练未告警：${event.family}`,
  severity: 'high',
  obligations: ['1.1-k'],
  facts: { rule: event.ruleTitle, ruleId: event.ruleId, withinSeconds },
});

/** Writes down what came of a drill. */
const keepResults = async (
  { records, clock }: Dependencies,
  id: string,
  { played, untested }: Plan,
  seen: ReadonlyMap<string, Alerted>,
  withinSeconds: number,
): Promise<void> => {
  const missed = played.filter(({ ruleId }) => !seen.has(ruleId));
  await records.transaction(async (tx) => {
    const tables = tx.as<QualityTables>();
    if (played.length > 0)
      await tables
        .insertInto('quality.drill_results')
        .values(
          played.map(({ family, ruleId, ruleTitle, ruleTitleZh }) => ({
            drill_id: id,
            family: toText(family),
            rule_id: ruleId,
            rule_title: toText(ruleTitle),
            rule_title_zh: ruleTitleZh === null ? null : toText(ruleTitleZh),
            outcome: seen.has(ruleId) ? ('alerted' as const) : ('missed' as const),
            finding_id: seen.get(ruleId)?.findingId ?? null,
            seconds: seen.get(ruleId)?.seconds ?? null,
          })),
        )
        .execute();
    await tables
      .updateTable('quality.drills')
      .set({ finished_at: new Date(clock.now()), untested: [...untested] })
      .where('id', '=', id)
      .execute();
    const weaknesses = missed.map((event) => missedWeakness(event, withinSeconds));
    await reportWeaknesses(tx, 'drill:', weaknesses, clock.now());
  });
};

/**
 * Injects one test event for each family of enabled rules, and for each enabled correlation of ours the events of a case of
 * its own, through the real way of records, and waits for the alerts. The events carry `drill: <id>` and the source `drill`;
 * their alerts are closed by the ledger and count nowhere. What gave no alert becomes a finding, which is cleared by the next
 * drill that passes. Correlations wait for late events, so the drill waits that much longer.
 */
export const runDrill =
  (dependencies: Dependencies) =>
  async (withinSeconds: number, actor: ActorRef): Promise<string> => {
    const { ingest, clock, correlation } = dependencies;
    const id = await begin(dependencies, actor, withinSeconds);
    // Before the plan: the test events bear the time at which planning began.
    const since = new Date(clock.now() - 1000).toISOString();
    const plan = await planOf(dependencies);
    const marked = plan.played.flatMap(({ records }) => records).map((record) => ({ ...record, drill: id }));
    for (let at = 0; at < marked.length; at += RECORDS_AT_ONCE)
      await ingest.record(DRILL, marked.slice(at, at + RECORDS_AT_ONCE));
    const patience = withinSeconds + correlation.latenessMs / 1000;
    const seen = await watchLedger(dependencies, plan.played, since, patience);
    await keepResults(dependencies, id, plan, seen, withinSeconds);
    return id;
  };
