import { openHitFinder, type CompactHit, type HitPack } from '@chedun/sigma';
import type { OpenStage } from '@chedun/pipeline';
import type { FrameHits, HitResult } from './hit-pack.ts';

/** Opens the worker part of the stage; `init` and messages are packs. */
export const openStage: OpenStage = (init) => {
  let finder = openHitFinder(init as HitPack);
  let frames: FrameHits[] = [];
  let failures = 0;
  return {
    onFrame: ({ frame, events }) => {
      const hits: CompactHit[] = [];
      for (const { event, index } of events) {
        try {
          hits.push(...finder.find(event, index, frame.receivedAt));
        } catch {
          failures += 1;
        }
      }
      if (hits.length > 0) frames.push({ seq: frame.seq, receivedAt: frame.receivedAt, hits });
    },
    flush: () => {
      const result: HitResult = { version: finder.version, frames, failures };
      frames = [];
      failures = 0;
      return { result };
    },
    onMessage: (message) => {
      const pack = message as HitPack;
      if (pack.version !== finder.version) finder = openHitFinder(pack);
    },
  };
};
