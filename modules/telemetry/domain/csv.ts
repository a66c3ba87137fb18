import { csvCell } from '@chedun/kernel';
import { Quantity, QUANTITY_UNITS, type Report } from '../contract.ts';

const UNIT_NAMES: Readonly<Record<string, string>> = {
  'km/h': 'kmh',
  '%': 'pct',
  kΩ: 'kohm',
  'r/min': 'rpm',
  '°C': 'c',
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columnOf = (quantity: Quantity): string => {
  const unit = QUANTITY_UNITS[quantity];
  return unit === '' ? snake(quantity) : `${snake(quantity)}_${(UNIT_NAMES[unit] ?? unit).toLowerCase()}`;
};

/** Columns of an export, in order. */
const CSV_COLUMNS: readonly string[] = [
  'vin',
  'time',
  'received',
  'source',
  'edition',
  'command',
  'state',
  'charge',
  'mode',
  'dcdc',
  'gear',
  ...Quantity.options.map(columnOf),
  'lon',
  'lat',
  'position_valid',
  'alarms',
  'faults',
  'cells_v',
  'probes_c',
  'journal',
  'seq',
  'idx',
];

/** A report with its single cells and probes, as exports carry it. */
export interface WholeReport extends Omit<Report, 'cells' | 'probes'> {
  readonly cells: readonly (number | null)[];
  readonly probes: readonly (number | null)[];
}

type Cell = string | number | boolean | null | undefined;

const line = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** The first line of an export. */
export const csvHeader = (): string => `\uFEFF${line(CSV_COLUMNS)}`;

/** A report as one line; lists stand in one cell, blanks between their values and nothing where there is none. */
export const csvLine = (report: WholeReport): string =>
  line([
    report.vin,
    report.time,
    report.received,
    report.source,
    report.edition,
    report.command,
    report.state.value,
    report.charge.value,
    report.mode.value,
    report.dcdc.value,
    report.gear?.lever,
    ...Quantity.options.map((quantity) => report.quantities[quantity].value),
    report.position?.lon,
    report.position?.lat,
    report.position?.valid,
    report.alarms.join(' '),
    report.faults.join(' '),
    report.cells.map((volts) => volts ?? '').join(' '),
    report.probes.map((celsius) => celsius ?? '').join(' '),
    report.journal,
    report.seq,
    report.index,
  ]);
