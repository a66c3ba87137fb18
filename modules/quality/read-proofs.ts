import type { DetectionAsks } from '@chedun/detection/contract';
import type { Records } from '@chedun/records';
import type { Proof, ProofList, ProofState } from './contract.ts';
import { readProofs, type ProofRow } from './proofs.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly detection: Pick<DetectionAsks, 'drillRules'>;
  readonly now: () => number;
  readonly rulesPerRound: number;
}

const HOUR = 3_600_000;
/** Rounds come to every rule within a day; a proof that is older tells that they do not. */
const OLD_MS = 26 * HOUR;
/** Minutes between two rounds. */
export const ROUND_MINUTES = 10;

const stateOf = (row: ProofRow, now: number): ProofState => {
  if (row.outcome === 'missed') return 'missed';
  return now - row.tried_at.getTime() > OLD_MS ? 'stale' : 'proven';
};

const proofOf = (row: ProofRow, now: number): Proof => ({
  ruleId: row.rule_id,
  ruleTitle: row.rule_title,
  ruleTitleZh: row.rule_title_zh,
  kind: row.kind,
  family: row.family,
  state: stateOf(row, now),
  triedAt: row.tried_at.toISOString(),
  provenAt: row.proven_at?.toISOString() ?? null,
  seconds: row.seconds === null ? null : Math.round(row.seconds * 100) / 100,
  findingId: row.finding_id,
  misses: row.misses,
});

const NEVER = { triedAt: null, provenAt: null, seconds: null, findingId: null, misses: 0 };

const middleOf = (sorted: readonly number[]): number | null => sorted[Math.floor(sorted.length / 2)] ?? null;

const summaryOf = (items: readonly Proof[]): ProofList['summary'] => {
  const count = (state: ProofState): number => items.filter((each) => each.state === state).length;
  const seconds = items.flatMap((each) => each.seconds ?? []).toSorted((a, b) => a - b);
  return {
    enabled: items.length,
    testable: items.length - count('untestable'),
    proven: count('proven'),
    stale: count('stale'),
    missed: count('missed'),
    waiting: count('waiting'),
    medianSeconds: middleOf(seconds),
    slowestSeconds: seconds.at(-1) ?? null,
  };
};

/** Every enabled rule, and every correlation that was played, with its last proof. */
export const readProofList =
  ({ records, detection, now, rulesPerRound }: Needs) =>
  async (): Promise<ProofList> => {
    const [rules, rows] = await Promise.all([detection.drillRules(), readProofs(records)]);
    const known = new Map(rows.map((row) => [row.rule_id, row]));
    const items: Proof[] = rules.map(({ ruleId, ruleTitle, ruleTitleZh, family, hasEvent }) => {
      const row = known.get(ruleId);
      if (hasEvent && row) return proofOf(row, now());
      const state = hasEvent ? ('waiting' as const) : ('untestable' as const);
      return { ruleId, ruleTitle, ruleTitleZh, kind: 'rule', family, state, ...NEVER };
    });
    items.push(...rows.filter(({ kind }) => kind === 'correlation').map((row) => proofOf(row, now())));
    return { items, summary: summaryOf(items), perRound: rulesPerRound, everyMinutes: ROUND_MINUTES };
  };
