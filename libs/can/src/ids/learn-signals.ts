import { decodeMessage } from '../dbc/decode.ts';
import type { DbcMessage } from '../dbc/dbc.ts';
import type { SignalModel } from './model.ts';

const LEAST_VALUES = 100;

/** Learns range and largest step of the signals of one message; without a message it learns nothing. */
export const createSignalLearner = (
  message: DbcMessage | undefined,
): { readonly push: (data: Uint8Array) => void; readonly finish: () => readonly SignalModel[] } => {
  const seen = new Map<string, { low: number; high: number; step: number; last: number; count: number }>();
  return {
    push: (data) => {
      if (message === undefined) return;
      for (const { name, value } of decodeMessage(message, data)) {
        if (!Number.isFinite(value)) continue;
        const signal = seen.get(name) ?? { low: value, high: value, step: 0, last: value, count: 0 };
        seen.set(name, signal);
        signal.low = Math.min(signal.low, value);
        signal.high = Math.max(signal.high, value);
        signal.step = Math.max(signal.step, Math.abs(value - signal.last));
        signal.last = value;
        signal.count += 1;
      }
    },
    finish: () =>
      [...seen]
        .filter(([, signal]) => signal.count >= LEAST_VALUES)
        .map(([name, { low, high, step }]) => ({ name, low, high, step })),
  };
};
