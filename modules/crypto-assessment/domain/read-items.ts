import { AssessmentItem, type UnitGroup } from '../contract.ts';
import type { UnitTable } from '../units.ts';

/** A record of a table, with the line it begins on. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  unit: ['unit', '测评单元', '单元'],
  object: ['object', '测评对象', '对象'],
  applicable: ['applicable', '适用'],
  d: ['d'],
  a: ['a'],
  k: ['k'],
  ra: ['ra'],
  rk: ['rk'],
  conformity: ['conformity', '判定'],
  highRisk: ['highrisk', '高风险'],
  evidence: ['evidence', '证据'],
  note: ['note', '说明'],
  rectifyBy: ['rectifyby', '整改期限'],
};
const YES = new Set(['√', '1', 'true', 'yes', 'y', '是', '符合', '适用']);
const NO = new Set(['×', '0', 'false', 'no', 'n', '否', '不符合', '不适用']);
const CONFORMITY: Readonly<Record<string, string>> = { 符合: 'conform', 部分符合: 'partial', 不符合: 'fail' };

/** A mark, null for an empty cell; other words are kept, so that the schema refuses them. */
const mark = (text: string): unknown => {
  const lower = text.toLowerCase();
  if (lower === '') return null;
  return YES.has(lower) ? true : NO.has(lower) ? false : text;
};

interface ReadItems {
  readonly items: readonly AssessmentItem[];
  readonly refused: readonly { readonly row: number; readonly reason: 'bad_unit' | 'bad_value' }[];
}

const itemOf = (text: (column: string) => string, unit: string, group: UnitGroup) => {
  const conformity = text('conformity');
  const technical = group === 'technical';
  return AssessmentItem.safeParse({
    unit,
    object: text('object'),
    applicable: mark(text('applicable')) ?? true,
    d: technical ? mark(text('d')) : null,
    a: technical ? mark(text('a')) : null,
    k: technical ? mark(text('k')) : null,
    ra: Number(text('ra') || 1),
    rk: Number(text('rk') || 1),
    conformity: technical || conformity === '' ? null : (CONFORMITY[conformity] ?? conformity),
    highRisk: mark(text('highRisk')) ?? false,
    evidence: text('evidence')
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    note: text('note'),
    rectifyBy: text('rectifyBy') || null,
  });
};

/**
 * Reads judged objects of a table with the columns of the exported one, in either language. Rows without an object, and
 * those of scores behind them, are passed over.
 */
export const readItems = (rows: readonly TableRow[], table: UnitTable): ReadItems => {
  const [head, ...rest] = rows;
  const cells = (head?.cells ?? []).map((cell) => cell.replace('\uFEFF', '').trim().toLowerCase());
  const places = new Map(
    Object.entries(COLUMNS).map(([column, names]) => [column, cells.findIndex((cell) => names.includes(cell))]),
  );
  const groups = new Map(table.flatMap(({ units, group }) => units.map(({ id }) => [id, group] as const)));
  const items: AssessmentItem[] = [];
  const refused: { row: number; reason: 'bad_unit' | 'bad_value' }[] = [];
  for (const row of rest) {
    const text = (column: string): string => row.cells[places.get(column) ?? -1]?.trim() ?? '';
    const [unit = ''] = text('unit').split(' ');
    if (text('object') === '') continue;
    const group = groups.get(unit);
    const read = group === undefined ? undefined : itemOf(text, unit, group);
    if (read?.success === true) items.push(read.data);
    else refused.push({ row: row.row, reason: group === undefined ? 'bad_unit' : 'bad_value' });
  }
  return { items, refused };
};
