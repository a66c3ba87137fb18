import type { LintFinding } from '@chedun/detection/contract';
import { reasonText, type LintFinding as SigmaLint, type SigmaError } from '@chedun/sigma';
import type { z } from 'zod';
import { errorText } from './read-documents.ts';

type Presented = z.input<typeof LintFinding>;

/** A lint finding as the console shows it. */
export const presentLint = (finding: SigmaLint): Presented => ({
  severity: finding.severity === 'error' || finding.severity === 'warning' ? finding.severity : 'info',
  code: finding.why.code,
  message: finding.reason,
  text: { zh: reasonText(finding.why, 'zh'), en: reasonText(finding.why, 'en') },
  line: finding.line,
  column: finding.column,
});

/** What only shows when a correlation is compiled, as a lint finding. */
export const presentError = (error: SigmaError): Presented => ({
  severity: 'error',
  code: error.why?.code ?? error.code,
  message: error.reason,
  text: errorText(error),
  line: error.line ?? null,
  column: error.column ?? null,
});
