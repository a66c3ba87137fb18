import type { IncidentState } from '../contract.ts';

/** From which state one may go to which. */
const NEXT: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  open: ['contained', 'ended'],
  contained: ['open', 'ended'],
  ended: ['closed'],
  closed: [],
};

/** Whether a change of state is one of the table. */
export const mayChange = (from: IncidentState, to: IncidentState): boolean => NEXT[from].includes(to);
