import type { Check } from '@chedun/module';
import { REVIEW_EVERY_DAYS, type AccessOverview } from './contract.ts';

interface Needs {
  readonly overview: () => Promise<AccessOverview>;
  readonly now: () => number;
}
const DAY_MS = 86_400_000;

/** Every known system was reviewed within 90 days, and what reviews decided was carried out. */
export const accessChecks = ({ overview, now }: Needs): Check[] => [
  {
    id: 'access-reviews.periodic',
    obligations: ['1.1-i'],
    title: { zh: '访问权限：定期审查，决定均已执行', en: 'Access rights: reviewed in time, decisions carried out' },
    everyMinutes: 360,
    ttlHours: 48,
    run: async () => {
      const { systems } = await overview();
      const since = now() - REVIEW_EVERY_DAYS * DAY_MS;
      const isOld = (at: string | null): boolean => at === null || Date.parse(at) < since;
      const facts = {
        accessSystems: systems.length,
        accessAccounts: systems.reduce((sum, { accounts }) => sum + accounts, 0),
        flaggedAccounts: systems.reduce((sum, { flagged }) => sum + flagged, 0),
        neverReviewed: systems.filter(({ reviewedAt }) => reviewedAt === null).length,
        reviewsOverdue: systems.filter(({ reviewedAt }) => isOld(reviewedAt)).length,
        staleCollections: systems.filter(({ collectedAt }) => isOld(collectedAt)).length,
        decisionsOpen: systems.reduce((sum, { tasks }) => sum + tasks, 0),
        decisionsHeld: systems.reduce((sum, { tasksHeld }) => sum + tasksHeld, 0),
      };
      if (systems.length === 0)
        return { outcome: 'unknown', summary: { zh: '尚未采集账号', en: 'No accounts are collected yet' }, facts };
      const isGood = facts.reviewsOverdue + facts.staleCollections + facts.decisionsHeld === 0;
      return {
        outcome: isGood ? 'pass' : 'fail',
        summary: isGood
          ? {
              zh: `${systems.length} 个系统共 ${facts.accessAccounts} 个账号，均在 ${REVIEW_EVERY_DAYS} 天内完成审查`,
              en: `${facts.accessAccounts} accounts of ${systems.length} systems, all reviewed within ${REVIEW_EVERY_DAYS} days`,
            }
          : {
              zh: `超过 ${REVIEW_EVERY_DAYS} 天未完成审查的系统 ${facts.reviewsOverdue} 个，账号数据过期 ${facts.staleCollections} 个，逾期未执行的决定 ${facts.decisionsHeld} 项`,
              en: `${facts.reviewsOverdue} systems not reviewed within ${REVIEW_EVERY_DAYS} days, ${facts.staleCollections} with stale accounts, ${facts.decisionsHeld} decisions not carried out`,
            },
        facts,
      };
    },
  },
];
