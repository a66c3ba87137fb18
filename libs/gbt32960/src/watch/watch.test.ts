import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND } from '../codes.ts';
import { addFrame } from '../column-reader.ts';
import { createColumns, ID_BYTES, resetColumns } from '../columns.ts';
import { encodeFrame } from '../encode.ts';
import { buildItem, type ItemInput } from '../items.ts';
import type { SignatureValue } from '../signature.ts';
import { kilometres } from './distance.ts';
import { BYTES_PER_SLOT, createFleet, emptyMemory, hashOf, keep, recall, slotOf } from './fleet.ts';
import { createWatch, DETECTORS, type Watch } from './watch.ts';

const START = Date.UTC(2026, 10, 23, 4);
const SIGNATURE: SignatureValue = { algorithm: 1, r: new Uint8Array(32), s: new Uint8Array(32) };

/** One report of a story: what differs from a car that drives on a road at 60 km/h. */
interface Report {
  /** Seconds since the start, of the report and of its reception. */
  readonly s: number;
  readonly receivedS?: number;
  readonly command?: number;
  readonly edition?: '2016' | '2025';
  readonly source?: number;
  readonly vehicle?: ItemInput['values'];
  readonly position?: ItemInput['values'] | null;
  readonly extremes?: ItemInput['values'];
  readonly signature?: SignatureValue;
}

const ROAD = { lon: 116.3, lat: 39.9 };
/** Degrees of latitude that 60 km/h cover in a second. */
const STEP = 60 / 3600 / 111.2;

const usual = (s: number) => ({
  speed_kmh: 60,
  odometer_km: 1000 + (s * 60) / 3600,
  voltage_V: 360,
  current_A: 20,
  soc_pct: 80,
  insulation_kohm: 3000,
});

const frameOf = (report: Report): Buffer => {
  const { s, edition = '2016', vehicle, position, extremes, signature } = report;
  const place = { lon: ROAD.lon, lat: ROAD.lat + s * STEP, valid: 1, ...position };
  const items = [
    buildItem(edition, 1, { values: { ...usual(s), ...vehicle } }),
    ...(position === null ? [] : [buildItem(edition, 5, { values: place })]),
    ...(extremes ? [buildItem('2016', 6, { values: extremes })] : []),
  ];
  const body = { kind: 'realtime' as const, time: START + s * 1000, items, ...(signature && { signature }) };
  const command = report.command ?? COMMAND.realtime;
  return Buffer.from(encodeFrame({ edition, command, answer: 0xfe, id: 'LWATCH00000000001', encryption: 1, body }));
};

const columns = createColumns(1);

const show = (watch: Watch, report: Report): string[] => {
  const bytes = frameOf(report);
  resetColumns(columns);
  expect(addFrame(columns, bytes, 0, bytes.length)).toBe('row');
  const received = START + (report.receivedS ?? report.s) * 1000;
  const hash = hashOf(bytes, 0, bytes.length);
  return watch.observe({ columns, row: 0, received, source: report.source ?? 1, hash }).map(({ rule }) => rule);
};

/** What the last report of a story brings to light. */
const tell = (story: readonly Report[]): string[] => {
  const watch = createWatch({ vehicles: 10 });
  return story.map((report) => show(watch, report)).at(-1) ?? [];
};

const drive = [{ s: 0 }, { s: 30 }, { s: 60 }];
const resent = Array.from({ length: 121 }, (_, n) => ({ s: n / 10, receivedS: 60 + n / 10, command: COMMAND.resent }));

/** For each detector a story that it tells of, and one close to it that it does not. */
const STORIES: Readonly<Record<string, { readonly bad: readonly Report[]; readonly good: readonly Report[] }>> = {
  'gbt32960.time_back': { bad: [...drive, { s: -600 }], good: [...drive, { s: 10 }] },
  'gbt32960.clock_skew': { bad: [{ s: 0, receivedS: 200_000 }], good: [{ s: 0, receivedS: 80_000 }] },
  'gbt32960.replay': { bad: [...drive, { s: 60, receivedS: 300 }], good: [...drive, { s: 90 }] },
  'gbt32960.resend_flood': { bad: resent, good: resent.slice(1) },
  'gbt32960.clone': {
    bad: [{ s: 0 }, { s: 30, source: 2 }, { s: 60, source: 1 }],
    good: [{ s: 0 }, { s: 30, source: 2 }, { s: 60, source: 3 }],
  },
  'gbt32960.out_of_range': { bad: [{ s: 0, vehicle: { soc_pct: 140 } }], good: [{ s: 0, vehicle: { soc_pct: null } }] },
  'gbt32960.odometer_jump': {
    bad: [...drive, { s: 90, vehicle: { odometer_km: 900 } }],
    good: [...drive, { s: 90, vehicle: { odometer_km: 1004 } }],
  },
  'gbt32960.impossible_travel': {
    bad: [...drive, { s: 90, position: { lon: 121.5, lat: 31.2 } }],
    good: [...drive, { s: 90, position: { lon: 121.5, lat: 31.2, valid: 0 } }],
  },
  'gbt32960.position_speed_mismatch': {
    bad: [...drive, { s: 90, vehicle: { speed_kmh: 0 }, position: { lat: ROAD.lat + 60 * STEP + 0.014 } }],
    good: [...drive, { s: 90, vehicle: { speed_kmh: 0 } }],
  },
  'gbt32960.soc_jump': {
    bad: [...drive, { s: 90, vehicle: { soc_pct: 30 } }],
    good: [...drive, { s: 3000, vehicle: { soc_pct: 30 } }],
  },
  'gbt32960.insulation_low': {
    bad: [{ s: 0, vehicle: { insulation_kohm: 20 } }],
    good: [{ s: 0, vehicle: { insulation_kohm: 40 } }],
  },
  'gbt32960.cell_spread': {
    bad: [{ s: 0, extremes: { max_v_V: 4.2, min_v_V: 2.9 } }],
    good: [{ s: 0, extremes: { max_v_V: 4.2, min_v_V: 3.4 } }],
  },
  'gbt32960.unsigned': { bad: [{ s: 0, edition: '2025' }], good: [{ s: 0, edition: '2025', signature: SIGNATURE }] },
  'gbt32960.coordinates_change': {
    bad: [
      { s: 0, edition: '2025', position: { coord_system: 1 } },
      { s: 30, edition: '2025', position: { coord_system: 2 } },
    ],
    good: [
      { s: 0, edition: '2025', position: { coord_system: 1 } },
      { s: 30, edition: '2025', position: { coord_system: 1 } },
    ],
  },
};

describe('the detectors of reports', () => {
  it.each(DETECTORS.map(({ id }) => [id]))('%s tells of its story and of no other', (id) => {
    const story = STORIES[id];
    expect(story).toBeDefined();
    expect(tell(story?.bad ?? [])).toContain(id);
    expect(tell(story?.good ?? [])).not.toContain(id);
  });

  it('find nothing in an hour of honest driving, of either edition', () => {
    for (const edition of ['2016', '2025'] as const) {
      const watch = createWatch({ vehicles: 10 });
      for (let s = 0; s < 3600; s += 10) {
        const signature = edition === '2025' ? { signature: SIGNATURE } : {};
        expect(show(watch, { s, edition, vehicle: { soc_pct: 80 - s / 360 }, ...signature })).toEqual([]);
      }
    }
  });

  it('tell once of a vehicle in ten minutes', () => {
    const watch = createWatch({ vehicles: 10 });
    const told = Array.from({ length: 130 }, (_, n) => show(watch, { s: n * 10, vehicle: { soc_pct: 140 } }).length);
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('forget nothing that is newer for a report that was sent again', () => {
    const watch = createWatch({ vehicles: 10 });
    for (const report of drive) show(watch, report);
    show(watch, { s: 5, receivedS: 65, command: COMMAND.resent, vehicle: { odometer_km: 1 } });
    expect(show(watch, { s: 90 })).toEqual([]);
  });

  it('never throw, whatever the numbers are', () => {
    const number = fc.oneof(fc.constant(null), fc.nat(65_000));
    const report = fc.record({
      s: fc.integer({ min: -800_000_000, max: 2_000_000_000 }),
      receivedS: fc.integer(),
      command: fc.constantFrom(COMMAND.realtime, COMMAND.resent),
      source: fc.nat(3),
      vehicle: fc.record({ speed_kmh: number.map((n) => n && n / 10), soc_pct: fc.nat(255), odometer_km: fc.nat(1e8) }),
      position: fc.record({ lon: fc.integer({ min: -2000, max: 2000 }), lat: fc.integer({ min: -2000, max: 2000 }) }),
    });
    const watch = createWatch({ vehicles: 10 });
    fc.assert(
      fc.property(report, (given) => {
        show(watch, given);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the memory of a fleet', () => {
  const idOf = (n: number): Buffer => Buffer.from(`LFLEET${String(n).padStart(11, '0')}`);

  it('gives every vehicle a place of its own that stays while the table grows', () => {
    const fleet = createFleet(20_000);
    const count = 20_000;
    const memory = emptyMemory();
    for (let n = 0; n < count; n += 1) {
      const slot = slotOf(fleet, idOf(n), 0);
      keep(fleet.table, slot, { ...emptyMemory(), odometer: n, latitude: -n, soc: n % 256, told: n });
    }
    expect(fleet.size).toBe(count);
    for (let n = 0; n < count; n += 1) {
      const slot = slotOf(fleet, idOf(n), 0);
      recall(fleet.table, slot, memory);
      expect([memory.odometer, memory.latitude, memory.soc, memory.told]).toEqual([n, n === 0 ? 0 : -n, n % 256, n]);
    }
    expect(slotOf(fleet, idOf(count), 0)).toBe(-1);
    expect(fleet.refused).toBe(1);
  });

  it('gives back every field as it was kept', () => {
    const fleet = createFleet(10);
    const given = Object.fromEntries(Object.keys(emptyMemory()).map((name, n) => [name, n + 1]));
    const slot = slotOf(fleet, idOf(1), 0);
    const memory = emptyMemory();
    recall(fleet.table, slot, memory);
    expect(memory).toEqual(emptyMemory());
    keep(fleet.table, slot, { ...memory, ...given });
    recall(fleet.table, slot, memory);
    expect(memory).toEqual(given);
    expect(slotOf(fleet, idOf(1), 0)).toBe(slot);
  });

  it('takes at most 300 bytes a vehicle, whenever its tables grow', () => {
    const fleet = createFleet(400_000);
    const bytes = (): number => fleet.tables.reduce((sum, { capacity }) => sum + capacity * BYTES_PER_SLOT, 0);
    for (let n = 0; n < 400_000; n += 1) {
      slotOf(fleet, idOf(n), 0);
      if (n > 10_000 && n % 10_000 === 0) expect(bytes() / fleet.size).toBeLessThanOrEqual(300);
    }
    expect(BYTES_PER_SLOT).toBeGreaterThan(ID_BYTES);
  });

  it('knows distances on the globe', () => {
    expect(kilometres(116.4074e6, 39.9042e6, 121.4737e6, 31.2304e6)).toBeCloseTo(1067, -1);
    expect(kilometres(0, 0, 0, 0)).toBe(0);
    expect(kilometres(179.9e6, 0, -179.9e6, 0)).toBeCloseTo(22.2, 0);
  });
});
