/** Obligations of the notice that a clock serves, by id of its rule; a reading of this product. */
const BY_RULE: Readonly<Record<string, readonly string[]>> = {
  'DAT-1': ['1.4-g', '3.2-i'],
  'DAT-2': ['3.2-j'],
  'GRD-3': ['1.1-c'],
  'GRD-4': ['1.1-c'],
  'GRD-5': ['1.1-c'],
  'GRD-6': ['1.1-d'],
  'GRD-6b': ['1.1-d'],
  'NET-5': ['1.4-c'],
};
const BY_GROUP: Readonly<Record<string, readonly string[]>> = {
  NET: ['1.4-g'],
  CAC: ['1.4-g'],
  DAT: ['1.4-g'],
  VUL: ['4.3-b'],
  GRD: ['1.5-b'],
  CRY: ['1.2-h'],
  LOG: ['1.3-i'],
  EXP: ['3.4-c'],
  DEL: ['3.1-e'],
};

/** Obligations that suffer when a clock of a rule is overdue. */
export const obligationsOf = (rule: string): readonly string[] =>
  BY_RULE[rule] ?? BY_GROUP[rule.split('-')[0] ?? ''] ?? [];
