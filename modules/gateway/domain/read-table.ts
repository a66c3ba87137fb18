import { BindingKind, Subject, type BindingsImported } from '../contract.ts';
import { subjectName } from './subject.ts';

/** A binding that a table asks for. */
export interface NewBinding {
  readonly subject: string;
  readonly kind: BindingKind;
  readonly value: string;
}

interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** What a table holds. */
export interface ReadBindings {
  readonly bindings: readonly NewBinding[];
  readonly refused: BindingsImported['refused'];
}

type Column = 'subject' | BindingKind;

/** Names of columns as people write them, in lower case. */
const NAMES: ReadonlyMap<string, Column> = new Map([
  ...['vin', 'subject', 'vehicle', '车辆识别代号', '车辆', 'phone', '终端手机号', 'plate', '车牌号'].map(
    (name) => [name, 'subject'] as const,
  ),
  ...['platform', 'platform_user', 'platform user', '平台账号', '平台'].map((name) => [name, 'platform'] as const),
  ...['certificate', 'fingerprint', 'certificate_fingerprint', 'cn', '证书', '证书指纹', '证书主题'].map(
    (name) => [name, 'certificate'] as const,
  ),
  ...['iccid', 'sim', 'sim卡', 'sim 卡'].map((name) => [name, 'iccid'] as const),
]);
/** Titles of the table that is exported, in this order. */
export const TITLES = ['vin', 'platform', 'certificate', 'iccid', 'status'] as const;
const KINDS = BindingKind.options;

const HEX = /^[0-9a-f]{64}$/;
const ICCID = /^[0-9A-F]{18,20}$/;
const LONGEST = 128;

/** A value in the form in which it is compared; undefined for one that is none. */
export const valueOf = (kind: BindingKind, text: string): string | undefined => {
  const plain = text.trim();
  if (plain === '' || plain.length > LONGEST) return undefined;
  if (kind === 'iccid') {
    const digits = plain.replaceAll(/[\s-]/g, '').toUpperCase();
    return ICCID.test(digits) ? digits : undefined;
  }
  const hex = plain.replaceAll(/[\s:]/g, '').toLowerCase();
  return kind === 'certificate' && HEX.test(hex) ? hex : plain;
};

/** Without a header the columns are subject, platform, certificate, ICCID. */
const columnsOf = (
  first: TableRow | undefined,
): { readonly columns: readonly (Column | undefined)[]; isHeader: boolean } => {
  const named = (first?.cells ?? []).map((cell) => NAMES.get(cell.trim().toLowerCase()));
  return named.includes('subject')
    ? { columns: named, isHeader: true }
    : { columns: ['subject', ...KINDS], isHeader: false };
};

const readRow = ({ row, cells }: TableRow, columns: readonly (Column | undefined)[]): ReadBindings => {
  const cellOf = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';
  const refuse = (reason: BindingsImported['refused'][number]['reason'], value: string): ReadBindings => ({
    bindings: [],
    refused: [{ row, reason, value: value.slice(0, LONGEST) }],
  });
  const subject = subjectName(cellOf('subject'));
  if (subject === '') return refuse('no_subject', '');
  if (!Subject.safeParse(subject).success) return refuse('bad_subject', subject);
  const given = KINDS.flatMap((kind) => (cellOf(kind) === '' ? [] : [{ kind, text: cellOf(kind) }]));
  if (given.length === 0) return refuse('nothing_bound', subject);
  const bindings: NewBinding[] = [];
  for (const { kind, text } of given) {
    const value = valueOf(kind, text);
    if (value === undefined) return refuse('bad_value', text);
    bindings.push({ subject, kind, value });
  }
  return { bindings, refused: [] };
};

/** Reads the rows of a table; a row that cannot be read is told with its number and the others are taken. */
export const readBindings = (rows: readonly TableRow[]): ReadBindings => {
  const { columns, isHeader } = columnsOf(rows[0]);
  const read = rows.slice(isHeader ? 1 : 0).map((row) => readRow(row, columns));
  return { bindings: read.flatMap(({ bindings }) => bindings), refused: read.flatMap(({ refused }) => refused) };
};
