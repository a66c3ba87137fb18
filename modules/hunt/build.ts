import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import { barWidth } from '@chedun/events';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { RetentionAsks } from '@chedun/retention/contract';
import { huntChecks } from './checks.ts';
import type { HuntAsks, HuntDetail, HuntKind, NewBackfill, NewHunt, Wanted } from './contract.ts';
import { huntReads } from './read-model.ts';
import { huntRoutes, type HuntUses } from './routes.ts';
import { openRunner, type Runner } from './runner.ts';
import { addHunt, endHunt, forgetHunts, requeueHunt, type NamedRule } from './store.ts';
import { targetOf } from './targets.ts';
import { exportLines } from './use-cases/export-hits.ts';
import { performHunt } from './use-cases/perform.ts';
import { promoteHits } from './use-cases/promote-hits.ts';
import { readCoverage } from './use-cases/read-coverage.ts';

/** Modules that hunts ask. */
export interface HuntNeeds {
  readonly detection: DetectionAsks;
  readonly correlation: CorrelationAsks;
  readonly retention: RetentionAsks;
}

type Reads = ReturnType<typeof huntReads>;

interface Order {
  readonly kind: HuntKind;
  readonly wanted: Wanted;
  readonly from: string;
  readonly to: string;
  readonly thorough: boolean;
  readonly rules: readonly NamedRule[];
}

const BARS = 120;
/** Hunts are kept as long as logs of the network. */
const KEEP_MS = 184 * 86_400_000;

const wantedOf = async (hunt: NewHunt, detection: DetectionAsks): Promise<Wanted> => {
  if (hunt.yaml !== undefined) return { kind: 'text', yaml: hunt.yaml };
  if (hunt.correlations !== undefined) return { kind: 'correlations', ids: hunt.correlations };
  return { kind: 'rules', ids: hunt.rules ?? (await detection.rulesInUse()).map(({ id }) => id) };
};

/** Puts a hunt into the queue and wakes the runner. */
const queue =
  ({ records, clock, newId }: Platform, runner: Runner, reads: Reads) =>
  async (order: Order, actor: ActorRef): Promise<HuntDetail> => {
    await runner.room();
    const range = { from: Date.parse(order.from), to: Date.parse(order.to) };
    const id = newId();
    const barMs = barWidth(range.to - range.from, BARS);
    const { kind, wanted, thorough, rules } = order;
    await records.transaction(async (tx) => {
      const asked = { askedAt: clock.now(), askedBy: actor.name, barMs };
      await addHunt(tx, { id, kind, wanted, range, thorough, rules, ...asked });
      await tx.audit({
        actor,
        action: kind === 'backfill' ? 'hunt.backfill-started' : 'hunt.started',
        target: { kind: 'hunt', id },
        outcome: 'done',
        after: { rules: rules.map((rule) => rule.id).slice(0, 200), from: order.from, to: order.to },
      });
    });
    runner.wake();
    return reads.detail(id);
  };

const changesOf = ({ records, clock }: Platform, runner: Runner, reads: Reads): Pick<HuntUses, 'cancel' | 'goOn'> => ({
  cancel: async (id, actor) => {
    const { state } = await reads.detail(id);
    if (state === 'queued' || state === 'running') {
      runner.cancel(id);
      await records.transaction(async (tx) => {
        const of = ['queued', 'running'] as const;
        await endHunt(tx, id, { state: 'cancelled', now: clock.now(), problem: null, of });
        await tx.audit({ actor, action: 'hunt.cancelled', target: { kind: 'hunt', id }, outcome: 'done' });
      });
    }
    return reads.detail(id);
  },
  goOn: async (id, actor) => {
    await reads.detail(id);
    await runner.room();
    await records.transaction(async (tx) => {
      await requeueHunt(tx, id);
      await tx.audit({ actor, action: 'hunt.continued', target: { kind: 'hunt', id }, outcome: 'done' });
    });
    runner.wake();
    return reads.detail(id);
  },
});

const usesOf = (platform: Platform, asks: HuntNeeds, runner: Runner): HuntUses => {
  const { records, clock, events, journals } = platform;
  const { detection, correlation } = asks;
  const reads = huntReads(records);
  const add = queue(platform, runner, reads);
  return {
    list: reads.list,
    detail: reads.detail,
    start: async (hunt: NewHunt, actor) => {
      const wanted = await wantedOf(hunt, detection);
      const { kind, named } = await targetOf(wanted, asks);
      const { from, to, thorough } = hunt;
      return add({ kind, wanted, from, to, thorough, rules: named }, actor);
    },
    backfill: async ({ ruleId, correlationId, from, to }: NewBackfill, actor) => {
      const id = ruleId ?? correlationId ?? '';
      const rule = ruleId === undefined ? correlation.evaluateLater(id) : detection.evaluateLater(id);
      if (rule === undefined) throw new DomainError('hunt.not-live', { field: id });
      const { title, titleZh, level } = rule;
      const rules: NamedRule[] = [{ id, title, titleZh, level, way: 'journal', reason: null }];
      const wanted: Wanted = { kind: ruleId === undefined ? 'correlations' : 'rules', ids: [id] };
      return add({ kind: 'backfill', wanted, from, to, thorough: false, rules }, actor);
    },
    ...changesOf(platform, runner, reads),
    coverage: readCoverage({ journals, detection, correlation }),
    promote: promoteHits({ records, now: clock.now, detection, correlation }),
    export: (id, format) => exportLines(reads, { store: events, segments: asks.retention.coldSegments }, id, format),
  };
};

/** Builds the module from the platform. */
export const buildHunt = (platform: Platform, asks: HuntNeeds): ModuleParts<HuntAsks> => {
  const { records, clock, events, journals, pipeline, log, metrics } = platform;
  const perform = performHunt({ records, store: events, journals, pipeline, ...asks });
  const runner = openRunner({ records, now: clock.now, log, metrics, run: perform });
  return {
    asks: {},
    routes: huntRoutes(usesOf(platform, asks, runner)),
    checks: huntChecks({ store: events, segments: asks.retention.coldSegments, now: clock.now }),
    jobs: [
      {
        name: 'forget',
        cron: '50 3 * * *',
        run: () => records.transaction((tx) => forgetHunts(tx, clock.now() - KEEP_MS)),
      },
    ],
    start: runner.start,
    stop: runner.close,
  };
};
