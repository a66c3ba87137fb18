import { Importance, SupplierKind, type ProblemKind, type ReviewResult } from '../contract.ts';

/** Columns of a table by the words that may stand in its header; the first is written by exports. */
export const COLUMNS = {
  name: ['名称', '供应商', '供应商名称', 'name', 'supplier'],
  creditCode: ['统一社会信用代码', '信用代码', 'credit code'],
  country: ['国家或地区', '国家', 'country'],
  kinds: ['类别', '类型', 'kinds', 'kind'],
  importance: ['重要程度', '重要性', 'importance'],
  supplies: ['供应内容', '提供内容', 'supplies'],
  aliases: ['别名', '其他写法', 'spellings', 'aliases'],
  services: ['依赖的服务', '服务', 'services'],
  hosts: ['依赖的主机', '主机', 'hosts'],
  contactPerson: ['安全联系人', '联系人', 'contact'],
  contactPhone: ['电话', '联系电话', 'phone'],
  contactEmail: ['邮箱', '电子邮箱', 'email'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;
export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

type Words<K extends string> = Readonly<Record<K, readonly [zh: string, ...more: string[]]>>;

/** Words of a kind in tables; the first is written by exports. */
export const KIND_WORDS: Words<SupplierKind> = {
  component: ['零部件', '部件'],
  software: ['软件'],
  cloud: ['云服务', '云'],
  communication: ['通信服务', '通信'],
  'security-service': ['安全服务'],
  operation: ['运维', '运营'],
  testing: ['检测评估', '检测', '测试'],
  other: ['其他'],
};
export const IMPORTANCE_WORDS: Words<Importance> = {
  critical: ['关键', '核心'],
  important: ['重要'],
  ordinary: ['一般', '普通'],
};
export const RESULT_WORDS: Words<ReviewResult> = { passed: ['通过'], conditions: ['有条件通过'], failed: ['不通过'] };
export const PROBLEM_WORDS: Words<ProblemKind> = {
  'no-agreement': ['无合同'],
  'agreement-over': ['合同已到期'],
  'agreement-ending': ['合同将到期'],
  'no-security-terms': ['无安全条款'],
  'no-confidentiality': ['无保密条款'],
  'no-contact': ['无安全联系人'],
  'review-overdue': ['审核逾期'],
  'review-failed': ['审核不通过仍在用'],
  'condition-overdue': ['整改逾期'],
};

const readerOf = <K extends string>(words: Words<K>, ids: readonly K[]): ReadonlyMap<string, K> =>
  new Map(ids.flatMap((id) => [id, ...words[id]].map((word) => [word, id] as const)));
const KINDS = readerOf(KIND_WORDS, SupplierKind.options);
const IMPORTANCES = readerOf(IMPORTANCE_WORDS, Importance.options);

/** The kind that a word of a table means. */
export const kindOf = (word: string): SupplierKind | undefined => KINDS.get(word.trim().toLowerCase());
/** The importance that a word of a table means. */
export const importanceOf = (word: string): Importance | undefined => IMPORTANCES.get(word.trim().toLowerCase());
