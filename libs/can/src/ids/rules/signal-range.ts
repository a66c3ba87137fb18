import { say } from '@chedun/kernel';
import { idKey } from '../../frame.ts';
import { decodeMessage } from '../../dbc/decode.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Share of the range that rounding of the limits in a file may cost. */
const ROUNDING = 1e-6;

/**
 * can.ids.signal_range: a signal outside of the range that the DBC states. Signals without a range, and those that left it in
 * training already (files are not always right), are not judged.
 */
export const signalRange: IdsRule = {
  id: 'can.ids.signal_range',
  create:
    (_, { messages }) =>
    (sighting, tell) => {
      const { known, frame } = sighting;
      const message = messages?.get(idKey(frame.id, frame.extended));
      if (message === undefined) return;
      for (const { name, value } of decodeMessage(message, frame.data)) {
        const signal = message.signals.find((each) => each.name === name);
        if (signal === undefined || signal.minimum >= signal.maximum) continue;
        const slack = (signal.maximum - signal.minimum) * ROUNDING;
        const [low, high] = [signal.minimum - slack, signal.maximum + slack];
        if (value >= low && value <= high) continue;
        const learned = known?.model.signals.find((each) => each.name === name);
        if (learned !== undefined && (learned.low < low || learned.high > high)) continue;
        tell(
          verdictOn(sighting, {
            rule: 'can.ids.signal_range',
            weight: 'likely',
            expected: say(BUS_WORDS.signalRange, {
              name,
              least: signal.minimum,
              most: `${signal.maximum} ${signal.unit}`.trimEnd(),
            }),
            seen: String(value),
          }),
        );
      }
    },
};
