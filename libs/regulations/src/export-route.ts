import type { DataRules, ExportLimits } from './data-rules.ts';

/** 安全评估, 标准合同或认证, 豁免. */
export type ExportRoute = 'security-assessment' | 'contract-or-certification' | 'exempt';

/** What is exported in a calendar year. `persons` without sensitive data, `sensitive` with; both distinct natural persons. */
export interface ExportFacts {
  readonly operator: 'cii' | 'other';
  readonly persons: number;
  readonly sensitive: number;
  /** Records of important data that were told or published to be important. */
  readonly declaredImportant: number;
  /** Id of an exemption of the table, where one is claimed. */
  readonly exemption?: string;
}

/** A route with the condition that decided. */
export interface RouteVerdict {
  readonly route: ExportRoute;
  readonly because:
    | 'important-data'
    | 'exemption'
    | 'critical-operator'
    | 'persons'
    | 'sensitive-persons'
    | 'below-all-numbers';
}

const over = (
  limits: ExportLimits,
  { persons, sensitive }: ExportFacts,
): 'persons' | 'sensitive-persons' | undefined => {
  if (sensitive >= limits.sensitive) return 'sensitive-persons';
  return persons >= limits.persons ? 'persons' : undefined;
};

/**
 * Route of exports of a year (促进和规范数据跨境流动规定 art. 3 to 8). Declared important data are assessed whatever else is
 * claimed: exemptions are of personal data only. An exempt route never removes 告知 and 单独同意. An exemption that the table
 * does not have counts for nothing.
 */
export const exportRouteOf = ({ export: rules }: DataRules, facts: ExportFacts): RouteVerdict => {
  if (facts.declaredImportant > 0) return { route: 'security-assessment', because: 'important-data' };
  if (rules.exemptions.some(({ id }) => id === facts.exemption)) return { route: 'exempt', because: 'exemption' };
  const any = facts.persons > 0 || facts.sensitive > 0;
  if (facts.operator === 'cii' && any) return { route: 'security-assessment', because: 'critical-operator' };
  const assessed = over(rules.assessment, facts);
  if (assessed !== undefined) return { route: 'security-assessment', because: assessed };
  const contract = over(rules.contract, facts);
  if (contract !== undefined) return { route: 'contract-or-certification', because: contract };
  return { route: 'exempt', because: 'below-all-numbers' };
};
