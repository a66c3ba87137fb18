/** Says whether something may happen now, at a time in milliseconds that never goes back, and takes it off. */
export type Allowance = (now: number) => boolean;

/** An allowance of so many a second, of which one second can be saved up. It starts full. */
export const allowance = (perSecond: number): Allowance => {
  let left = perSecond;
  let filledAt: number | undefined;
  return (now) => {
    left = Math.min(perSecond, left + (Math.max(0, now - (filledAt ?? now)) * perSecond) / 1000);
    filledAt = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};
