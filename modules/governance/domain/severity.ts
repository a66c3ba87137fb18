import { Severity } from '../contract.ts';

/** Rank of a severity in the store: 0 informational to 4 critical. */
export const rankOf = (severity: Severity): number => Severity.options.indexOf(severity);

/** Severity of a rank; out-of-range ranks are a bug of the caller and become informational. */
export const severityOf = (rank: number): Severity => Severity.options[rank] ?? 'informational';

const DAY = 86_400_000;
/** Days until a finding has to be dealt with; informational ones owe nothing. A policy of the house, not of the notice. */
const DAYS: Readonly<Record<Severity, number | undefined>> = {
  critical: 1,
  high: 3,
  medium: 14,
  low: 30,
  informational: undefined,
};

/** Due date of a finding opened at `openedAt` (ms), or null. */
export const dueDate = (severity: Severity, openedAt: number): number | null => {
  const days = DAYS[severity];
  return days === undefined ? null : openedAt + days * DAY;
};
