import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import { DomainError } from '@chedun/kernel';
import type { Pipeline } from '@chedun/pipeline';
import { foundFiring } from '../domain/firing.ts';
import { addSuperseded, advanceHunt, type KeptOrder } from '../store.ts';
import { openTally } from '../tally.ts';
import { backfillCorrelation } from './backfill-correlation.ts';
import { backfill } from './run-backfill.ts';

/** What performing a backfill stands on. */
export interface BackfillWork {
  readonly journals: Readonly<Record<string, Journal>>;
  readonly pipeline: Pick<Pipeline, 'replay'>;
  readonly detection: Pick<DetectionAsks, 'judged' | 'judgedBefore' | 'judgedThrough' | 'evaluateLater'>;
  readonly correlation: Pick<CorrelationAsks, 'evaluateLater'>;
}

const MOST_MATCHED = 12;

const ofRule = async (needs: BackfillWork, order: KeptOrder, id: string, signal: AbortSignal): Promise<void> => {
  const { journals, pipeline, detection } = needs;
  const evaluation = detection.evaluateLater(id);
  if (evaluation === undefined) throw new DomainError('hunt.not-live', { field: id });
  const tally = openTally(order.id, order.barMs, order.kept);
  const { judged, judgedBefore, judgedThrough } = detection;
  await backfill(
    { id, evaluation },
    order.range,
    { journals, pipeline, judged, judgedBefore, judgedThrough },
    {
      write: async (tx, raised, done, of) => {
        let samples = 0;
        for (const { fingerprint, asset, matched, samples: found } of raised.alerts)
          for (const { ref, at, summary } of found) {
            samples += 1;
            tally.hit({
              ruleId: id,
              key: `${ref.journal}/${ref.seq}/${ref.index}`,
              time: Date.parse(at),
              journal: ref.journal,
              seq: ref.seq,
              index: ref.index,
              source: '',
              subject: asset.id,
              subjectKind: asset.kind,
              message: summary,
              matched: [...matched].slice(0, MOST_MATCHED),
              events: [],
              fingerprint,
            });
          }
        if (raised.hits > samples) tally.count(id, raised.hits - samples);
        await tally.write(tx);
        await advanceHunt(tx, order.id, { progress: done / of, done, pieces: '' });
      },
      written: tally.written,
      signal,
    },
  );
};

const ofCorrelation = async (needs: BackfillWork, order: KeptOrder, id: string, signal: AbortSignal): Promise<void> => {
  const correlation = needs.correlation.evaluateLater(id);
  if (correlation === undefined) throw new DomainError('hunt.not-live', { field: id });
  const tally = openTally(order.id, order.barMs, order.kept);
  await backfillCorrelation({ id: order.id, from: order.range.from, correlation }, needs, {
    write: async (tx, { fired, superseded }, done, of) => {
      for (const { firing, stream, fingerprint } of fired) {
        const refs = firing.refs.map((ref) => `${stream}/${ref}`);
        tally.hit({ ...foundFiring({ ...firing, refs }, correlation.title, correlation.type), fingerprint });
      }
      await tally.write(tx);
      if (superseded > 0) await addSuperseded(tx, order.id, superseded);
      await advanceHunt(tx, order.id, { progress: Math.min(1, done / of), done, pieces: '' });
    },
    written: tally.written,
    signal,
  });
};

/** Performs a backfill to its end, going on where it was interrupted. */
export const performBackfill = (needs: BackfillWork, order: KeptOrder, signal: AbortSignal): Promise<void> => {
  const id = order.ruleId ?? '';
  return order.wanted.kind === 'correlations'
    ? ofCorrelation(needs, order, id, signal)
    : ofRule(needs, order, id, signal);
};
