import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Overview, Weakness } from '../contract.ts';
import { inside } from '../store.ts';

const fingerprintOf = ({ key }: Weakness): string => `training:${key}`;

const reportOf = (weakness: Weakness, obligations: readonly string[], at: string): FindingReport => ({
  fingerprint: fingerprintOf(weakness),
  kind: 'weakness',
  module: 'training',
  title: weakness.text.en,
  titleZh: weakness.text.zh,
  severity: 'medium',
  assets: [{ kind: 'platform', id: 'training' }],
  obligations: [...new Set(['3.1-g', ...obligations])],
  count: weakness.count,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
  facts: { concerned: weakness.count },
});

/** Tells the ledger what is wrong with the training, once each, and what was mended. */
export const watchTraining =
  ({
    records,
    clock,
    overview,
  }: Pick<Platform, 'records' | 'clock'> & { readonly overview: () => Promise<Overview> }) =>
  async (): Promise<void> => {
    const { weaknesses, courses } = await overview();
    const obligations = new Map(courses.map((each) => [each.id, each.obligations]));
    await records.transaction(async (tx) => {
      const rows = await inside(tx).selectFrom('training.reported').select('fingerprint').execute();
      const known = new Set(rows.map(({ fingerprint }) => fingerprint));
      const standing = new Set(weaknesses.map(fingerprintOf));
      const at = new Date(clock.now()).toISOString();
      const fresh = weaknesses.filter((each) => !known.has(fingerprintOf(each)));
      if (fresh.length > 0) {
        const findings = fresh.map((each) => reportOf(each, obligations.get(each.course) ?? [], at));
        const payload = { findings } as never;
        await tx.tell({ type: findingsReported, aggregate: 'training', payload }, SYSTEM_ACTOR);
        const reported = findings.map(({ fingerprint }) => ({ fingerprint }));
        await inside(tx).insertInto('training.reported').values(reported).execute();
      }
      for (const fingerprint of [...known].filter((each) => !standing.has(each))) {
        const payload = { fingerprint, comment: '复查通过 / The re-check passed' };
        await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
        await inside(tx).deleteFrom('training.reported').where('fingerprint', '=', fingerprint).execute();
      }
    });
  };
