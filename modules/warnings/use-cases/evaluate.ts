import { jsonb } from '@chedun/records';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Records, Tx } from '@chedun/records';
import type { NoticeKind, WarningEvent, WarningLevel, WarningPolicy } from '../contract.ts';
import type { Versioned } from '../documents.ts';
import { demandsOf, rankOf, scopeKey, type Demand, type Facts } from '../domain/demands.ts';
import { nextStep, type Standing, type Step } from '../domain/steps.ts';
import { notify } from '../notify.ts';
import {
  addHistory,
  insertWarning,
  lastRefusals,
  levelOf,
  lockStanding,
  nextNumber,
  saveEvaluation,
  updateWarning,
  type WarningRow,
} from '../store.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const MOST_STEPS = 5;

interface Dependencies {
  readonly records: Records;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What one evaluation works with. */
interface Work extends Dependencies {
  readonly tx: Tx;
  readonly policy: Versioned<WarningPolicy>;
  readonly at: number;
}

const standingOf = (row: WarningRow): Standing => ({
  status: row.status === 'proposed' ? 'proposed' : 'issued',
  level: levelOf(row.level),
  pending: row.pending as Standing['pending'],
  belowSince: row.below_since?.getTime() ?? null,
  byHand: row.by_hand,
});

const tell = (work: Work, row: WarningRow, notice: Exclude<NoticeKind, 'test'>): Promise<number> =>
  notify(work.tx, { ...work, issuer: work.policy.body }, row, notice, { from: 0, to: row.step });

const note = (
  work: Work,
  id: string,
  kind: WarningEvent['kind'],
  levels: { readonly from: WarningLevel | null; readonly to: WarningLevel | null },
  comment: string | null,
): Promise<void> => addHistory(work.tx, id, { at: work.at, actor: SYSTEM_ACTOR.name, kind, ...levels, comment });

/** Columns that follow from a level when a warning comes into force or changes. */
export const inForce = (policy: WarningPolicy, level: WarningLevel, at: number, by: string) => ({
  level: rankOf(level),
  pending: null,
  below_since: null,
  issued_at: new Date(at),
  issued_by: by,
  time_limit: new Date(at + policy.levels[level].timeLimitHours * HOUR),
  acknowledged_at: null,
  acknowledged_by: null,
  step: 0,
  step_at: new Date(at),
});

const open = async (work: Work, demand: Demand, step: Extract<Step, { kind: 'propose' | 'issue' }>): Promise<void> => {
  const { tx, policy, at, newId } = work;
  const issued = step.kind === 'issue';
  const row = await insertWarning(tx, {
    ...inForce(policy.body, step.level, at, SYSTEM_ACTOR.name),
    ...(issued ? {} : { issued_at: null, issued_by: null, time_limit: null }),
    id: newId(),
    number: await nextNumber(tx, 'YJ', at),
    status: issued ? 'issued' : 'proposed',
    scope: demand.scope,
    title: demand.title,
    impact_zh: demand.impact.zh,
    impact_en: demand.impact.en,
    measures: policy.body.levels[step.level].measures,
    rules: [...demand.rules],
    causes: [...demand.causes],
    by_hand: false,
    policy_version: policy.version,
    created_at: new Date(at),
    lifted_at: null,
    lifted_by: null,
    refused_at: null,
  });
  if (!row) return;
  const kind = issued ? 'issued' : 'proposed';
  await note(work, row.id, kind, { from: null, to: step.level }, demand.rules.join(', '));
  await tell(work, row, kind);
};

/** Columns that follow from what the policy wants now. */
const asWanted = (demand: Demand | undefined) =>
  demand === undefined
    ? {}
    : {
        rules: [...demand.rules],
        causes: [...demand.causes],
        impact_zh: demand.impact.zh,
        impact_en: demand.impact.en,
        title_zh: demand.title.zh,
        title_en: demand.title.en,
      };

const changeLevel = async (work: Work, row: WarningRow, level: WarningLevel, demand: Demand | undefined) => {
  const { tx, policy, at } = work;
  const first = row.status === 'proposed';
  const changed = await updateWarning(tx, row.id, {
    ...asWanted(demand),
    ...inForce(policy.body, level, at, SYSTEM_ACTOR.name),
    ...(first ? {} : { issued_at: row.issued_at, issued_by: row.issued_by }),
    status: 'issued',
    measures: jsonb(policy.body.levels[level].measures),
  });
  await note(work, row.id, first ? 'issued' : 'changed', { from: first ? null : levelOf(row.level), to: level }, null);
  await tell(work, changed, first ? 'issued' : 'changed');
};

const ask = async (work: Work, row: WarningRow, pending: WarningLevel | 'lift', demand: Demand | undefined) => {
  const up = pending !== 'lift' && rankOf(pending) > row.level;
  const changed = await updateWarning(work.tx, row.id, { ...(up ? asWanted(demand) : {}), pending });
  await note(work, row.id, 'proposed', { from: levelOf(row.level), to: pending === 'lift' ? null : pending }, null);
  await tell(work, changed, 'proposed');
};

const repropose = async (work: Work, row: WarningRow, level: WarningLevel, demand: Demand | undefined) => {
  const changed = await updateWarning(work.tx, row.id, {
    ...asWanted(demand),
    level: rankOf(level),
    measures: jsonb(work.policy.body.levels[level].measures),
  });
  await note(work, row.id, 'proposed', { from: levelOf(row.level), to: level }, null);
  await tell(work, changed, 'proposed');
};

const lift = async (work: Work, row: WarningRow): Promise<void> => {
  const lifted = { status: 'lifted', pending: null, lifted_at: new Date(work.at), lifted_by: SYSTEM_ACTOR.name };
  const changed = await updateWarning(work.tx, row.id, lifted);
  await note(work, row.id, 'lifted', { from: levelOf(row.level), to: null }, null);
  await tell(work, changed, 'lifted');
};

const take = async (work: Work, row: WarningRow, step: Step, demand: Demand | undefined): Promise<void> => {
  switch (step.kind) {
    case 'none':
      return;
    case 'steady':
      await updateWarning(work.tx, row.id, { ...asWanted(demand), below_since: null, ...calmed(row) });
      return;
    case 'calm':
      await updateWarning(work.tx, row.id, { below_since: new Date(work.at) });
      return;
    case 'propose':
      return repropose(work, row, step.level, demand);
    case 'issue':
    case 'change':
      return changeLevel(work, row, step.level, demand);
    case 'ask':
      return ask(work, row, step.pending, demand);
    case 'lift':
      return lift(work, row);
    case 'withdraw':
      await updateWarning(work.tx, row.id, { status: 'refused' });
      await note(work, row.id, 'withdrawn', { from: levelOf(row.level), to: null }, null);
  }
};

/** Lifting or lowering that was asked for is taken back when the reason is there again. */
const calmed = ({ pending, level }: WarningRow) =>
  pending === 'lift' || (pending !== null && rankOf(pending as WarningLevel) < level) ? { pending: null } : {};

const escalate = async (work: Work, row: WarningRow): Promise<void> => {
  const { escalateMinutes } = work.policy.body;
  if (row.acknowledged_at !== null || row.step >= MOST_STEPS) return;
  if (work.at - (row.step_at ?? row.created_at).getTime() < escalateMinutes * MINUTE) return;
  const changed = await updateWarning(work.tx, row.id, { step: row.step + 1, step_at: new Date(work.at) });
  const steps = { from: changed.step, to: changed.step };
  const told = await notify(work.tx, { ...work, issuer: work.policy.body }, changed, 'escalated', steps);
  if (told > 0) await note(work, row.id, 'escalated', { from: null, to: null }, String(changed.step));
};

/** One evaluation: takes the next step of every scope, then escalates what nobody acknowledged. */
export const evaluate =
  (dependencies: Dependencies) =>
  async (
    policy: Versioned<WarningPolicy>,
    facts: Facts,
    risk: { readonly scored: number; readonly waiting: number },
  ): Promise<void> => {
    const at = dependencies.now();
    const { demands, overflow } = demandsOf(policy.body, facts);
    const wanted = new Map(demands.map((demand) => [scopeKey(demand.scope), demand]));
    await dependencies.records.transaction(async (tx) => {
      const work: Work = { ...dependencies, tx, policy, at };
      const rows = await lockStanding(tx);
      const refusals = await lastRefusals(tx);
      for (const row of rows) {
        const demand = wanted.get(`${row.scope_kind}:${row.scope_id}`);
        await take(work, row, nextStep(standingOf(row), demand, policy.body, { now: at, mutedUntil: 0 }), demand);
      }
      const taken = new Set(rows.map((row) => `${row.scope_kind}:${row.scope_id}`));
      for (const [key, demand] of wanted) {
        if (taken.has(key)) continue;
        const mutedUntil = (refusals.get(key) ?? -Infinity) + policy.body.muteHours * HOUR;
        const step = nextStep(undefined, demand, policy.body, { now: at, mutedUntil });
        if (step.kind === 'propose' || step.kind === 'issue') await open(work, demand, step);
      }
      for (const row of await lockStanding(tx)) await escalate(work, row);
      await saveEvaluation(tx, { at: new Date(at), overflow, ...risk });
    });
  };
