import {
  addFrame,
  buildItem,
  createColumns,
  decodeFrame,
  encodeFrame,
  flipCells,
  resetColumns,
  type DataItem,
  type Edition,
  type ItemInput,
} from '../../libs/gbt32960/src/index.ts';

/** One measured figure, see `bench/run.ts`. */
interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Frames that are decoded in turn, and how often. */
const FRAMES = 2_000;
const ROUNDS = 500;
const ROWS = 20_000;

const wave = (n: number, low: number, high: number): number => low + ((Math.sin(n) + 1) / 2) * (high - low);

/** What a passenger car reports every 30 s: 192 cells and 34 probes, as the fleet of the gateway bench. */
const itemsOf = (edition: Edition, n: number): DataItem[] => {
  const cells = Array.from({ length: 192 }, (_, cell) => 3500 + ((n * 7 + cell * 3) % 600));
  const temps = Array.from({ length: 34 }, (_, probe) => 60 + ((n + probe) % 20));
  const types = edition === '2016' ? { alarm: 7, cells: 8, probes: 9 } : { alarm: 6, cells: 7, probes: 8 };
  const group = edition === '2016' ? 'systems' : 'packs';
  const build = (type: number, input: ItemInput): DataItem => buildItem(edition, type, input);
  return [
    build(1, {
      values: {
        state: 1,
        charge: 3,
        mode: 1,
        speed_kmh: wave(n, 0, 120),
        odometer_km: 12_000 + n / 10,
        voltage_V: wave(n, 340, 400),
        current_A: wave(n, -100, 250),
        soc_pct: Math.round(wave(n, 10, 95)),
        dcdc: 1,
        gear: 0x1e,
        insulation_kohm: 2000,
        accel_pedal_pct: 20,
        brake_pedal_pct: 0,
      },
    }),
    build(2, {
      groups: {
        motors: [{ values: { no: 1, state: 1, rpm: wave(n, 0, 9000), torque_Nm: 80, temp_C: 55, ctrl_temp_C: 48 } }],
      },
    }),
    build(5, { values: { lon: 116 + n / 1e5, lat: 39 + n / 1e5, valid: 1 } }),
    ...(edition === '2016' ? [build(6, { values: { max_v_V: 4.1, min_v_V: 3.5, max_t_C: 39, min_t_C: 20 } })] : []),
    build(types.alarm, { values: { max_level: 0, bits: 0 } }),
    build(types.cells, {
      groups: {
        [group]: [
          { values: { no: 1, voltage_V: 360, current_A: 10, cell_total: 192, first_cell: 1 }, lists: { cells } },
        ],
      },
    }),
    build(types.probes, { groups: { [group]: [{ values: { no: 1 }, lists: { temps } }] } }),
  ];
};

/** Report number `n` as a frame. */
export const frameOf = (edition: Edition, n: number): Uint8Array =>
  encodeFrame({
    edition,
    command: 2,
    answer: 0xfe,
    id: `LBENCH${String(n).padStart(11, '0')}`,
    encryption: 1,
    body: { kind: 'realtime', time: Date.UTC(2026, 10, 23) + n * 1000, items: itemsOf(edition, n) },
  });

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/**
 * Reports of both editions in one buffer, as a payload of the journal holds them: checked (length, BCC) and decoded into
 * columns, cells included. The peer in the same run is the decoder of the layout tables, which makes objects.
 */
export const measureGbt32960 = (): Record<string, Metric> => {
  const frames = Array.from({ length: FRAMES }, (_, n) => frameOf(n % 4 === 0 ? '2025' : '2016', n));
  const joined = Buffer.concat(frames);
  const columns = createColumns(ROWS);
  const round = (): void => {
    let at = 0;
    for (const { length } of frames) {
      if (columns.rows === ROWS) {
        flipCells(columns);
        resetColumns(columns);
      }
      if (addFrame(columns, joined, at, at + length) !== 'row') throw new Error('a frame of the bench was not decoded');
      at += length;
    }
  };
  for (let n = 0; n < 20; n += 1) round();
  const began = cpu();
  for (let n = 0; n < ROUNDS; n += 1) round();
  const columnar = (FRAMES * ROUNDS) / (cpu() - began);
  const peerBegan = cpu();
  for (let n = 0; n < 20; n += 1) for (const frame of frames) decodeFrame(frame);
  const tables = (FRAMES * 20) / (cpu() - peerBegan);
  return {
    gbt32960_frames_per_cpu_s: {
      value: Math.round(columnar),
      unit: 'frames/CPU-s',
      peer: `${Math.round(joined.length / FRAMES)} bytes a frame; decodeFrame ${Math.round(tables)}`,
      ratio: Number((columnar / tables).toFixed(1)),
    },
  };
};
