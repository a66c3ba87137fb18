import { dayOf, daysBetween } from '@chedun/kernel';
import type { Check } from '@chedun/module';
import type { SupplierOverview } from './contract.ts';

interface Needs {
  readonly overview: () => Promise<SupplierOverview>;
  readonly now: () => number;
}

/** Verdicts that are older say nothing of today. */
const FRESH_DAYS = 1;

/** Every supplier has a dossier, is bound by an agreement and reviewed in time. */
export const supplierChecks = ({ overview, now }: Needs): Check[] => [
  {
    id: 'suppliers.in-order',
    obligations: ['2.1-j'],
    title: {
      zh: '供应商：均有档案、合同和按期审核，无遗留问题',
      en: 'Suppliers: all with dossier, agreement and review in time, nothing wrong',
    },
    everyMinutes: 360,
    ttlHours: 48,
    run: async () => {
      const found = await overview();
      const facts = {
        suppliers: found.inUse,
        suppliersCritical: found.critical,
        suppliersWithProblems: found.withProblems,
        suppliersWithoutAgreement: found.withoutAgreement,
        suppliersReviewOverdue: found.reviewOverdue,
        suppliersUnknown: found.unknown,
      };
      if (found.total === 0 && found.unknown === 0)
        return {
          outcome: 'unknown',
          summary: { zh: '尚未登记供应商', en: 'No supplier is registered yet' },
          facts,
        };
      if (found.judgedOn === null || daysBetween(found.judgedOn, dayOf(now())) > FRESH_DAYS)
        return {
          outcome: 'unknown',
          summary: { zh: '每日核对已中断', en: 'Nobody has looked since yesterday' },
          facts,
        };
      const isGood = found.withProblems === 0 && found.unknown === 0;
      return {
        outcome: isGood ? 'pass' : 'fail',
        summary: isGood
          ? {
              zh: `${found.inUse} 家供应商均有合同并按期审核，资产台账中无未建档供应商`,
              en: `${found.inUse} suppliers, all agreed and reviewed in time, none without a dossier`,
            }
          : {
              zh: `${found.withProblems} 家供应商有问题（无有效合同 ${found.withoutAgreement}，审核逾期 ${found.reviewOverdue}），未建档 ${found.unknown} 个名称`,
              en: `${found.withProblems} suppliers with problems (${found.withoutAgreement} without agreement, ${found.reviewOverdue} reviews overdue), ${found.unknown} names without a dossier`,
            },
        facts,
      };
    },
  },
];
