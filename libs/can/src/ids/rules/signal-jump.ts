import { say } from '@chedun/kernel';
import { idKey } from '../../frame.ts';
import { decodeMessage } from '../../dbc/decode.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Largest step of training times this is still let pass. */
const MARGIN = 2;

/**
 * can.ids.signal_jump: a signal changes from one frame to the next by more than twice the largest step of training. Only signals
 * that moved in training are judged; needs the same DBC in training.
 */
export const signalJump: IdsRule = {
  id: 'can.ids.signal_jump',
  create: (_, { messages }) => {
    const last: (Map<string, number> | undefined)[] = [];
    return (sighting, tell) => {
      const { known, frame } = sighting;
      const message = messages?.get(idKey(frame.id, frame.extended));
      if (message === undefined || known === undefined) return;
      const values = (last[known.index] ??= new Map());
      for (const { name, value, unit } of decodeMessage(message, frame.data)) {
        const before = values.get(name);
        values.set(name, value);
        const limit = (known.model.signals.find((each) => each.name === name)?.step ?? 0) * MARGIN;
        if (before === undefined || limit === 0 || Math.abs(value - before) <= limit) continue;
        tell(
          verdictOn(sighting, {
            rule: 'can.ids.signal_jump',
            weight: 'likely',
            expected: say(BUS_WORDS.signalStep, { name, step: `${limit} ${unit}`.trimEnd() }),
            seen: say(BUS_WORDS.fromTo, { before, after: value }),
          }),
        );
      }
    };
  },
};
