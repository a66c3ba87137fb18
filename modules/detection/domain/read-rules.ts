import { createHash } from 'node:crypto';
import type { Bilingual } from '@chedun/kernel';
import { compile, parseRules, type SigmaError, type SigmaRule } from '@chedun/sigma';
import { errorText } from './lint.ts';

/** A rule file of a tree. */
export interface RuleFile {
  /** Path inside the tree, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A rule that was read and compiles. */
export interface ReadRule {
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
  readonly yaml: string;
  readonly document: SigmaRule;
}

/** Why a file or a document of it was refused. */
export interface RuleFailure {
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;
  /** The reason in both languages. */
  readonly text: Bilingual;
}

/** SHA-256 of a file, lower-case hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const failureOf = (error: SigmaError): RuleFailure => ({
  file: error.file,
  line: error.line ?? null,
  reason: error.reason,
  text: errorText(error),
});

/** Id of a rule: its own, or made of its place and text, so that the same file gives the same id. */
const idOf = (rule: SigmaRule, path: string, position: number): string =>
  rule.id ?? `x-${sha256(`${path}#${position}`).slice(0, 32)}`;

/** True for a file that holds a correlation or a filter besides its rules, or nothing else. */
export const holdsCorrelations = (text: string): boolean => /^(?:correlation|filter):/m.test(text);

/**
 * Reads the rules of one file. Documents that are wrong or do not compile are told with their place; the others are
 * returned. Correlations and filters are another module's: see {@link holdsCorrelations}.
 */
export const readRuleFile = ({ path, text }: RuleFile): { rules: ReadRule[]; failures: RuleFailure[] } => {
  const { documents, errors } = parseRules(text, { file: path });
  const failures = errors.map(failureOf);
  const rules: ReadRule[] = [];
  documents.forEach((document, position) => {
    if (document.kind !== 'rule') return;
    const { errors: rejected } = compile([document]);
    if (rejected.length > 0) failures.push(...rejected.map(failureOf));
    else rules.push({ id: idOf(document, path, position), path, sha256: sha256(text), yaml: text, document });
  });
  return { rules, failures };
};
