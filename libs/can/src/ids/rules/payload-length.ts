import { say } from '@chedun/kernel';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Under so many frames of training another length may still be rightful. */
const LEAST_FRAMES = 100;

/** can.ids.payload_length: a payload length that the identifier never had in training. */
export const payloadLength: IdsRule = {
  id: 'can.ids.payload_length',
  create: () => (sighting, tell) => {
    const { known, frame } = sighting;
    if (known === undefined || known.model.count < LEAST_FRAMES) return;
    if (known.model.lengths.includes(frame.data.length)) return;
    tell(
      verdictOn(sighting, {
        rule: 'can.ids.payload_length',
        weight: 'certain',
        expected: say(BUS_WORDS.lengths, { lengths: known.model.lengths.join(' / ') }),
        seen: say(BUS_WORDS.lengths, { lengths: frame.data.length }),
      }),
    );
  },
};
