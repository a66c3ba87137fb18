import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { QualityTables } from './tables.ts';

/** A weakness of the detection that this module found. */
export interface Weakness {
  readonly fingerprint: string;
  readonly title: string;
  readonly titleZh: string;
  readonly severity: FindingReport['severity'];
  readonly obligations: readonly string[];
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

const reportOf = (weakness: Weakness, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    ...weakness,
    kind: 'weakness',
    module: 'quality',
    assets: [{ kind: 'platform', id: 'detection' }],
    obligations: [...weakness.obligations],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};

/**
 * Reports weaknesses once each, and clears those of `prefix` that were reported before and are gone. Takes effect with the
 * transaction.
 */
export const reportWeaknesses = async (
  tx: Tx,
  prefix: string,
  weaknesses: readonly Weakness[],
  now: number,
): Promise<void> => {
  const tables = tx.as<QualityTables>();
  const known = await tables
    .selectFrom('quality.reported')
    .select('fingerprint')
    .where('fingerprint', 'like', `${prefix}%`)
    .execute();
  const before = new Set(known.map(({ fingerprint }) => fingerprint));
  const fresh = weaknesses.filter(({ fingerprint }) => !before.has(fingerprint));
  const gone = [...before].filter((fingerprint) => !weaknesses.some((each) => each.fingerprint === fingerprint));
  if (fresh.length > 0) {
    const findings = fresh.map((weakness) => reportOf(weakness, now));
    await tx.tell({ type: findingsReported, aggregate: prefix, payload: { findings } as never }, SYSTEM_ACTOR);
    await tables
      .insertInto('quality.reported')
      .values(fresh.map(({ fingerprint }) => ({ fingerprint })))
      .execute();
  }
  for (const fingerprint of gone) {
    const payload = { fingerprint, comment: '复查通过 / The re-check passed' };
    await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
    await tables.deleteFrom('quality.reported').where('fingerprint', '=', fingerprint).execute();
  }
};
