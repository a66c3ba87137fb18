import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Overview, PolicyWeakness } from '../contract.ts';
import { inside } from '../store.ts';

const PREFIX = 'policies:';
const MOST = 500;

const reportOf = ({ key, kind, policy, obligations, text }: PolicyWeakness, at: string): FindingReport => ({
  fingerprint: `${PREFIX}${key}`,
  kind: 'weakness',
  module: 'policies',
  title: text.en.slice(0, 500),
  titleZh: text.zh.slice(0, 500),
  severity: kind === 'signature' ? 'high' : kind === 'acknowledge' ? 'low' : 'medium',
  assets: [{ kind: 'platform', id: policy === null ? 'policies' : `policies/${policy}` }],
  obligations,
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
});

/** Tells the ledger which rules are missing, late or unread, once each, and what was mended. A library that nobody began says nothing. */
export const watchPolicies =
  ({
    records,
    clock,
    overview,
  }: Pick<Platform, 'records' | 'clock'> & { readonly overview: () => Promise<Overview> }) =>
  async (): Promise<void> => {
    const { policies, weaknesses } = await overview();
    const standing = policies === 0 ? [] : weaknesses.slice(0, MOST);
    await records.transaction(async (tx) => {
      const db = inside(tx);
      const known = (await db.selectFrom('policies.reported').select('fingerprint').execute()).map(
        ({ fingerprint }) => fingerprint,
      );
      const at = new Date(clock.now()).toISOString();
      const fresh = standing.filter(({ key }) => !known.includes(`${PREFIX}${key}`));
      const gone = known.filter((fingerprint) => !standing.some(({ key }) => fingerprint === `${PREFIX}${key}`));
      if (fresh.length > 0) {
        const findings = fresh.map((each) => reportOf(each, at));
        await tx.tell({ type: findingsReported, aggregate: 'policies', payload: { findings } as never }, SYSTEM_ACTOR);
        await db
          .insertInto('policies.reported')
          .values(findings.map(({ fingerprint }) => ({ fingerprint })))
          .execute();
      }
      for (const fingerprint of gone) {
        const payload = { fingerprint, comment: '复查通过 / The re-check passed' };
        await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
        await db.deleteFrom('policies.reported').where('fingerprint', '=', fingerprint).execute();
      }
    });
  };
