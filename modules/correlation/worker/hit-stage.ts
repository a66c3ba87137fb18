import { openHitFinder, type CompactHit, type HitPack } from '@chedun/sigma';
import { DRILL_SOURCE } from '@chedun/governance/contract';
import type { OpenStage } from '@chedun/pipeline';
import { markedValues } from '../domain/drill.ts';
import type { FrameHits, HitResult } from './hit-pack.ts';

/** A hit of a test event: its groups are apart from those of real events. */
const ofDrill = ([rule, time, weight, index, values]: CompactHit, fields: object): CompactHit => [
  rule,
  time,
  weight,
  index,
  markedValues(values, `${Reflect.get(fields, 'drill') ?? ''}/${Reflect.get(fields, 'drill_case') ?? ''}`),
];

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
          const found = finder.find(event, index, frame.receivedAt);
          hits.push(...(frame.source === DRILL_SOURCE ? found.map((hit) => ofDrill(hit, event.fields)) : found));
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
