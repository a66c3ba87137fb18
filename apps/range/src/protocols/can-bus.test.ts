import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanReader, createIds, createIdsTrainer } from '@chedun/can';
import type { CanFrame } from '@chedun/can';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../prng.ts';
import { canTraces, writeTraces } from './can-bus.ts';
import type { CanTrace } from './can-bus.ts';

const START = Date.UTC(2026, 10, 23, 2, 0, 0);

const framesOf = ({ text }: CanTrace): readonly CanFrame[] => {
  const reader = createCanReader('candump');
  return [...reader.push(Buffer.from(text)), ...reader.end()].map((record) => {
    if (record.kind === 'fault') throw new Error(record.reason);
    return record.frame;
  });
};

const traces = canTraces(createPrng(1), START);
const [clean, dos, fuzzing] = traces.map(framesOf);

describe('CAN traces', () => {
  it('are candump logs of a minute, the same for the same seed', () => {
    for (const frames of [clean, dos, fuzzing]) {
      const first = frames?.[0]?.time ?? 0;
      expect(first).toBeGreaterThanOrEqual(START / 1000);
      expect((frames?.at(-1)?.time ?? 0) - first).toBeGreaterThan(58);
    }
    expect(canTraces(createPrng(1), START)).toEqual(traces);
    expect(clean?.length).toBeGreaterThan(10_000);
    expect(new Set(clean?.map(({ id }) => id)).size).toBe(7);
  });

  it('show their attack to the detector, in its time, and little else', () => {
    const trainer = createIdsTrainer();
    for (const frame of clean ?? []) trainer.push(frame);
    const model = trainer.finish();
    for (const [frames, trace] of [
      [dos, traces[1]],
      [fuzzing, traces[2]],
    ] as const) {
      const ids = createIds(model);
      const told = (frames ?? []).filter((frame) => ids.push(frame).length > 0).map(({ time }) => time - START / 1000);
      const { from, to } = trace?.attack ?? { from: 0, to: 0 };
      const inside = told.filter((at) => at >= from && at < to + 1);
      expect(inside.length).toBeGreaterThan(1000);
      expect((told.length - inside.length) / told.length).toBeLessThan(0.02);
    }
  });

  it('are written with the times of the attacks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'range-can-'));
    const files = await writeTraces(folder, createPrng(1), START);
    expect(files).toEqual(['can-clean.log', 'can-dos.log', 'can-fuzzing.log']);
    expect(await readFile(join(folder, 'can-dos.log'), 'utf8')).toBe(traces[1]?.text);
    const truth: unknown = JSON.parse(await readFile(join(folder, 'can-traces.json'), 'utf8'));
    expect(truth).toMatchObject([
      { file: 'can-clean.log' },
      { file: 'can-dos.log', attack: { from: 20, to: 30 } },
      { zh: expect.stringMatching(/模糊/) },
    ]);
    await rm(folder, { recursive: true });
  });
});
