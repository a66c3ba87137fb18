import type { LintFinding as SigmaLint } from '@chedun/sigma';
import type { z } from 'zod';
import type { LintFinding } from '../contract.ts';

/** A lint finding as the console shows it. */
export const presentLint = (finding: SigmaLint): z.input<typeof LintFinding> => ({
  severity: finding.severity === 'error' || finding.severity === 'warning' ? finding.severity : 'info',
  code: finding.check,
  message: finding.reason,
  line: finding.line,
  column: finding.column,
});
