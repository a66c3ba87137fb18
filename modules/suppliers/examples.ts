import type { z } from 'zod';
import type { ImportReport, SupplierDossier, SupplierOverview, SupplierPage } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';

const line: z.input<typeof SupplierPage>['items'][number] = {
  id: ID,
  name: '示例电子有限公司',
  creditCode: '91420100MA4KXXXX2P',
  country: 'CN',
  kinds: ['component', 'software'],
  importance: 'critical',
  supplies: 'TBOX 及其软件',
  aliases: ['示例电子'],
  dependents: 1,
  contactPerson: '王芳',
  contactPhone: '027-87654321',
  contactEmail: 'psirt@supplier.example',
  ecus: 1_200,
  endedOn: null,
  isInUse: true,
  agreedTo: '2027-06-30',
  agreement: 'in-force',
  reviewedOn: '2026-03-01',
  result: 'passed',
  nextReviewOn: '2027-03-01',
  problems: [],
  updatedAt: AT,
};
const { dependents: _count, problems: _kinds, ...supplier } = line;

/** A page of the list. */
export const pageExample: z.input<typeof SupplierPage> = { items: [line], next: null, total: 1 };

/** A dossier. */
export const dossierExample: z.input<typeof SupplierDossier> = {
  supplier: { ...supplier, endReason: '' },
  dependents: [{ kind: 'service', name: 'TSP 平台', isOnRecord: true }],
  names: [{ name: '示例电子', vehicles: 1_200, ecus: 1_200, parts: ['TBOX'] }],
  agreements: [
    {
      id: '0193a000-0000-7000-8000-000000000002',
      title: '采购框架合同 2026',
      validFrom: '2026-01-01',
      validTo: '2027-06-30',
      securityTerms: true,
      confidentiality: true,
      incidentHours: 1,
      vulnerabilityHours: 48,
      document: { name: '合同.pdf', bytes: 20_480, sm3: 'a7'.repeat(32) },
      state: 'in-force',
      createdAt: AT,
      createdBy: 'li',
    },
  ],
  reviews: [],
  problems: [],
  history: [{ at: AT, by: 'li', kind: 'added', fields: [{ field: 'name', before: '', after: '示例电子有限公司' }] }],
};

/** Figures of the register. */
export const overviewExample: z.input<typeof SupplierOverview> = {
  total: 24,
  inUse: 22,
  critical: 5,
  withoutAgreement: 1,
  agreementEnding: 2,
  reviewOverdue: 1,
  withProblems: 3,
  problems: [{ kind: 'agreement-ending', count: 2 }],
  newestReviewAt: '2026-11-02',
  unknown: 1,
  unknownNames: [{ name: '某零部件厂', vehicles: 40, ecus: 40, parts: ['BMS'] }],
  cut: false,
  lookedAt: AT,
  judgedOn: '2026-11-23',
  questionnaire: {
    version: 1,
    about: { zh: '本产品自拟的问卷', en: 'Questions of this product' },
    passFrom: 80,
    conditionsFrom: 60,
    questions: [
      {
        id: 'incidents',
        title: { zh: '是否建立事件应急机制？', en: 'Are incidents handled by a plan?' },
        hint: { zh: '查看预案', en: 'See the plan' },
        weight: 4,
        must: true,
      },
    ],
  },
};

/** What came of a table. */
export const importExample: z.input<typeof ImportReport> = {
  applied: false,
  rows: 10_000,
  added: 9_998,
  changed: 1,
  unchanged: 0,
  refusedRows: 1,
  refused: [
    {
      row: 5_000,
      column: '重要程度',
      value: '很高',
      text: { zh: '请填“关键”“重要”或“一般”', en: 'Write critical, important or ordinary' },
    },
  ],
};
