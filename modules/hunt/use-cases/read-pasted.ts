import { DomainError } from '@chedun/kernel';
import { compile, parseRules, reasonText, type RuleEntry, type SigmaError } from '@chedun/sigma';

const invalid = (reason: string, reasonZh: string): DomainError<'hunt.rule-invalid'> =>
  new DomainError('hunt.rule-invalid', { reason, reasonZh });

const refused = ({ line, reason, why }: SigmaError): DomainError<'hunt.rule-invalid'> => {
  const at = line === undefined ? '' : `:${line}`;
  return invalid(`rule.yml${at} ${reason}`, `rule.yml${at} ${why === undefined ? reason : reasonText(why, 'zh')}`);
};

/** The rule of a text that somebody pasted. Throws `hunt.rule-invalid` with the reason and the line. */
export const readPasted = (yaml: string): RuleEntry => {
  const { documents, errors } = parseRules(yaml, { file: 'rule.yml' });
  const [error] = errors;
  const rules = documents.filter((document) => document.kind === 'rule');
  const [rule] = rules;
  if (error !== undefined) throw refused(error);
  if (rule === undefined || rules.length > 1)
    throw invalid(`the text holds ${rules.length} rules`, `文本中有 ${rules.length} 条规则`);
  const [wrong] = compile([rule]).errors;
  if (wrong !== undefined) throw refused(wrong);
  return { id: rule.id ?? 'pasted', rule, exceptions: [] };
};
