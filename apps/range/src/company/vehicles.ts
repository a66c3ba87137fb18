import type { Vehicle } from '../fleet/vehicle.ts';
import type { Prng } from '../prng.ts';
import { csvOf } from './csv.ts';

/** One control unit as a model is built with it. */
interface Unit {
  readonly name: string;
  readonly supplier: string;
  readonly partNumber: string;
  readonly hardware: string;
  /** The version of today, and the one before it that some vehicles still carry. */
  readonly software: readonly [current: string, before: string];
}

interface Model {
  readonly title: string;
  readonly criticality: string;
  readonly units: readonly Unit[];
}

const unit = (
  name: string,
  supplier: string,
  partNumber: string,
  hardware: string,
  software: Unit['software'],
): Unit => ({ name, supplier, partNumber, hardware, software });

const COMMON: readonly Unit[] = [
  unit('TBOX', '示例智联', '3612010-A2', 'H2.1', ['4.7.2', '4.6.9']),
  unit('GW', '示例电子', '3610020-A1', 'H1.4', ['2.3.0', '2.2.5']),
  unit('BMS', '示例电池', '2912100-B3', 'H3.0', ['5.1.4', '5.1.1']),
];
const COCKPIT = unit('IVI', '示例座舱', '7901030-C1', 'H1.2', ['8.0.6', '7.9.3']);
const DRIVING = unit('ADAS', '示例驾控', '3658040-D1', 'H2.0', ['3.2.1', '3.1.8']);

/** Models by the fourth to eighth place of the VIN. */
const MODELS: Readonly<Record<string, Model>> = {
  CDA1E: { title: 'A1 城市版', criticality: 'medium', units: COMMON },
  CDA2E: { title: 'A2 长续航', criticality: 'medium', units: [...COMMON, COCKPIT] },
  CDS5P: { title: 'S5 智驾版', criticality: 'high', units: [...COMMON, COCKPIT, DRIVING] },
};

/** Model years by the tenth place of the VIN (GB 16735-2019 table 1). */
const YEARS: Readonly<Record<string, string>> = { R: '2024', S: '2025', T: '2026', V: '2027' };
const USES = ['私家车', '私家车', '私家车', '网约车', '试驾车'] as const;
/** Vehicles that have not taken the latest update of a unit. */
const BEHIND = 0.12;
const UNREGISTERED = 3;
const LEAST_FOR_UNREGISTERED = 50;

const HEADER = [
  '车架号',
  '品牌',
  '车型',
  '年款',
  '重要程度',
  '车主编号',
  '标签',
  'ECU',
  'ECU 供应商',
  '零件号',
  '硬件版本',
  '软件版本',
];

const rowsOf = (vehicle: Vehicle, random: Prng): readonly (readonly string[])[] => {
  const model = MODELS[vehicle.vin.slice(3, 8)];
  if (model === undefined) return [];
  const year = YEARS[vehicle.vin.charAt(9)] ?? '';
  const owner = `cust-${random.hex(10)}`;
  const head = [vehicle.vin, '示例汽车', model.title, year, model.criticality, owner, random.pick(USES)];
  return model.units.map(({ name, supplier, partNumber, hardware, software }) => {
    const [current, before] = software;
    return [...head, name, supplier, partNumber, hardware, random.chance(BEHIND) ? before : current];
  });
};

/**
 * The carmaker's list of its vehicles as a file for import, one row per control unit. The last three vehicles of a larger
 * fleet are missing: they were sold before the list was made, and show as discovered once they report.
 */
export const vehicleList = (fleet: readonly Vehicle[], random: Prng): string => {
  const listed = fleet.length < LEAST_FOR_UNREGISTERED ? fleet : fleet.slice(0, -UNREGISTERED);
  return csvOf(
    HEADER,
    listed.flatMap((vehicle) => rowsOf(vehicle, random)),
  );
};
