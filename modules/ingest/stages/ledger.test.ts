import type { StageBatch } from '@chedun/pipeline';
import { TEST_TIME } from '@chedun/records/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VehicleState } from '../contract.ts';
import { recordWriter } from '../domain/records.ts';
import { damaged, frames, VINS } from '../testing/vehicles.ts';
import { openDecoder } from '../worker/decode.ts';
import { openStage, type LedgerResult } from '../worker/ledger-stage.ts';
import { mergeState } from '../worker/vehicle-state.ts';
import { addCounts, vehicleStates } from './ledger.ts';

const run = (
  inputs: readonly { source: string; format: string; records: readonly (string | Buffer)[]; at?: number }[],
) => {
  const stage = openStage(undefined);
  const decoder = openDecoder(undefined);
  for (const [seq, { source, format, records, at }] of inputs.entries()) {
    const writer = recordWriter({ withPeers: false });
    for (const record of records) writer.add(Buffer.from(record as string));
    const payload = writer.finish();
    const frame = {
      stream: 'network',
      seq: seq + 1,
      receivedAt: at ?? TEST_TIME,
      source,
      format,
      count: records.length,
      flags: 0,
      payload,
    };
    stage.onFrame(decoder.decode(frame));
  }
  return { stage, result: stage.flush().result as LedgerResult };
};
const batchOf = (result: LedgerResult): StageBatch<LedgerResult> => ({
  stream: 'network',
  fromSeq: 1,
  toSeq: 1,
  events: 0,
  rejects: 0,
  newestReceivedAt: TEST_TIME,
  result,
});
const state = (given: Partial<VehicleState>): VehicleState => ({
  vin: VINS[0],
  at: new Date(TEST_TIME).toISOString(),
  online: true,
  speedKmh: null,
  socPct: null,
  odometerKm: null,
  lon: null,
  lat: null,
  voltageV: null,
  currentA: null,
  insulationKohm: null,
  alarmLevel: null,
  alarms: [],
  charging: null,
  gear: null,
  source: 's',
  ...given,
});

describe('the ledger of a chunk', () => {
  it('counts events, bytes and refusals of each source', () => {
    const { result } = run([
      { source: 'a', format: 'ndjson', records: ['{"x":1}', '{', '{"y":2}'] },
      { source: 'b', format: 'ndjson', records: ['{}'], at: TEST_TIME + 5 },
      { source: 'a', format: 'ndjson', records: ['[]', '{"z":3}'], at: TEST_TIME + 9 },
    ]);
    expect(result.sources).toEqual([
      { source: 'a', events: 3, bytes: 11 + 5 + 11 + 6 + 11, quarantined: 2, newest: TEST_TIME + 9 },
      { source: 'b', events: 1, bytes: 6, quarantined: 0, newest: TEST_TIME + 5 },
    ]);
    expect(result.refused).toMatchObject([
      { seq: 1, source: 'a', count: 1, indexes: [1] },
      { seq: 3, source: 'a', count: 1, indexes: [0] },
    ]);
  });

  it('starts again after each chunk', () => {
    const { stage } = run([{ source: 'a', format: 'ndjson', records: ['{"x":1}', '{'] }]);
    expect(stage.flush().result).toEqual({ sources: [], refused: [], vehicles: [] });
  });

  it('gathers refusals of one frame by their reason', () => {
    const deep = `{"a":${'['.repeat(100)}${']'.repeat(100)}}`;
    const { result } = run([{ source: 'a', format: 'ndjson', records: ['{', deep, '{', '{"ok":1}', deep] }]);
    expect(result.refused.map(({ first, indexes }) => [first.code, indexes])).toEqual([
      ['logs.bad_json', [0, 2]],
      ['logs.too_deep', [1, 4]],
    ]);
  });

  it('keeps the newest state of a vehicle, and nothing of broken or re-sent frames', () => {
    const resent = frames.realtime(VINS[1], TEST_TIME, 1);
    resent.writeUInt8(3, 2);
    resent.writeUInt8((resent.at(-1) ?? 0) ^ 1, resent.length - 1);
    const { result } = run([
      {
        source: 'v',
        format: 'gbt32960',
        records: [
          frames.realtime(VINS[0], TEST_TIME, 80),
          frames.realtime(VINS[0], TEST_TIME - 60_000, 20),
          damaged(frames.realtime(VINS[2], TEST_TIME, 1)),
          resent,
          frames.logout(VINS[0], TEST_TIME + 1000),
        ],
      },
    ]);
    expect(result.vehicles).toMatchObject([{ vin: VINS[0], speedKmh: 80, online: false, source: 'v' }]);
    expect(result.sources).toMatchObject([{ events: 5, quarantined: 0 }]);
  });

  it('adds up chunks in any grouping', () => {
    const count = fc.record({
      source: fc.constantFrom('a', 'b', 'c'),
      events: fc.nat(1000),
      bytes: fc.nat(1000),
      quarantined: fc.nat(10),
      newest: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(count), fc.nat(30), (counts, cut) => {
        const of = (sources: typeof counts) => batchOf({ sources, refused: [], vehicles: [] });
        const bySource = (batches: StageBatch<LedgerResult>[]) =>
          addCounts(batches).toSorted((a, b) => a.source.localeCompare(b.source));
        expect(bySource([of(counts.slice(0, cut)), of(counts.slice(cut))])).toEqual(bySource([of(counts)]));
        expect(addCounts([of(counts)]).reduce((sum, each) => sum + each.events, 0)).toBe(
          counts.reduce((sum, each) => sum + each.events, 0),
        );
      }),
    );
  });
});

describe('the state of a vehicle', () => {
  it('keeps what a newer frame does not tell', () => {
    const known = state({ speedKmh: 60, socPct: 70, alarmLevel: 2, alarms: ['x'] });
    const told = state({ at: new Date(TEST_TIME + 1000).toISOString(), socPct: 69 });
    expect(mergeState(known, told)).toEqual({ ...known, at: told.at, socPct: 69 });
    expect(mergeState(known, { ...told, alarmLevel: 0 })).toMatchObject({ alarmLevel: 0, alarms: [] });
  });

  it('never goes back in time, whatever the order of frames', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (seconds) => {
        const told = seconds.map((at) => state({ at: new Date(TEST_TIME + at * 1000).toISOString(), speedKmh: at }));
        const last = told.reduce<VehicleState | undefined>((known, each) => mergeState(known, each), undefined);
        expect(last?.speedKmh).toBe(Math.max(...seconds));
      }),
    );
  });

  it('is kept in memory and says what changed', () => {
    const states = vehicleStates([state({ speedKmh: 10 })]);
    const changed = states.take([
      state({ vin: VINS[1], speedKmh: 5 }),
      state({ at: new Date(TEST_TIME + 1000).toISOString(), socPct: 50 }),
    ]);
    expect(changed).toMatchObject([
      { vin: VINS[1], speedKmh: 5 },
      { vin: VINS[0], speedKmh: 10, socPct: 50 },
    ]);
    expect(states.of(VINS[0])).toMatchObject({ speedKmh: 10, socPct: 50 });
    expect(states.of('unknown')).toBeUndefined();
  });
});
