import { isDomainError, type Bilingual } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { DocumentSummary, Verification } from './contract.ts';
import { receiptState } from './domain/receipt-state.ts';

interface Needs {
  readonly each: (template: string) => Promise<readonly DocumentSummary[]>;
  readonly newest: (limit: number) => Promise<readonly { readonly document_id: string; readonly version: number }[]>;
  readonly verify: (id: string, version: number) => Promise<Verification>;
  readonly now: () => number;
}

/** Packages that one run of the check verifies again. */
const LOOKED_AT = 50;

const holds = async ({ verify }: Needs, id: string, version: number): Promise<boolean> => {
  try {
    return (await verify(id, version)).holds;
  } catch (error) {
    if (isDomainError(error, 'documents.damaged')) return false;
    throw error;
  }
};

const intact = async (needs: Needs): Promise<CheckResult> => {
  const packages = await needs.newest(LOOKED_AT);
  let broken = 0;
  for (const { document_id: id, version } of packages) if (!(await holds(needs, id, version))) broken += 1;
  const checked = packages.length;
  return {
    outcome: checked === 0 ? 'unknown' : broken === 0 ? 'pass' : 'fail',
    summary: {
      zh: checked === 0 ? '尚未签发文书' : `复核最近 ${checked} 份签名文书，${broken} 份不成立`,
      en:
        checked === 0
          ? 'No document was issued'
          : `${checked} newest signed documents verified again, ${broken} do not hold`,
    },
    facts: { documentsChecked: checked, documentsBroken: broken },
  };
};

const receipted = async (needs: Needs, templates: readonly string[]): Promise<CheckResult> => {
  const lists = await Promise.all(templates.map((template) => needs.each(template)));
  const { documents, withReceipt, waiting, late } = receiptState(lists.flat(), needs.now());
  const none = documents === 0;
  return {
    outcome: none || withReceipt + late === 0 ? 'unknown' : late === 0 ? 'pass' : 'fail',
    summary: {
      zh: none
        ? '尚未签发此类文书'
        : `文书 ${documents} 份，已有回执 ${withReceipt} 份，等待回执 ${waiting} 份，签发满 30 天仍无回执 ${late} 份`,
      en: none
        ? 'No such document was issued'
        : `${documents} documents, ${withReceipt} with a receipt, ${waiting} wait for one, ${late} have none after 30 days`,
    },
    facts: { issuedDocuments: documents, withReceipt, waitingForReceipt: waiting, receiptLate: late },
  };
};

interface Kind {
  readonly id: string;
  readonly obligation: string;
  readonly title: Bilingual;
  readonly templates: readonly string[];
}

const KINDS: readonly Kind[] = [
  {
    id: 'documents.incident-receipts',
    obligation: '1.4-g',
    title: { zh: '突发事件报告取得回执', en: 'Incident reports have receipts' },
    templates: ['incident-miit-first', 'incident-miit-followup', 'incident-miit-final'],
  },
  {
    id: 'documents.filing-receipts',
    obligation: '1.5-b',
    title: { zh: '定级备案取得回执', en: 'Filings of network units have receipts' },
    templates: ['grading-filing', 'grading-change'],
  },
  {
    id: 'documents.export-receipts',
    obligation: '3.4-c',
    title: { zh: '数据出境报备取得回执', en: 'Filings of data exports have receipts' },
    templates: ['data-export-filing'],
  },
  {
    id: 'documents.data-incident-receipts',
    obligation: '3.2-i',
    title: { zh: '数据安全事件报告取得回执', en: 'Reports of data incidents have receipts' },
    templates: ['data-incident-report'],
  },
  {
    id: 'documents.vulnerability-receipts',
    obligation: '4.3-b',
    title: { zh: '漏洞报送取得回执', en: 'Reports of vulnerabilities have receipts' },
    templates: ['vulnerability-report'],
  },
];

/** Running checks: what was issued still holds, and what authorities get has receipts. */
export const documentChecks = (needs: Needs): Check[] => [
  {
    id: 'documents.intact',
    obligations: ['1.4-g', '1.5-b'],
    title: { zh: '签名文书完好', en: 'Signed documents still hold' },
    everyMinutes: 720,
    ttlHours: 48,
    run: () => intact(needs),
  },
  ...KINDS.map(({ id, obligation, title, templates }): Check => ({
    id,
    obligations: [obligation],
    title,
    everyMinutes: 360,
    ttlHours: 48,
    run: () => receipted(needs, templates),
  })),
];
