import type { AccessState } from '../contract.ts';

/** What is kept of an inspection's life. */
export interface Kept {
  readonly state: 'waiting' | 'accepted' | 'refused' | 'withdrawn';
  readonly from_at: Date;
  readonly until_at: Date;
}

/** State of an inspection at a moment; the end of the box is not in it. */
export const stateOf = ({ state, from_at: from, until_at: until }: Kept, now: number): AccessState => {
  if (state === 'waiting') return now < until.getTime() ? 'waiting' : 'expired';
  if (state !== 'accepted') return state;
  if (now < from.getTime()) return 'ready';
  return now < until.getTime() ? 'running' : 'over';
};
