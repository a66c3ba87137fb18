import { useState } from 'react';
import type { Ends } from '../../api/telemetry.ts';
import { rangeEnds, windowMs } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { useNow } from '../../ui/useNow.ts';

const FOLLOW_MS = 5_000;
const MINUTE_MS = 60_000;
/** Buckets of the pictures: a shorter step would not show. */
const BUCKETS = 240;

/** Time over which a rolling window moves on: often for short windows, rarely for long ones, whose pictures would not change. */
export const stepOf = (range: TimeRange): number =>
  range.kind === 'rolling' ? Math.min(MINUTE_MS, Math.max(FOLLOW_MS, windowMs(range.last) / BUCKETS)) : MINUTE_MS;

/** The two ends of what is shown. While following they move with the clock; else they stand where they were. */
export const useTwinRange = (range: TimeRange) => {
  const now = useNow(FOLLOW_MS);
  const [stopped, setStopped] = useState<number>();
  const step = stepOf(range);
  const moment = stopped ?? Math.ceil(now / step) * step;
  const ends: Ends = rangeEnds(range, moment);
  const follow = range.kind === 'rolling' && stopped === undefined;
  return {
    ends,
    follow,
    setFollow: (on: boolean): void => setStopped(on ? undefined : moment),
  };
};
