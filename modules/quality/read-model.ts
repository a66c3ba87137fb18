import type { DetectionAsks } from '@chedun/detection/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Records } from '@chedun/records';
import type { SearchAsks } from '@chedun/search/contract';
import type { z } from 'zod';
import { DrillScopeKind } from './contract.ts';
import type { Drill, DuplicateList, Proposal, ProposalList, ScoreList, ScoreQuery } from './contract.ts';
import { duplicatesOf } from './domain/duplicates.ts';
import { draftProposals, exceptionFor, type Draft } from './domain/proposals.ts';
import { scoreList } from './domain/scores.ts';
import type { QualityTables } from './tables.ts';

interface Dependencies {
  readonly records: Pick<Records, 'read'>;
  readonly detection: Pick<DetectionAsks, 'rulesInUse'>;
  readonly governance: Pick<GovernanceAsks, 'qualityByRule' | 'recordsByRule' | 'findings' | 'findingById'>;
  readonly search: SearchAsks;
  readonly now: () => number;
}

const DAY = 86_400_000;
/** Days that proposals look back. */
const NOISE_DAYS = 7;
const MOST_PROPOSALS = 50;
const MOST_DRILLS = 50;

const since = (now: number, days: number): string => new Date(now - days * DAY).toISOString();

/** The exception for the newest record of a rule on an asset. */
const withException = async ({ governance, search }: Dependencies, draft: Draft): Promise<Proposal> => {
  if (draft.kind !== 'exception') return { ...draft, exceptionYaml: null };
  const { items } = await governance.findings({
    ruleId: draft.ruleId,
    asset: draft.asset,
    sort: 'lastSeen',
    limit: 1,
  });
  const finding = items[0] && (await governance.findingById(items[0].id));
  const ref = finding?.samples[0]?.ref;
  const record = ref && (await search.record(ref.journal, ref.seq, ref.index));
  return { ...draft, exceptionYaml: record ? exceptionFor(draft.asset, record.fields) : null };
};

const proposals = async (dependencies: Dependencies): Promise<z.input<typeof ProposalList>> => {
  const { detection, governance, records, now } = dependencies;
  const [rules, qualities, dismissed] = await Promise.all([
    detection.rulesInUse(),
    governance.qualityByRule(since(now(), NOISE_DAYS)),
    records
      .read<QualityTables>()
      .selectFrom('quality.dismissals')
      .select('key')
      .where('until', '>', new Date(now()))
      .execute(),
  ]);
  const hidden = new Set(dismissed.map(({ key }) => key));
  const drafts = draftProposals(rules, qualities, NOISE_DAYS);
  const shown = drafts.filter(({ key }) => !hidden.has(key)).slice(0, MOST_PROPOSALS);
  const items: Proposal[] = [];
  for (const draft of shown) items.push(await withException(dependencies, draft));
  return { items, dismissed: drafts.filter(({ key }) => hidden.has(key)).length };
};

const drills = async (records: Pick<Records, 'read'>, id: string | undefined): Promise<Drill[]> => {
  const db = records.read<QualityTables>();
  const all = db.selectFrom('quality.drills').selectAll().orderBy('started_at', 'desc').limit(MOST_DRILLS);
  const runs = await (id === undefined ? all : all.where('id', '=', id)).execute();
  if (runs.length === 0) return [];
  const results = await db
    .selectFrom('quality.drill_results')
    .selectAll()
    .where(
      'drill_id',
      'in',
      runs.map(({ id }) => id),
    )
    .orderBy('family')
    .execute();
  return runs.map((run) => ({
    id: run.id,
    scope: DrillScopeKind.catch('families').parse(run.scope),
    startedAt: run.started_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
    startedBy: run.started_by,
    withinSeconds: run.within_seconds,
    untested: run.untested,
    results: results
      .filter(({ drill_id }) => drill_id === run.id)
      .map((row) => ({
        family: row.family,
        ruleId: row.rule_id,
        ruleTitle: row.rule_title,
        ruleTitleZh: row.rule_title_zh,
        outcome: row.outcome === 'alerted' ? 'alerted' : 'missed',
        findingId: row.finding_id,
        seconds: row.seconds === null ? null : Math.round(row.seconds * 100) / 100,
      })),
  }));
};

/** Screens of alert quality. */
export const qualityReadModel = (dependencies: Dependencies) => {
  const { detection, governance, records, now } = dependencies;
  return {
    scores: async (query: z.output<typeof ScoreQuery>): Promise<z.input<typeof ScoreList>> => {
      const [rules, qualities] = await Promise.all([
        detection.rulesInUse(),
        governance.qualityByRule(since(now(), 30)),
      ]);
      return scoreList(rules, qualities, query);
    },
    proposals: () => proposals(dependencies),
    duplicates: async (): Promise<z.input<typeof DuplicateList>> => {
      const [rules, seen] = await Promise.all([detection.rulesInUse(), governance.recordsByRule(since(now(), 30))]);
      return { items: duplicatesOf(rules, seen) };
    },
    drills: () => drills(records, undefined),
    drill: (id: string) => drills(records, id),
  };
};
