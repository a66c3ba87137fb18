import { OFFICES, type Office } from './machine.ts';

/** A kind of filing 备案/报送 that goes through the machine. */
export interface FilingKind {
  readonly id: FilingKindId;
  readonly title: { readonly zh: string; readonly en: string };
  /** Templates of content/documents whose packages are of this kind. */
  readonly templates: readonly string[];
  /** Experts are heard before it is numbered. */
  readonly experts: 'needed' | 'optional' | 'none';
  /** Offices that have to agree, each by an account of its own, before it is numbered. */
  readonly offices: readonly Office[];
  /** Letters before the number 备案号. */
  readonly prefix: string;
  /** Natural days for a review after receipt, and those that a supplement is given at first; both ours. */
  readonly reviewDays: number;
  readonly supplementDays: number;
}

export const FILING_KIND_IDS = [
  'grading',
  'grading-change',
  'evaluation',
  'risk-assessment',
  'crypto',
  'ota',
  'data-export',
  'important-data',
  'annual-report',
  'incident',
  'vulnerability',
  'plan-drill',
  'inspection',
] as const;
export type FilingKindId = (typeof FILING_KIND_IDS)[number];

const TELECOM: readonly Office[] = ['telecom'];
const kind = (
  id: FilingKindId,
  [zh, en]: readonly [zh: string, en: string],
  templates: readonly string[],
  more: Partial<FilingKind> = {},
): FilingKind => ({
  id,
  title: { zh, en },
  templates,
  experts: 'none',
  offices: TELECOM,
  prefix: id.slice(0, 2).toUpperCase(),
  reviewDays: 30,
  supplementDays: 15,
  ...more,
});

/** All kinds. Joint opinions follow notice 一（五） (电信主管部门会同工业和信息化主管部门); the rest of the table is a decision of this product. */
export const FILING_KINDS: readonly FilingKind[] = [
  kind('grading', ['定级备案', 'Filing of a graded unit'], ['grading-filing'], {
    experts: 'optional',
    offices: OFFICES,
    prefix: 'DJ',
  }),
  kind('grading-change', ['定级备案变更', 'Change of a filed unit'], ['grading-change'], {
    offices: OFFICES,
    prefix: 'BG',
  }),
  kind('evaluation', ['符合性评测', 'Compliance test'], ['evaluation-report'], { prefix: 'PC' }),
  kind('risk-assessment', ['安全风险评估', 'Risk assessment'], ['risk-assessment-report', 'annual-network-data-risk'], {
    prefix: 'FX',
  }),
  kind('crypto', ['商用密码应用安全性评估', 'Assessment of cryptography'], ['crypto-assessment-report'], {
    prefix: 'MP',
  }),
  kind('ota', ['在线升级备案', 'Filing of an update over the air'], ['ota-filing'], { prefix: 'SJ', offices: OFFICES }),
  kind('data-export', ['数据出境', 'Export of data'], ['data-export-filing'], { prefix: 'CJ', experts: 'optional' }),
  kind('important-data', ['重要数据目录', 'Catalogue of important data'], ['important-data-catalogue'], {
    prefix: 'ML',
  }),
  kind('annual-report', ['年度报告', 'Annual report'], ['annual-auto-data-report'], { prefix: 'NB' }),
  kind(
    'incident',
    ['事件报告', 'Report of an incident'],
    [
      'incident-miit-first',
      'incident-miit-followup',
      'incident-miit-final',
      'incident-cac-first',
      'incident-cac-followup',
      'incident-cac-final',
      'data-incident-report',
    ],
    { prefix: 'SB' },
  ),
  kind('vulnerability', ['漏洞报送', 'Report of a vulnerability'], ['vulnerability-report'], { prefix: 'LD' }),
  kind('plan-drill', ['预案与演练', 'Plans and drills'], ['emergency-plan', 'drill-report'], { prefix: 'YA' }),
  kind('inspection', ['监督检查', 'Inspection'], ['supervision-inspection'], { prefix: 'JC' }),
];

/** The kind that a template belongs to. */
export const kindOfTemplate = (template: string): FilingKind | undefined =>
  FILING_KINDS.find(({ templates }) => templates.includes(template));

/** The kind with an id. */
export const filingKind = (id: FilingKindId): FilingKind => {
  const found = FILING_KINDS.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no kind of filing ${id}`);
  return found;
};
