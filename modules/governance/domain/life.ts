import type { FindingStatus } from '../contract.ts';

const CLOSED: ReadonlySet<FindingStatus> = new Set(['resolved', 'false-positive', 'risk-accepted', 'drill']);

/** True for the statuses that end the work on a finding. */
export const isClosed = (status: FindingStatus): boolean => CLOSED.has(status);

/** What a new occurrence does to the status: a resolved finding opens again, a judged one stays judged and is counted. */
export const afterOccurrence = (status: FindingStatus): FindingStatus => (status === 'resolved' ? 'open' : status);

/** Why a change of status is refused, or undefined when it is fine. */
export const refusal = (
  from: FindingStatus,
  to: FindingStatus,
  comment: string | undefined,
): 'same-status' | 'comment-needed' | 'drill-fixed' | undefined => {
  if (to === 'drill' || from === 'drill') return 'drill-fixed';
  if (from === to) return 'same-status';
  if (isClosed(to) && comment === undefined) return 'comment-needed';
  return undefined;
};
