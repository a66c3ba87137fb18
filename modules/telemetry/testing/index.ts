import { telemetryBlock, telemetryTable, type Events } from '@chedun/events';
import { ANSWER, buildItem, COMMAND, encodeFrame, ENCRYPTION, type Edition, type RealtimeItem } from '@chedun/gbt32960';

/** Values of a report that a test cares about; what is left out has a quiet default, `null` leaves the body away. */
export interface Told {
  readonly vin: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly time: number;
  /** When it was received; the same moment when left out. */
  readonly received?: number;
  readonly edition?: Edition;
  readonly command?: 'realtime' | 'resent';
  readonly source?: string;
  /** Fields of the vehicle body by the names of the layout (`speed_kmh`, `soc_pct` …). */
  readonly vehicle?: Readonly<Record<string, number>> | null;
  readonly position?: { readonly lon: number; readonly lat: number; readonly valid?: number } | null;
  readonly alarm?: { readonly level: number; readonly bits: number } | null;
  /** Raw millivolts and raw degrees + 40. */
  readonly cells?: readonly number[];
  readonly probes?: readonly number[];
}

const QUIET = {
  state: 1,
  charge: 3,
  mode: 1,
  speed_kmh: 60,
  odometer_km: 1000,
  voltage_V: 380,
  current_A: 20,
  soc_pct: 70,
  dcdc: 1,
  gear: 0x2e,
  insulation_kohm: 5000,
} as const;

const PEDALS = { accel_pedal_pct: 10, brake_pedal_pct: 0 } as const;

const batteryItem = (edition: Edition, cells: readonly number[]): RealtimeItem =>
  edition === '2016'
    ? buildItem(edition, 0x08, {
        groups: {
          systems: [
            {
              values: { no: 1, voltage_V: 380, current_A: 20, cell_total: cells.length, first_cell: 1 },
              lists: { cells },
            },
          ],
        },
      })
    : buildItem(edition, 0x07, {
        groups: { packs: [{ values: { no: 1, voltage_V: 380, current_A: 20 }, lists: { cells } }] },
      });

const itemsOf = (told: Told): RealtimeItem[] => {
  const { edition = '2016', vehicle = {}, position = { lon: 114.3, lat: 30.6 }, alarm = { level: 0, bits: 0 } } = told;
  const is2016 = edition === '2016';
  const items: RealtimeItem[] = [];
  if (vehicle !== null)
    items.push(buildItem(edition, 0x01, { values: { ...QUIET, ...(is2016 ? PEDALS : {}), ...vehicle } }));
  if (position !== null)
    items.push(buildItem(edition, 0x05, { values: { valid: 1, ...(is2016 ? {} : { coord_system: 2 }), ...position } }));
  if (alarm !== null)
    items.push(buildItem(edition, is2016 ? 0x07 : 0x06, { values: { max_level: alarm.level, bits: alarm.bits } }));
  if (told.cells !== undefined) items.push(batteryItem(edition, told.cells));
  if (told.probes !== undefined)
    items.push(
      buildItem(edition, is2016 ? 0x09 : 0x08, {
        groups: { [is2016 ? 'systems' : 'packs']: [{ values: { no: 1 }, lists: { temps: told.probes } }] },
      }),
    );
  return items;
};

/** The frame of a report as a vehicle sends it. */
export const reportFrame = (told: Told): Uint8Array =>
  encodeFrame({
    edition: told.edition ?? '2016',
    command: told.command === 'resent' ? COMMAND.resent : COMMAND.realtime,
    answer: ANSWER.command,
    id: told.vin,
    encryption: ENCRYPTION.none,
    body: { kind: 'realtime', time: told.time, items: itemsOf(told) },
  });

const ROWS = 4096;

/** Stores reports as the telemetry stage does: real frames, decoded into the columns of the table. */
export const storeReports = async (
  events: Pick<Events, 'insertBlocks'>,
  reports: readonly Told[],
  token: string,
): Promise<void> => {
  const block = telemetryBlock(ROWS);
  const flush = async (part: number): Promise<void> => {
    if (block.rows() > 0)
      await events.insertBlocks(telemetryTable, [block.finish()], { token: `telemetry-test ${token} ${part}` });
  };
  for (const [at, told] of reports.entries()) {
    const bytes = Buffer.from(reportFrame(told));
    const { received = told.time, source = 'gbt32960' } = told;
    const place = { journal: 'telemetry', seq: at + 1, idx: 0, received, source };
    if (!block.add(place, bytes, 0, bytes.length)) throw new Error(`report ${at} was not taken`);
    if (block.rows() === ROWS) await flush(at);
  }
  await flush(reports.length);
};
