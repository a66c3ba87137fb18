import type { FindingFilter, GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import { WarningScope, type WarningPolicy } from '../contract.ts';
import type { Endangered, Facts, SilentSource } from '../domain/demands.ts';
import type { WarningTables } from '../tables.ts';

const MOST_ASSETS = 50_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const OPEN = 'open,triaging,in-progress';

interface Dependencies {
  readonly records: Pick<Records, 'read'>;
  readonly governance: Pick<GovernanceAsks, 'findings' | 'alertsOfAsset'>;
  readonly ingest: Pick<IngestAsks, 'sources'>;
  readonly now: () => number;
}

const leastScore = (policy: WarningPolicy): number =>
  Math.min(
    ...policy.rules.map(({ trigger }) =>
      trigger.kind === 'score' ? trigger.atLeast : trigger.kind === 'vehicles-at-risk' ? trigger.score : 100,
    ),
  );

const endangered = async ({ records }: Dependencies, policy: WarningPolicy): Promise<Endangered[]> => {
  const rows = await records
    .read<WarningTables>()
    .selectFrom('warnings.risk')
    .selectAll()
    .where('score', '>=', leastScore(policy))
    .orderBy('score', 'desc')
    .limit(MOST_ASSETS)
    .execute();
  return rows.flatMap(({ kind, id, score, finding_ids: findings }) => {
    const scope = WarningScope.safeParse({ kind, id });
    return scope.success ? [{ scope: scope.data, score: Math.round(score * 10) / 10, findings }] : [];
  });
};

const silentSources = async ({ ingest, governance, now }: Dependencies): Promise<SilentSource[]> => {
  const silent = (await ingest.sources()).filter(({ health }) => health === 'silent');
  return Promise.all(
    silent.map(async ({ id, lastSeen, silentAfterMinutes }) => {
      const findings = await governance.alertsOfAsset({ kind: 'source', id }, 20);
      const since = lastSeen === null ? silentAfterMinutes : Math.floor((now() - Date.parse(lastSeen)) / MINUTE);
      const open = findings.filter(({ kind, status }) => kind === 'anomaly' && OPEN.split(',').includes(status));
      return { id, minutes: since, findings: open.map((each) => each.id) };
    }),
  );
};

const countsOf = async ({ governance, now }: Dependencies, policy: WarningPolicy): Promise<Facts['openFindings']> => {
  const counts = new Map<string, { total: number; sample: string[] }>();
  for (const { id, trigger } of policy.rules) {
    if (trigger.kind !== 'open-findings') continue;
    const filter: z.output<typeof FindingFilter> = {
      kind: trigger.kinds.join(','),
      severity: trigger.severities.join(','),
      status: OPEN,
      from: new Date(now() - trigger.withinHours * HOUR).toISOString(),
      sort: 'lastSeen',
      limit: 50,
    };
    const { total, items } = await governance.findings(filter);
    counts.set(id, { total, sample: items.map((each) => each.id) });
  }
  return counts;
};

/** Everything that an evaluation looks at, read before its transaction begins. */
export const gatherFacts = async (dependencies: Dependencies, policy: WarningPolicy): Promise<Facts> => ({
  assets: await endangered(dependencies, policy),
  silent: await silentSources(dependencies),
  openFindings: await countsOf(dependencies, policy),
});
