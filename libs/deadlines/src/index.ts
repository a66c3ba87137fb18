export { acceptsStart, anchorOf, type SystemRecord } from './anchor.ts';
export type { Basis, ClockCatalogue, ClockKind, ClockRule, Term, TermUnit } from './catalogue.ts';
export { dueOf, textInChina, textOfDue, type Due } from './due.ts';
export { DEADLINE_ERRORS, type DeadlineErrorCode } from './errors.ts';
export { addCalendarMonths, addCalendarYears, nextDateOfYear } from './months.ts';
export { clockOf, readClockCatalogue } from './read-catalogue.ts';
export { latestRequest } from './renewal.ts';
export {
  elapsedPart,
  immediateSubmissionOf,
  reachedStep,
  submissionOf,
  WARN_AT,
  warningsOf,
  type Submission,
  type WarningStep,
} from './state.ts';
export { termOf, type TermCase } from './terms.ts';
