import { idText } from '../../frame.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';

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
        expected: `one of the ${model.ids.length} identifiers of training`,
        seen: idText(id, extended),
      }),
    );
  },
};
