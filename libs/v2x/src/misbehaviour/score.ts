/** Judged messages counted against the truth. */
export interface Confusion {
  /** Attack messages judged misbehaving. */
  readonly hits: number;
  /** Attack messages judged plausible. */
  readonly misses: number;
  /** Honest messages judged misbehaving. */
  readonly falseAlarms: number;
  /** Honest messages judged plausible. */
  readonly passes: number;
}

/** Rates of a confusion, each 0..1; a rate over nothing is 0. */
export interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Share of the honest messages that were judged misbehaving. */
  readonly falseAlarmRate: number;
}

/** Nothing counted yet. */
export const NO_CONFUSION: Confusion = { hits: 0, misses: 0, falseAlarms: 0, passes: 0 };

/** The confusion with one more message. */
export const counted = (
  confusion: Confusion,
  truth: 'attack' | 'honest',
  judged: 'misbehaving' | 'plausible' | 'malformed',
): Confusion => {
  const alarm = judged !== 'plausible';
  if (truth === 'attack')
    return alarm ? { ...confusion, hits: confusion.hits + 1 } : { ...confusion, misses: confusion.misses + 1 };
  return alarm
    ? { ...confusion, falseAlarms: confusion.falseAlarms + 1 }
    : { ...confusion, passes: confusion.passes + 1 };
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Precision, recall, F1 and false-alarm rate. */
export const ratesOf = ({ hits, misses, falseAlarms, passes }: Confusion): Rates => ({
  precision: share(hits, hits + falseAlarms),
  recall: share(hits, hits + misses),
  f1: share(2 * hits, 2 * hits + falseAlarms + misses),
  falseAlarmRate: share(falseAlarms, falseAlarms + passes),
});
