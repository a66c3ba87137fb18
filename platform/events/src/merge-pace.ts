/** What the pace needs from outside. */
export interface MergePaceOptions {
  /** Runs one statement that changes the structure. */
  readonly change: (sql: string) => Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number;
  /** Rows a second above which merges wait; half of it ends the waiting. */
  readonly floodRowsPerSecond: number;
  readonly onError: (error: unknown) => void;
}

/** Parts of the table that must lie side by side before they are merged; the first is the value of the migration. */
const WAITING_PARTS = { calm: 24, flood: 120 } as const;

/** Seconds over which the rate is averaged. */
const AVERAGED_OVER = 10;

type State = keyof typeof WAITING_PARTS;

/**
 * Lets merges give way to a flood: while more rows come in than one machine can merge beside detecting, parts of a second
 * gather up to 120 of their kind instead of 24, so that alerts are not late. Merges under way go on. What it costs: words
 * in up to 120 young parts are looked for without an index.
 */
export const mergePace = ({ change, monotonic, floodRowsPerSecond, onError }: MergePaceOptions) => {
  let rate = 0;
  let last = monotonic();
  // A store that was stopped in a flood wakes up with the setting of the flood.
  let state: State | undefined;
  let changing: Promise<void> | undefined;

  const set = (next: State): void => {
    state = next;
    changing = change(`ALTER TABLE events MODIFY SETTING min_parts_to_merge_at_once = ${WAITING_PARTS[next]}`)
      .catch((error: unknown) => {
        state = undefined;
        onError(error);
      })
      .finally(() => {
        changing = undefined;
      });
  };

  /** So many rows are about to be stored. */
  const note = (rows: number): void => {
    const now = monotonic();
    const seconds = Math.max((now - last) / 1000, 0.001);
    last = now;
    const weight = 1 - Math.exp(-seconds / AVERAGED_OVER);
    rate += (rows / seconds - rate) * weight;
    const next: State = rate > (state === 'flood' ? floodRowsPerSecond / 2 : floodRowsPerSecond) ? 'flood' : 'calm';
    if (next !== state && changing === undefined) set(next);
  };
  return {
    note,
    /** Time has passed; a flood that simply stopped ends too. */
    look: (): void => {
      if (state === 'flood') note(0);
    },
    /** Resolves when no change is under way. */
    settled: async (): Promise<void> => changing,
  };
};
