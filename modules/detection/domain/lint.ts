import { DomainError, type Bilingual } from '@chedun/kernel';
import { reasonText, type LintFinding as SigmaLint, type Reason, type SigmaError } from '@chedun/sigma';
import type { z } from 'zod';
import type { LintFinding } from '../contract.ts';

type Presented = z.input<typeof LintFinding>;

const textOf = (why: Reason): Bilingual => ({ zh: reasonText(why, 'zh'), en: reasonText(why, 'en') });

/** Why a rule was refused, in both languages. */
export const errorText = (error: Pick<SigmaError, 'reason' | 'why'>): Bilingual =>
  error.why ? textOf(error.why) : { zh: error.reason, en: error.reason };

/** A lint finding as the console shows it. */
export const presentLint = (finding: SigmaLint): Presented => ({
  severity: finding.severity === 'error' || finding.severity === 'warning' ? finding.severity : 'info',
  code: finding.why.code,
  message: finding.reason,
  text: textOf(finding.why),
  line: finding.line,
  column: finding.column,
});

/** What only shows when a rule is compiled, as a lint finding. */
export const presentError = (error: SigmaError): Presented => ({
  severity: 'error',
  code: error.why?.code ?? error.code,
  message: error.reason,
  text: errorText(error),
  line: error.line ?? null,
  column: error.column ?? null,
});

/** `detection.rule-invalid` with the place and the reason in both languages. */
export const invalidRule = (error: SigmaError): DomainError =>
  new DomainError('detection.rule-invalid', {
    ...(error.line === undefined ? {} : { line: error.line }),
    reason: error.reason,
    reasonZh: errorText(error).zh,
  });
