/** Says how long a sender has to wait after so much more came, in milliseconds; 0 while it keeps to its rate. */
export type Throttle = (now: number, amount: number) => number;

/** Lets `perSecond` through in the long run and `burst` at once; times are milliseconds that never go back. */
export const throttle = (perSecond: number, burst: number): Throttle => {
  let debt = 0;
  let countedAt: number | undefined;
  return (now, amount) => {
    debt = Math.max(0, debt - (Math.max(0, now - (countedAt ?? now)) * perSecond) / 1000) + amount;
    countedAt = now;
    return debt <= burst ? 0 : ((debt - burst) / perSecond) * 1000;
  };
};
