import { say } from '@chedun/kernel';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { createRuns, fingerprint, RUN } from '../fingerprint.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Runs remembered per identifier; older ones are written over. */
const REMEMBERED = 4096;

interface Track {
  readonly runs: Uint32Array;
  readonly last: ReturnType<typeof createRuns>;
}

/**
 * can.ids.replay: eight payloads in a row that came before in the same order, on an identifier whose runs never came twice in
 * training (counters, checksums, fine signals). Chance of a false match of the table: about 1 in a million per frame.
 */
export const replay: IdsRule = {
  id: 'can.ids.replay',
  create: () => {
    const tracks: (Track | undefined)[] = [];
    return (sighting, tell) => {
      const { known, frame } = sighting;
      if (known === undefined || !known.model.neverRepeats) return;
      const track = (tracks[known.index] ??= { runs: new Uint32Array(REMEMBERED), last: createRuns() });
      const run = track.last.push(fingerprint(frame.data));
      if (run === undefined) return;
      const place = run % REMEMBERED;
      if (track.runs[place] === run)
        tell(
          verdictOn(sighting, {
            rule: 'can.ids.replay',
            // where a period is known, `can.ids.interval` decides which frames are injected
            weight: known.model.timing.kind === 'periodic' ? 'hint' : 'likely',
            expected: say(BUS_WORDS.noRepeat, { count: RUN }),
            seen: say(BUS_WORDS.repeated, { count: RUN }),
          }),
        );
      track.runs[place] = run;
    };
  },
};
