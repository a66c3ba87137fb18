import type { Logger } from '@chedun/log';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { batchingStage } from './batching.ts';
import type { FrameReader } from './lane.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { PipelineFrame, Stage } from './stage.ts';

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silent };
const decoder = new URL('./testing/decoder.ts', import.meta.url);
const collect = new URL('./testing/collect-stage.ts', import.meta.url);

const memoryReader = (): FrameReader & { push: (text: string) => void } => {
  const frames: PipelineFrame[] = [];
  const waiting = new Set<() => void>();
  return {
    stream: 'network',
    push: (text) => {
      const payload = Buffer.from(text);
      frames.push({
        stream: 'network',
        seq: frames.length + 1,
        receivedAt: 1000,
        source: 's',
        format: 'ndjson',
        count: text.split('\n').length,
        flags: 0,
        payload,
      });
      for (const wake of waiting) wake();
      waiting.clear();
    },
    read: async (from, limits, signal) => {
      while (frames.length < from && !signal.aborted) {
        await new Promise<void>((wake) => {
          waiting.add(wake);
          signal.addEventListener('abort', () => wake(), { once: true });
        });
      }
      return frames.slice(from - 1, from - 1 + limits.frames);
    },
  };
};

interface Sink {
  readonly stage: Stage;
  readonly lines: string[];
  readonly commits: [number, number][];
  broken: boolean;
}

const sink = (name: string, options: { position?: number; maxSize?: number; fence?: number } = {}): Sink => {
  const made = { lines: [] as string[], commits: [] as [number, number][], broken: false };
  const stage = batchingStage<string[]>({
    name,
    worker: collect,
    init: async () => '',
    position: async () => options.position ?? 0,
    commit: async (_stream, batches) => {
      if (made.broken) throw new Error('store is down');
      for (const batch of batches) made.lines.push(...batch.result);
      made.commits.push([batches[0]?.fromSeq ?? 0, batches.at(-1)?.toSeq ?? 0]);
    },
    fence: () => options.fence,
    size: (batch) => batch.events,
    flush: { size: 4, afterMs: 5 },
    maxSize: options.maxSize ?? 1000,
    log: silent,
  });
  return Object.assign(made, { stage: stage as Stage });
};

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

describe('pipeline', () => {
  let pipeline: Pipeline | undefined;
  afterEach(() => pipeline?.stop());

  const start = async (sinks: readonly Sink[], reader: FrameReader, workers = 1): Promise<Pipeline> => {
    pipeline = createPipeline({ workers, log: silent });
    pipeline.decodeWith(decoder, async () => undefined);
    for (const { stage } of sinks) pipeline.use(stage);
    await pipeline.start([reader]);
    return pipeline;
  };

  it.each([1, 2])('shows every record to every stage once and in order, with %i workers', async (workers) => {
    const reader = memoryReader();
    const [a, b] = [sink('a'), sink('b')];
    await start([a, b], reader, workers);
    for (const n of numbers(1, 200)) reader.push(n);
    await vi.waitFor(() => expect(b.lines).toHaveLength(200), 10_000);
    expect(a.lines).toEqual(numbers(1, 200));
    expect(b.lines).toEqual(numbers(1, 200));
  });

  it('works on threads that began to load their code before they were set up', async () => {
    const reader = memoryReader();
    const a = sink('a');
    pipeline = createPipeline({ workers: 2, log: silent });
    pipeline.decodeWith(decoder, async () => undefined);
    pipeline.use(a.stage);
    pipeline.warm();
    await pipeline.start([reader]);
    for (const n of numbers(1, 100)) reader.push(n);
    await vi.waitFor(() => expect(a.lines).toEqual(numbers(1, 100)), 10_000);
  });

  it('ends threads that began to load code and were never set up', async () => {
    pipeline = createPipeline({ workers: 1, log: silent });
    pipeline.decodeWith(decoder, async () => undefined);
    pipeline.warm();
    await pipeline.stop();
    pipeline = undefined;
  });

  it('starts each stage after its own position and then shares the decode', async () => {
    const reader = memoryReader();
    for (const n of numbers(1, 50)) reader.push(n);
    const [ahead, behind] = [sink('ahead', { position: 30 }), sink('behind', { position: 10 })];
    const running = await start([ahead, behind], reader);
    await vi.waitFor(() => expect(behind.lines).toHaveLength(40), 10_000);
    expect(ahead.lines).toEqual(numbers(31, 50));
    expect(behind.lines).toEqual(numbers(11, 50));
    const decoded = running.stats().events;
    for (const n of numbers(51, 60)) reader.push(n);
    await vi.waitFor(() => expect(behind.lines).toHaveLength(50), 10_000);
    expect(running.stats().events).toBe(decoded + 10);
  });

  it('lets the others go on while one stage is stuck, and brings it back without gap or repetition', async () => {
    const reader = memoryReader();
    const [detect, store] = [sink('detect'), sink('store', { maxSize: 20 })];
    await start([detect, store], reader);
    store.broken = true;
    for (const n of numbers(1, 300)) reader.push(n);
    await vi.waitFor(() => expect(detect.lines).toHaveLength(300), 10_000);
    expect(store.lines).toEqual([]);
    store.broken = false;
    for (const n of numbers(301, 320)) reader.push(n);
    await vi.waitFor(() => expect(store.lines).toHaveLength(320), 20_000);
    expect(store.lines).toEqual(numbers(1, 320));
    expect(detect.lines).toEqual(numbers(1, 320));
  });

  it('repeats a fenced range as one commit', async () => {
    const reader = memoryReader();
    for (const n of numbers(1, 40)) reader.push(n);
    const store = sink('store', { position: 5, fence: 25 });
    await start([store], reader);
    await vi.waitFor(() => expect(store.lines).toHaveLength(35), 10_000);
    expect(store.lines).toEqual(numbers(6, 40));
    expect(store.commits[0]).toEqual([6, 25]);
  });

  it('counts rejects and tells stages new things', async () => {
    const reader = memoryReader();
    const one = sink('one');
    const running = await start([one], reader);
    reader.push('1\nbad\n2');
    await vi.waitFor(() => expect(one.lines).toEqual(['1', '2']), 10_000);
    running.broadcast('one', 'told-');
    reader.push('3');
    await vi.waitFor(() => expect(one.lines).toEqual(['1', '2', 'told-3']), 10_000);
    expect(running.stats()).toMatchObject({ frames: 2, events: 3, rejects: 1, poisoned: 0 });
  });

  it('tells new things to workers that are only starting', async () => {
    const reader = memoryReader();
    const one = sink('one');
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((done) => {
      asked = done;
    });
    pipeline = createPipeline({ workers: 2, log: silent });
    pipeline.decodeWith(decoder, async () => undefined);
    pipeline.use({
      ...one.stage,
      init: async () => {
        asked();
        return 'old-';
      },
    });
    const started = pipeline.start([reader]);
    await isAsked;
    pipeline.broadcast('one', 'new-');
    await started;
    reader.push('1');
    await vi.waitFor(() => expect(one.lines).toEqual(['new-1']), 10_000);
  });

  it('passes over a frame that kills its worker and keeps everything around it', async () => {
    const reader = memoryReader();
    const one = sink('one');
    const poisoned: number[] = [];
    const running = await start([one], reader);
    running.onPoison((frame) => poisoned.push(frame.seq));
    for (const text of ['1', '2', 'kill', '3', '4']) reader.push(text);
    await vi.waitFor(() => expect(one.lines).toEqual(['1', '2', '3', '4']), 20_000);
    expect(poisoned).toEqual([3]);
  });
});
