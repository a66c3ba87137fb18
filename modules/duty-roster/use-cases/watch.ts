import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { DutyBoard, DutyWeakness } from '../contract.ts';
import type { DutyTables } from '../tables.ts';
import type { KeepNeeds } from './keep.ts';

const PREFIX = 'duty-roster:';

const reportOf = ({ key, text }: DutyWeakness, gapHours: number, at: string): FindingReport => ({
  fingerprint: `${PREFIX}${key}`,
  kind: 'weakness',
  module: 'duty-roster',
  title: text.en,
  titleZh: text.zh,
  severity: key === 'warning-duty' ? 'high' : 'medium',
  assets: [{ kind: 'platform', id: 'duty-roster' }],
  obligations: ['1.4-a'],
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
  facts: { gapHours },
});

/** Tells the ledger what is wrong with the roster, once each, and what was mended. A roster that nobody began says nothing. */
export const watchRoster =
  ({ records, clock, read }: KeepNeeds & { readonly read: () => Promise<DutyBoard> }) =>
  async (): Promise<void> => {
    const { weaknesses, responders, gapHours } = await read();
    const standing = responders.length === 0 ? [] : weaknesses;
    await records.transaction(async (tx) => {
      const tables = tx.as<DutyTables>();
      const known = (await tables.selectFrom('duty_roster.reported').select('fingerprint').execute()).map(
        ({ fingerprint }) => fingerprint,
      );
      const at = new Date(clock.now()).toISOString();
      const fresh = standing.filter(({ key }) => !known.includes(`${PREFIX}${key}`));
      const gone = known.filter((fingerprint) => !standing.some(({ key }) => fingerprint === `${PREFIX}${key}`));
      if (fresh.length > 0) {
        const findings = fresh.map((each) => reportOf(each, gapHours, at));
        await tx.tell(
          { type: findingsReported, aggregate: 'duty-roster', payload: { findings } as never },
          SYSTEM_ACTOR,
        );
        await tables
          .insertInto('duty_roster.reported')
          .values(findings.map(({ fingerprint }) => ({ fingerprint })))
          .execute();
      }
      for (const fingerprint of gone) {
        const payload = { fingerprint, comment: '复查通过 / The re-check passed' };
        await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
        await tables.deleteFrom('duty_roster.reported').where('fingerprint', '=', fingerprint).execute();
      }
    });
  };
