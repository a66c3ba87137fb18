import { buildItem, COMMAND, encodeFrame, type ItemInput } from '@chedun/gbt32960';
import { describe, expect, it } from 'vitest';
import { frames, VINS } from '../testing/vehicles.ts';
import { reportDesk } from './reports.ts';

const NOW = Date.UTC(2026, 10, 23, 4);
const PEER = { ip: '10.64.0.9', port: 40_000 };
const [VIN, OTHER] = VINS;

const report = (vin: string, time: number, vehicle: ItemInput['values'] = {}): Buffer =>
  Buffer.from(
    encodeFrame({
      edition: '2016',
      command: COMMAND.realtime,
      answer: 0xfe,
      id: vin,
      encryption: 1,
      body: {
        kind: 'realtime',
        time,
        items: [
          buildItem('2016', 1, { values: { speed_kmh: 60, soc_pct: 80, ...vehicle } }),
          buildItem('2016', 7, { values: { max_level: 0, bits: 0 } }),
        ],
      },
    }),
  );

const openDesk = (eventsPerSecond: number) => {
  let now = NOW;
  const told: Readonly<Record<string, unknown>>[] = [];
  const desk = reportDesk({
    clock: { now: () => now },
    vehicles: 10,
    eventsPerSecond,
    onVerdict: (record) => told.push(record),
  });
  return {
    told,
    fleet: desk.fleet,
    take: (bytes: Buffer, s = 0, source = 1) => {
      now = NOW + s * 1000;
      return desk.take(bytes, 0, bytes.length, source, PEER);
    },
  };
};

describe('the desk for reports', () => {
  it('lets every report of a small fleet become an event', () => {
    const { take } = openDesk(100);
    const ways = Array.from({ length: 20 }, (_, n) => take(report(VIN, NOW + n * 1000), n));
    expect(new Set(ways)).toEqual(new Set(['event']));
  });

  it('keeps only the columns of more reports than a second allows, and never holds back an alarm', () => {
    const { take } = openDesk(2);
    const ways = Array.from({ length: 5 }, (_, n) => take(report(VIN, NOW + n * 1000)));
    expect(ways).toEqual(['event', 'event', 'columns', 'columns', 'columns']);
    expect(take(frames.realtime(OTHER, NOW, 50))).toBe('event');
    expect(take(frames.realtime(OTHER, NOW + 1000, 50))).toBe('columns');
    expect(take(report(VIN, NOW + 9000), 1)).toBe('event');
  });

  it('tells a verdict with its vehicle and makes the report an event', () => {
    const { take, told } = openDesk(1);
    take(report(VIN, NOW));
    expect(take(report(VIN, NOW + 1000, { soc_pct: 20 }))).toBe('event');
    expect(told).toEqual([
      {
        time: new Date(NOW).toISOString(),
        product: 'vehicle',
        category: 'gbt32960',
        protocol: 'gbt32960',
        cmd: 'detector',
        status: 'ok',
        signal: 'gbt32960.soc_jump',
        level: expect.any(String),
        expected: expect.any(String),
        seen: expect.any(String),
        vin: VIN,
        report_time: new Date(NOW + 1000).toISOString(),
        src_ip: '10.64.0.9',
        src_port: 40_000,
      },
    ]);
  });

  it('sees one VIN from two sources', () => {
    const { take, told } = openDesk(100);
    take(report(VIN, NOW), 0, 1);
    take(report(VIN, NOW + 30_000), 30, 2);
    take(report(VIN, NOW + 60_000), 60, 1);
    expect(told.map(({ signal }) => signal)).toEqual(['gbt32960.clone']);
  });

  it('leaves alone what is no well-formed report', () => {
    const { take, fleet } = openDesk(100);
    for (const frame of [frames.login(VIN, NOW), frames.heartbeat(VIN), Buffer.alloc(0)])
      expect(take(frame)).toBeUndefined();
    expect(fleet().size).toBe(0);
  });

  it('goes on when there is no room for another vehicle', () => {
    const { take, fleet } = openDesk(100);
    const ways = Array.from({ length: 12 }, (_, n) => take(report(`LROOM0000000000${10 + n}`, NOW)));
    expect(ways).toEqual(Array.from({ length: 12 }, () => 'event'));
    expect(fleet()).toMatchObject({ size: 10, refused: 2 });
  });
});
