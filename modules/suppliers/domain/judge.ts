import type { Problem } from '../contract.ts';
import { agreementEnding } from './rules/agreement-ending.ts';
import { agreementOver } from './rules/agreement-over.ts';
import { conditionOverdue } from './rules/condition-overdue.ts';
import { noAgreement } from './rules/no-agreement.ts';
import { noConfidentiality } from './rules/no-confidentiality.ts';
import { noContact } from './rules/no-contact.ts';
import { noSecurityTerms } from './rules/no-security-terms.ts';
import { reviewFailed } from './rules/review-failed.ts';
import { reviewOverdue } from './rules/review-overdue.ts';
import { isInUse, type Rule, type SupplierState } from './state.ts';

const RULES: readonly Rule[] = [
  reviewFailed,
  noAgreement,
  agreementOver,
  agreementEnding,
  noSecurityTerms,
  noConfidentiality,
  noContact,
  reviewOverdue,
  conditionOverdue,
];

/** Everything that is wrong with a supplier today; nothing once the relation has ended. */
export const problemsOf = (state: SupplierState): readonly Problem[] =>
  isInUse(state) ? RULES.flatMap((rule) => rule(state)) : [];
