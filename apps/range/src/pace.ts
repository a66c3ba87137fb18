/** A target that was slow is caught up with at most this much of the missed time at once. */
const MAX_BURST_S = 2;

/** Something that is due `rate` times a second from the second `from` on; answers how often it is due now. */
export const createPace = (rate: number, from = 0): ((elapsed: number) => number) => {
  let done = 0;
  return (elapsed) => {
    const target = Math.floor((elapsed - from) * rate);
    const due = Math.min(target - done, Math.ceil(rate * MAX_BURST_S));
    done = target;
    return Math.max(0, due);
  };
};
