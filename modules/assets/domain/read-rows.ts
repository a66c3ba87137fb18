import type { z } from 'zod';
import {
  Address,
  type AssetKind,
  Criticality,
  type Ecu,
  Exposure,
  HostName,
  OwnerRef,
  type RowProblem,
  ServiceName,
  ServiceType,
} from '../contract.ts';
import { assetsError } from '../errors.ts';
import { type Column, COLUMNS, VALUE_WORDS, columnOf } from './columns.ts';
import type { TableRow } from './csv.ts';
import { type ProblemCode, problemAt } from './row-problems.ts';
import { checkDigitState, isVin } from './vin.ts';

/** One asset as the file gives it: only fields whose column is in the file. */
export interface ImportedAsset {
  readonly key: string;
  /** Row on which it first occurs. */
  readonly row: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Present when the file names at least one; replaces the ECUs known so far. */
  readonly ecus?: readonly Ecu[];
}

/** What a file says. */
export interface ImportedTable {
  readonly assets: readonly ImportedAsset[];
  readonly problems: readonly RowProblem[];
  readonly rows: number;
  readonly errorRows: number;
}

type Reading = { readonly value: unknown } | { readonly problem: ProblemCode };
type Reader = (text: string) => Reading;

const FORMULA = /^[=@]|^[+-][^\d.]/;
const TEXT_LIMIT = 128;

const text: Reader = (cell) => (cell.length > TEXT_LIMIT ? { problem: 'too-long' } : { value: cell });
const listOf = (cell: string): readonly string[] => cell.split(/[;；,，、\s]+/u).filter((part) => part !== '');
const parsed =
  (schema: z.ZodType, problem: ProblemCode, fallback?: unknown): Reader =>
  (cell) => {
    if (cell === '' && fallback !== undefined) return { value: fallback };
    const result = schema.safeParse(cell);
    return result.success ? { value: result.data } : { problem };
  };
const choice = (schema: z.ZodType, fallback: string): Reader => {
  const read = parsed(schema, 'bad-choice', fallback);
  return (cell) => read(VALUE_WORDS[cell] ?? cell.toLowerCase());
};
const many =
  (schema: z.ZodType, problem: ProblemCode, limit: number): Reader =>
  (cell) => {
    const parts = listOf(cell).map((part) => schema.safeParse(part));
    return parts.length > limit || parts.some((part) => !part.success)
      ? { problem }
      : { value: parts.map((part) => part.data) };
  };
const tags: Reader = (cell) => {
  const parts = [...new Set(listOf(cell))];
  return parts.length > 16 || parts.some((part) => part.length > 32) ? { problem: 'bad-tags' } : { value: parts };
};
const modelYear: Reader = (cell) => {
  if (cell === '') return { value: null };
  const year = Number(cell);
  return Number.isInteger(year) && year >= 1_980 && year <= 2_100 ? { value: year } : { problem: 'bad-year' };
};
const vin: Reader = (cell) => (isVin(cell.toUpperCase()) ? { value: cell.toUpperCase() } : { problem: 'bad-vin' });
const url: Reader = (cell) => {
  if (cell === '') return { value: '' };
  const sound = cell.length <= 512 && URL.canParse(cell) && /^https?:|^mqtts?:|^wss?:|^tcp:/i.test(cell);
  return sound ? { value: cell } : { problem: 'bad-url' };
};
const ecuText: Reader = (cell) => (cell.length > TEXT_LIMIT ? { problem: 'too-long' } : { value: cell });

const COMMON: Readonly<Record<string, Reader>> = { criticality: choice(Criticality, 'medium'), tags };
const READERS: Readonly<Record<AssetKind, Readonly<Record<string, Reader>>>> = {
  vehicle: {
    ...COMMON,
    vin,
    modelYear,
    ownerRef: (cell) => (cell === '' ? { value: null } : parsed(OwnerRef, 'bad-owner')(cell)),
    'ecu.name': (cell) => (cell.length > 32 ? { problem: 'too-long' } : { value: cell }),
    'ecu.supplier': ecuText,
    'ecu.partNumber': ecuText,
    'ecu.hardwareVersion': ecuText,
    'ecu.softwareVersion': ecuText,
  },
  host: { ...COMMON, name: parsed(HostName, 'bad-name'), addresses: many(Address, 'bad-address', 64) },
  service: {
    ...COMMON,
    name: parsed(ServiceName, 'bad-name'),
    type: choice(ServiceType, 'other'),
    exposure: choice(Exposure, 'intranet'),
    url,
    hosts: many(HostName, 'bad-host', 200),
  },
};

interface Header {
  readonly column: Column;
  readonly title: string;
  readonly index: number;
}

const readHeader = (kind: AssetKind, header: TableRow, problems: RowProblem[]): readonly Header[] => {
  const headers: Header[] = [];
  for (const [index, title] of header.cells.entries()) {
    if (title.trim() === '') continue;
    const column = columnOf(kind, title);
    const repeated = headers.some((known) => known.column === column);
    if (column === undefined || repeated) problems.push(problemAt('unknown-column', header.row, title, null));
    else headers.push({ column, title, index });
  }
  const [key] = COLUMNS[kind];
  if (!headers.some(({ column }) => column === key)) {
    throw assetsError('assets.import-no-key', { line: header.row, field: key.title.zh, header: key.title.en });
  }
  return headers;
};

/** Values of one row by field; undefined when the row has an error. */
const readRow = (
  kind: AssetKind,
  headers: readonly Header[],
  { row, cells }: TableRow,
  problems: RowProblem[],
): ReadonlyMap<string, unknown> | undefined => {
  const values = new Map<string, unknown>();
  const before = problems.length;
  for (const { column, title, index } of headers) {
    const cell = (cells[index] ?? '').trim();
    const isKey = column === COLUMNS[kind][0];
    const reader = READERS[kind][column.field] ?? text;
    const reading: Reading = FORMULA.test(cell)
      ? { problem: 'formula' }
      : isKey && cell === ''
        ? { problem: 'missing-key' }
        : reader(cell);
    if ('problem' in reading) problems.push(problemAt(reading.problem, row, title, cell));
    else values.set(column.field, reading.value);
  }
  return problems.length > before ? undefined : values;
};

const ecuOf = (values: ReadonlyMap<string, unknown>): Ecu => {
  const field = (name: string): string => String(values.get(`ecu.${name}`) ?? '');
  return {
    name: field('name'),
    supplier: field('supplier'),
    partNumber: field('partNumber'),
    hardwareVersion: field('hardwareVersion'),
    softwareVersion: field('softwareVersion'),
  };
};

interface Draft {
  readonly key: string;
  readonly row: number;
  readonly fields: Record<string, unknown>;
  readonly ecus: Ecu[];
}

const ownFields = (values: ReadonlyMap<string, unknown>, keyField: string): Record<string, unknown> =>
  Object.fromEntries([...values].filter(([field]) => field !== keyField && !field.startsWith('ecu.')));

const isBlank = (value: unknown): boolean =>
  value === '' || value === null || (Array.isArray(value) && value.length === 0);

/** Name of a field that says something else than an earlier row of the same vehicle. */
const contradiction = (
  draft: Draft,
  fields: Record<string, unknown>,
  said: (field: string) => boolean,
): string | undefined =>
  Object.keys(fields).find(
    (field) =>
      said(field) && !isBlank(fields[field]) && JSON.stringify(fields[field]) !== JSON.stringify(draft.fields[field]),
  );

/** Adds one more row of a vehicle that was seen before: one more ECU. */
const extend = (
  draft: Draft,
  values: ReadonlyMap<string, unknown>,
  said: (field: string) => boolean,
): ProblemCode | undefined => {
  const ecu = ecuOf(values);
  if (ecu.name === '' || draft.ecus.some(({ name }) => name === ecu.name)) return 'duplicate';
  if (contradiction(draft, ownFields(values, 'vin'), said) !== undefined) return 'conflict';
  draft.ecus.push(ecu);
  return undefined;
};

/**
 * Turns a table into assets. A vehicle may span several rows, one per ECU. Rows with an error are left out and reported,
 * each with its row, column, reason in both languages and value; nothing is thrown but a table without rows or key column.
 */
export const readRows = (kind: AssetKind, table: readonly TableRow[]): ImportedTable => {
  const [head, ...body] = table;
  if (head === undefined || body.length === 0) throw assetsError('assets.import-empty');
  const problems: RowProblem[] = [];
  const headers = readHeader(kind, head, problems);
  const keyHeader = headers.find(({ column }) => column === COLUMNS[kind][0]);
  const keyTitle = keyHeader?.title ?? null;
  const hasEcus = headers.some(({ column }) => column.field.startsWith('ecu.'));
  const drafts = new Map<string, Draft>();
  for (const record of body) {
    const values = readRow(kind, headers, record, problems);
    if (values === undefined) continue;
    const key = String(values.get(COLUMNS[kind][0].field));
    const report = (code: ProblemCode): void => void problems.push(problemAt(code, record.row, keyTitle, key));
    const said = (field: string): boolean => {
      const index = headers.find(({ column }) => column.field === field)?.index ?? -1;
      return (record.cells[index] ?? '').trim() !== '';
    };
    const ecu = ecuOf(values);
    if (ecu.name === '' && Object.values(ecu).some((part) => part !== '')) {
      report('missing-ecu');
      continue;
    }
    const known = drafts.get(key);
    if (known !== undefined) {
      const problem = hasEcus ? extend(known, values, said) : 'duplicate';
      if (problem !== undefined) report(problem);
      continue;
    }
    if (kind === 'vehicle' && checkDigitState(key) === 'wrong') report('check-digit');
    const fields = ownFields(values, COLUMNS[kind][0].field);
    drafts.set(key, { key, row: record.row, fields, ecus: ecu.name === '' ? [] : [ecu] });
  }
  const errorRows = new Set(problems.filter(({ severity }) => severity === 'error').map(({ row }) => row)).size;
  const assets = [...drafts.values()].map(({ key, row, fields, ecus }) => ({
    key,
    row,
    fields,
    ...(ecus.length > 0 ? { ecus } : {}),
  }));
  return { assets, problems, rows: body.length, errorRows };
};
