import { DRILL_SOURCE } from '@chedun/governance/contract';
import type { OpenStage } from '@chedun/pipeline';
import { fieldReader } from './field.ts';
import type { FrameSelection, Selected, SelectPack, SelectResult } from './select-pack.ts';
import { openSelector } from './selector.ts';

const verdictOf = fieldReader('baseline.verdict');

/**
 * Opens the worker part; `init` and messages are packs. Records of our own are only told back; those of drills are left out,
 * so that nothing is learnt from them.
 */
export const openStage: OpenStage = (init) => {
  const { own } = init as SelectPack;
  let selector = openSelector(init as SelectPack);
  let frames: FrameSelection[] = [];
  let recorded: string[] = [];
  let incomplete = new Map<string, number>();
  let failures = 0;
  const onIncomplete = (rule: string): void => void incomplete.set(rule, (incomplete.get(rule) ?? 0) + 1);
  return {
    onFrame: ({ frame, events }) => {
      if (frame.source === DRILL_SOURCE) return;
      if (frame.source === own) {
        recorded.push(...events.map(({ event }) => verdictOf(event.fields)).filter((id) => id !== ''));
        return;
      }
      const selected: Selected[] = [];
      for (const { event } of events) {
        try {
          selected.push(...selector.select(event, frame.receivedAt, onIncomplete));
        } catch {
          failures += 1;
        }
      }
      if (selected.length > 0) frames.push({ seq: frame.seq, receivedAt: frame.receivedAt, selected });
    },
    flush: () => {
      const result: SelectResult = { version: selector.version, frames, recorded, incomplete, failures };
      frames = [];
      recorded = [];
      incomplete = new Map();
      failures = 0;
      return { result };
    },
    onMessage: (message) => {
      const pack = message as SelectPack;
      if (pack.version !== selector.version) selector = openSelector(pack);
    },
  };
};
