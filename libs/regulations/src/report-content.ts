import { nodeOf, type Basis, type Title } from './read.ts';

/** Items of a report, with the rule that asks for them. */
export interface ReportItems {
  readonly source: string;
  readonly basis: Basis;
  readonly items: readonly { readonly id: string; readonly title: Title }[];
}

/** Items of reports to the CAC: which come first, which nobody has to give, and what ransom adds. */
export interface CacReportItems extends ReportItems {
  readonly first: readonly string[];
  readonly optional: readonly string[];
  readonly ransom: readonly string[];
}

/** Reads a list of items from `report` or `summary` of a table. Throws `regulations.table-invalid`. */
export const readReportItems = (value: unknown, part: 'report' | 'summary'): ReportItems => {
  const node = nodeOf(value).get(part);
  return {
    source: node.get('source').text(),
    basis: node.get('basis').basis(),
    items: node
      .get('items')
      .list()
      .map((item) => ({ id: item.get('id').text(), title: item.get('title').title() })),
  };
};

/** Reads the items of the report of the CAC table. Throws `regulations.table-invalid`. */
export const readCacReport = (value: unknown): CacReportItems => {
  const node = nodeOf(value).get('report');
  return {
    ...readReportItems(value, 'report'),
    first: node.get('first').texts(),
    optional: node.get('optional').texts(),
    ransom: node.get('ransom').texts(),
  };
};

/** Whether a report has every item. The telephone report never waits for one that has not (281号 4.1: 立即). */
export type Completeness =
  | { readonly kind: 'complete' }
  | { readonly kind: 'incomplete'; readonly missing: readonly string[]; readonly telephoneReportAllowed: true };

/** Ids of items that are missing in a report or summary. */
export const completenessOf = ({ items }: ReportItems, given: readonly string[]): Completeness => {
  const missing = items.map(({ id }) => id).filter((id) => !given.includes(id));
  return missing.length === 0 ? { kind: 'complete' } : { kind: 'incomplete', missing, telephoneReportAllowed: true };
};

/** What a first report to the CAC holds. `cause` unknown: the rest may follow. `ransom`: undefined where none was asked. */
export interface FirstReport {
  readonly items: readonly string[];
  readonly cause: 'known' | 'unknown';
  readonly ransom?: readonly string[];
}

/** What a first report is taken as. `followUp`: items that have to come as 补报. `missing`: items, then names of ransom data. */
export type FirstReportVerdict =
  | { readonly kind: 'accepted'; readonly as: '初报'; readonly followUp: readonly string[] }
  | { readonly kind: 'refused'; readonly missing: readonly string[] };

/**
 * Judges a first report (国家网络安全事件报告管理办法 art. 7): items ① and ② suffice while cause or trend are unknown, and the
 * rest follows; once the cause is known everything but 其他 belongs in it. Ransomware adds amount, way of payment and date.
 */
export const judgeFirstReport = (rule: CacReportItems, report: FirstReport): FirstReportVerdict => {
  const duty = rule.items.map(({ id }) => id).filter((id) => !rule.optional.includes(id));
  const absent = duty.filter((id) => !report.items.includes(id));
  const needed = report.cause === 'known' ? duty : rule.first;
  const ransom = report.ransom === undefined ? [] : rule.ransom.filter((name) => !report.ransom?.includes(name));
  const missing = [...absent.filter((id) => needed.includes(id)), ...ransom];
  return missing.length > 0 ? { kind: 'refused', missing } : { kind: 'accepted', as: '初报', followUp: absent };
};

/** Which report comes next when something happens after the last one; null: none is due. */
export const nextReport = (
  after: '初报' | '续报' | null,
  happened: 'new-important-fact' | 'nothing',
): '初报' | '续报' | null => {
  if (after === null) return '初报';
  return happened === 'new-important-fact' ? '续报' : null;
};
