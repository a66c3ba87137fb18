import { AppointmentInput, Post, type ImportReport } from '../contract.ts';
import { POSTS } from './posts.ts';

type Refused = ImportReport['refused'][number];
type Row = { readonly row: number; readonly cells: readonly string[] };

/** Columns by the words that may stand in the header. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  post: ['岗位', 'post'],
  isDeputy: ['副职', 'deputy'],
  person: ['姓名', 'person', 'name'],
  phone: ['电话', 'phone'],
  email: ['邮箱', 'email'],
  validFrom: ['任职日期', 'from', 'valid from'],
  validTo: ['截止日期', 'to', 'valid to'],
};
const NEEDED = ['post', 'person', 'phone', 'validFrom'] as const;
const MOST_VALUE = 100;

const POST_OF = new Map<string, Post>([
  ...Post.options.map((id) => [id, id] as const),
  ...POSTS.flatMap(({ id, title }) => [[title.zh, id] as const, [title.en.toLowerCase(), id] as const]),
]);
const YES = new Set(['是', 'yes', 'true', '1', 'y']);
const NO = new Set(['', '否', 'no', 'false', '0', 'n']);

const TEXTS = {
  header: { zh: '缺少列', en: 'The column is missing' },
  post: { zh: '岗位不在清单中', en: 'There is no such post' },
  isDeputy: { zh: '请填“是”或“否”', en: 'Write yes or no' },
  person: { zh: '姓名为空或超过 100 字', en: 'The name is empty or too long' },
  phone: { zh: '电话格式不正确', en: 'This is no telephone number' },
  email: { zh: '邮箱格式不正确', en: 'This is no mail address' },
  validFrom: { zh: '日期应写作 2026-10-01', en: 'Write the date as 2026-10-01' },
  validTo: {
    zh: '日期应写作 2026-10-01，且不早于任职日期',
    en: 'Write the date as 2026-10-01, not before the first day',
  },
} as const;

const refusal = (row: number, column: keyof typeof TEXTS, value: string): Refused => ({
  row,
  column: column === 'header' ? value : column,
  value: value.slice(0, MOST_VALUE),
  text: TEXTS[column],
});

const placesOf = (header: readonly string[]): ReadonlyMap<string, number> => {
  const words = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  return new Map(
    Object.entries(COLUMNS).flatMap(([name, known]) => {
      const place = words.findIndex((word) => known.includes(word));
      return place < 0 ? [] : [[name, place] as const];
    }),
  );
};

const readRow = (row: Row, places: ReadonlyMap<string, number>): AppointmentInput | Refused => {
  const cell = (name: string): string => row.cells[places.get(name) ?? -1]?.trim() ?? '';
  const post = POST_OF.get(cell('post')) ?? POST_OF.get(cell('post').toLowerCase());
  if (post === undefined) return refusal(row.row, 'post', cell('post'));
  const deputy = cell('isDeputy').toLowerCase();
  if (!YES.has(deputy) && !NO.has(deputy)) return refusal(row.row, 'isDeputy', deputy);
  const parsed = AppointmentInput.safeParse({
    post,
    isDeputy: YES.has(deputy),
    person: cell('person'),
    phone: cell('phone'),
    email: cell('email'),
    validFrom: cell('validFrom'),
    validTo: cell('validTo') === '' ? null : cell('validTo'),
  });
  if (!parsed.success) {
    const column = String(parsed.error.issues[0]?.path[0] ?? 'person');
    return refusal(row.row, column in TEXTS ? (column as keyof typeof TEXTS) : 'person', cell(column));
  }
  const { validFrom, validTo } = parsed.data;
  return validTo !== null && validTo < validFrom ? refusal(row.row, 'validTo', validTo) : parsed.data;
};

/**
 * Reads a table of appointments, whose first row names the columns. Every row is either taken or refused with its line,
 * column and reason; a row that is wrong never hides one that is right. Empty rows are left out.
 */
export const readAppointments = (
  rows: readonly Row[],
): { readonly taken: readonly AppointmentInput[]; readonly refused: readonly Refused[]; readonly rows: number } => {
  const [header, ...body] = rows;
  const places = placesOf(header?.cells ?? []);
  const missing = NEEDED.filter((name) => !places.has(name));
  if (missing.length > 0)
    return { taken: [], rows: body.length, refused: missing.map((name) => refusal(header?.row ?? 1, 'header', name)) };
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(row, places));
  return {
    rows: filled.length,
    taken: read.filter((each): each is AppointmentInput => 'person' in each),
    refused: read.filter((each): each is Refused => !('person' in each)),
  };
};
