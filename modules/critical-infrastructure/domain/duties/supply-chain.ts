import type { DutyRule } from '../known.ts';

/** Suppliers are known, bound by agreements and reviewed. */
export const supplyChain: DutyRule = {
  id: 'supply-chain',
  title: {
    zh: '供应链清单完整，产品和服务采购有安全保密约定',
    en: 'The supply chain is listed; purchases are bound by agreements on security',
  },
  source: {
    zh: '关键信息基础设施安全保护条例 第19、20条',
    en: 'Regulation on critical information infrastructure, art. 19, 20',
  },
  page: '/suppliers',
  wrong: ({ suppliers: { total, withoutAgreement, reviewOverdue, unknown } }) => [
    ...(total === 0 ? [{ zh: '尚未登记供应商', en: 'no supplier is registered' }] : []),
    ...(withoutAgreement > 0
      ? [{ zh: `${withoutAgreement} 家没有有效协议`, en: `${withoutAgreement} without an agreement in force` }]
      : []),
    ...(reviewOverdue > 0
      ? [{ zh: `${reviewOverdue} 家评审超期`, en: `${reviewOverdue} with an overdue review` }]
      : []),
    ...(unknown > 0
      ? [{ zh: `资产台账中有 ${unknown} 家未建档`, en: `${unknown} in the register of assets without a dossier` }]
      : []),
  ],
  shown: ({ suppliers }) => ({
    zh: `${suppliers.total} 家供应商均有有效协议并按期评审`,
    en: `${suppliers.total} suppliers, all bound and reviewed`,
  }),
};
