import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BODY, cleanTraffic, DOOR, ENGINE, inject, modelOf, RARE, SPEED, verdictsOn } from '../../testing/bus.ts';
import { CAR_MESSAGES } from '../../testing/car-dbc.ts';
import { classicArb, fdArb, frameOf } from '../../testing/frames.ts';
import type { CanFrame } from '../frame.ts';
import { createIdsAlerts } from './alerts.ts';
import { createIds } from './detect.ts';
import { loadIdsModel } from './load.ts';
import { createIdsTrainer } from './train.ts';

const options = { messages: CAR_MESSAGES };
const model = modelOf(cleanTraffic(20), options);

/** Any frame, most of them of identifiers that the model knows, at times that also go back. */
const frameArb: fc.Arbitrary<CanFrame> = fc.oneof(
  fc
    .record({
      id: fc.constantFrom(ENGINE, SPEED, BODY, DOOR, RARE, 0x7e0),
      time: fc.double({ min: -10, max: 100, noNaN: true }),
      data: fc.uint8Array({ maxLength: 8 }),
      kind: fc.constantFrom('data' as const, 'data' as const, 'remote' as const, 'error' as const),
    })
    .map(frameOf),
  classicArb,
  fdArb,
);

describe('any stream', () => {
  it('gives explained verdicts on frames that came', () => {
    fc.assert(
      fc.property(fc.array(frameArb, { maxLength: 60 }), (frames) => {
        const ids = createIds(model, options);
        const alerts = createIdsAlerts();
        frames.forEach((frame, at) => {
          for (const verdict of ids.push(frame)) {
            const about = frames[verdict.frame];
            expect(verdict.frame).toBeLessThanOrEqual(at);
            expect([verdict.id, verdict.extended, verdict.channel, verdict.time]).toEqual([
              about?.id,
              about?.extended,
              about?.channel,
              about?.time,
            ]);
            expect(verdict.expected.length * verdict.seen.length).toBeGreaterThan(0);
            expect(alerts.push(verdict)?.count ?? 1).toBeGreaterThan(0);
          }
        });
        expect(ids.frames()).toBe(frames.length);
      }),
      { numRuns: 300 },
    );
  });

  it('teaches a model that can be loaded', () => {
    fc.assert(
      fc.property(fc.array(frameArb, { minLength: 20, maxLength: 60 }), (frames) => {
        const trainer = createIdsTrainer(options);
        for (let round = 0; round < 12; round += 1) for (const frame of frames) trainer.push(frame);
        for (const frame of cleanTraffic(2)) trainer.push(frame);
        const taught = trainer.finish();
        expect(loadIdsModel(JSON.parse(JSON.stringify(taught)))).toEqual(taught);
      }),
      { numRuns: 60 },
    );
  });
});

describe('time', () => {
  const traffic = cleanTraffic(20, 13);

  it('may start anywhere', () => {
    for (const start of [0, 0.0033, 1e6, 1.7e9]) {
      const moved = traffic.map((frame) => ({ ...frame, time: frame.time + start }));
      expect(verdictsOn(model, moved), String(start)).toEqual([]);
    }
  });

  it('may run a little fast or slow, as the clocks of senders and recorders do', () => {
    for (const rate of [0.9999, 1.0001]) {
      const drifted = traffic.map((frame) => ({ ...frame, time: frame.time * rate }));
      expect(verdictsOn(model, drifted), String(rate)).toEqual([]);
    }
  });

  it('may begin with an injected frame', () => {
    const first = frameOf({ id: ENGINE, time: 0, data: new Uint8Array(8).fill(0x77) });
    const frames = inject(
      traffic.filter((frame) => frame.time > 0.004),
      [first],
    );
    expect(verdictsOn(model, frames, 'can.ids.interval').length).toBeLessThanOrEqual(1);
  });

  it('may be stamped in whole milliseconds', () => {
    const coarse = traffic.map((frame) => ({ ...frame, time: Math.round(frame.time * 1000) / 1000 }));
    expect(verdictsOn(model, coarse, 'can.ids.interval')).toEqual([]);
  });

  it('does not matter between channels', () => {
    const taught = modelOf([...cleanTraffic(20), ...cleanTraffic(20).map((frame) => ({ ...frame, channel: '2' }))]);
    const both = inject(
      traffic,
      cleanTraffic(20, 17).map((frame) => ({ ...frame, channel: '2', time: frame.time + 0.0021 })),
    );
    expect(verdictsOn(taught, both)).toEqual([]);
  });
});
