import { AssetRef, FindingsReported, isDrill, type GovernanceAsks } from '@chedun/governance/contract';
import { toText, type DeliveredEvent, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { RiskDetail, WarningPolicy } from '../contract.ts';
import { scoreOf, type Scored } from '../domain/risk.ts';
import type { WarningTables } from '../tables.ts';

/** A score is computed anew after so long without news, so that it decays and follows verdicts. */
const RENEW_MS = 5 * 60_000;

/** How much one run looks at. */
interface ScoreLimits {
  /** Findings of an asset: the newest. */
  readonly findingsPerAsset: number;
  /** Assets; more wait for the next run. */
  readonly scoresPerRun: number;
}

interface Dependencies {
  readonly limits: ScoreLimits;
  readonly records: Records;
  readonly governance: Pick<GovernanceAsks, 'alertsOfAsset' | 'verdictsByRule'>;
  readonly now: () => number;
}

const keyOf = ({ kind, id }: AssetRef): string => `${kind}:${id}`;

/** Asset of a key. */
const assetOf = (key: string): AssetRef => {
  const at = key.indexOf(':');
  return AssetRef.parse({ kind: key.slice(0, at), id: key.slice(at + 1) });
};

/** Notes about which assets something was reported. */
export const markDirty = async (event: DeliveredEvent, tx: Tx): Promise<void> => {
  const { findings } = FindingsReported.parse(event.payload);
  const keys = new Set(findings.filter(({ assets }) => !isDrill(assets[0])).flatMap(({ assets }) => assets.map(keyOf)));
  if (keys.size === 0) return;
  await tx
    .as<WarningTables>()
    .insertInto('warnings.risk_dirty')
    .values([...keys].toSorted().map((key) => ({ key: toText(key) })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ notes: sql`warnings.risk_dirty.notes + 1` }))
    .execute();
};

type Verdicts = ReadonlyMap<string, { readonly truePositive: number; readonly falsePositive: number }>;

const verdictsOf = async (governance: Dependencies['governance']): Promise<Verdicts> =>
  new Map((await governance.verdictsByRule()).map((each) => [each.ruleId, each]));

/** A score that was computed. */
interface Computed {
  readonly asset: AssetRef;
  readonly scored: Scored;
}

/** Assets written in one statement. */
const SLICE = 500;

const keep = async (tx: Tx, computed: readonly Computed[], at: number): Promise<void> => {
  const tables = tx.as<WarningTables>();
  const calm = computed.filter(({ scored }) => scored.score === 0).map(({ asset }) => toText(keyOf(asset)));
  if (calm.length > 0) await tables.deleteFrom('warnings.risk').where('key', 'in', calm).execute();
  const rows = computed
    .filter(({ scored }) => scored.score > 0)
    .map(({ asset, scored }) => ({
      key: toText(keyOf(asset)),
      kind: asset.kind,
      id: toText(asset.id),
      score: scored.score,
      findings: scored.contributions.length,
      finding_ids: scored.contributions.slice(0, 100).map(({ findingId }) => findingId),
      worst: scored.worst,
      at: new Date(at),
    }));
  for (let from = 0; from < rows.length; from += SLICE)
    await tables
      .insertInto('warnings.risk')
      .values(rows.slice(from, from + SLICE))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((is) => ({
          score: is.ref('excluded.score'),
          findings: is.ref('excluded.findings'),
          finding_ids: is.ref('excluded.finding_ids'),
          worst: is.ref('excluded.worst'),
          at: is.ref('excluded.at'),
        })),
      )
      .execute();
};

interface Noted {
  readonly key: string;
  readonly notes: number;
}

/** Takes away what was noted before the score was computed; what came meanwhile stays. */
const forget = async (tx: Tx, noted: readonly Noted[]): Promise<void> => {
  if (noted.length === 0) return;
  await sql`delete from warnings.risk_dirty d using unnest(${noted.map(({ key }) => key)}::text[],
    ${noted.map(({ notes }) => notes)}::bigint[]) as seen(key, notes)
    where d.key = seen.key and d.notes = seen.notes`.execute(tx.as<WarningTables>());
};

const dueKeys = async (records: Records, now: number, most: number) => {
  const db = records.read<WarningTables>();
  const dirty = await db.selectFrom('warnings.risk_dirty').select(['key', 'notes']).limit(most).execute();
  const old = await db
    .selectFrom('warnings.risk')
    .select('key')
    .where('at', '<', new Date(now - RENEW_MS))
    .orderBy('at')
    .limit(Math.max(0, most - dirty.length))
    .execute();
  const { waiting } = await db
    .selectFrom('warnings.risk_dirty')
    .select((is) => is.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    noted: dirty as readonly Noted[],
    keys: [...new Set([...dirty, ...old].map(({ key }) => key))],
    left: Math.max(0, Number(waiting) - dirty.length),
  };
};

/** Computes the scores that are due; answers how many, and how many still wait. */
export const scoreAssets =
  ({ records, governance, now, limits }: Dependencies) =>
  async (policy: WarningPolicy): Promise<{ readonly scored: number; readonly waiting: number }> => {
    const at = now();
    const { noted, keys, left } = await dueKeys(records, at, limits.scoresPerRun);
    if (keys.length === 0) return { scored: 0, waiting: left };
    const verdicts = await verdictsOf(governance);
    const computed: Computed[] = [];
    for (const asset of keys.map(assetOf)) {
      const findings = await governance.alertsOfAsset(asset, limits.findingsPerAsset);
      computed.push({ asset, scored: scoreOf(asset, findings, policy.risk, (rule) => verdicts.get(rule), at) });
    }
    await records.transaction(async (tx) => {
      await keep(tx, computed, at);
      await forget(tx, noted);
    });
    return { scored: keys.length, waiting: left };
  };

/** Why the score of an asset is what it is, computed now. */
export const explainRisk =
  ({ governance, now, limits }: Dependencies) =>
  async (asset: AssetRef, { risk }: WarningPolicy): Promise<RiskDetail> => {
    const at = now();
    const [findings, verdicts] = await Promise.all([
      governance.alertsOfAsset(asset, limits.findingsPerAsset),
      verdictsOf(governance),
    ]);
    const { score, worst, contributions } = scoreOf(asset, findings, risk, (rule) => verdicts.get(rule), at);
    return {
      asset,
      score,
      worst,
      findings: contributions.length,
      computedAt: new Date(at).toISOString(),
      contributions: [...contributions],
      halfLifeHours: risk.halfLifeHours,
      ruleCap: risk.ruleCap,
    };
  };
