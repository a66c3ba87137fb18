import { say } from '@chedun/kernel';
import { idText } from '../../frame.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** can.ids.unknown_id: an identifier that clean traffic never used on this channel. */
export const unknownId: IdsRule = {
  id: 'can.ids.unknown_id',
  create: (model) => (sighting, tell) => {
    if (sighting.known !== undefined) return;
    const { id, extended } = sighting.frame;
    tell(
      verdictOn(sighting, {
        rule: 'can.ids.unknown_id',
        weight: 'certain',
        expected: say(BUS_WORDS.trainedIds, { count: model.ids.length }),
        seen: idText(id, extended),
      }),
    );
  },
};
