import { QuestionInput, type ImportReport, type QuestionKind } from '../contract.ts';

type Refused = ImportReport['refused'][number];
type Row = { readonly row: number; readonly cells: readonly string[] };

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
/** Columns by the words that may stand in the header. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  kind: ['题型', 'kind', 'type'],
  text: ['题目', '题干', 'question'],
  ...Object.fromEntries(
    LETTERS.map((letter) => [letter, [`选项${letter.toLowerCase()}`, `option ${letter.toLowerCase()}`]]),
  ),
  correct: ['答案', '正确答案', 'answer'],
  explanation: ['解析', 'explanation'],
  basis: ['依据', '出处', 'basis'],
};
const NEEDED = ['kind', 'text', 'correct'] as const;
const TITLES: Readonly<Record<string, string>> = { kind: '题型', text: '题目', correct: '答案', options: '选项' };
const MOST_VALUE = 100;

const KINDS = new Map<string, QuestionKind>([
  ['单选', 'single'],
  ['单选题', 'single'],
  ['single', 'single'],
  ['多选', 'multiple'],
  ['多选题', 'multiple'],
  ['multiple', 'multiple'],
  ['判断', 'true-false'],
  ['判断题', 'true-false'],
  ['true-false', 'true-false'],
]);
const TRUE = new Set(['对', '正确', '是', 'true', 'a', '√']);
const FALSE = new Set(['错', '错误', '否', 'false', 'b', '×']);
/** What stands for the two answers of a question that is true or false. */
const TRUE_FALSE = ['正确', '错误'] as const;

const TEXTS = {
  header: { zh: '缺少列', en: 'The column is missing' },
  kind: { zh: '题型应为“单选”“多选”或“判断”', en: 'Write single, multiple or true-false' },
  text: { zh: '题目少于 2 字或超过 500 字', en: 'The question is shorter than 2 or longer than 500 characters' },
  options: {
    zh: '选项应有 2 至 8 个，中间不空，互不相同，各不超过 300 字',
    en: 'There have to be 2 to 8 options without gaps, all different, each of at most 300 characters',
  },
  correct: {
    zh: '答案应为选项字母（多选如 ACD，单选只有一个），判断题写“对”或“错”',
    en: 'Write letters of options (ACD for several, one for single), or true or false',
  },
  explanation: { zh: '解析超过 1,000 字', en: 'The explanation is longer than 1,000 characters' },
  basis: { zh: '依据超过 200 字', en: 'The basis is longer than 200 characters' },
} as const;

const refusal = (row: number, column: keyof typeof TEXTS, value: string): Refused => ({
  row,
  column: column === 'header' ? (TITLES[value] ?? value) : (TITLES[column] ?? column),
  value: column === 'header' ? '' : value.slice(0, MOST_VALUE),
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

/** Options in their order; undefined where one is empty before another. */
const optionsOf = (cells: readonly string[]): readonly string[] | undefined => {
  const filled = cells.filter((cell) => cell !== '');
  return cells.slice(0, filled.length).every((cell) => cell !== '') ? filled : undefined;
};

const lettersOf = (answer: string): readonly number[] =>
  [...answer.toUpperCase().replaceAll(/[\s,，、;；]/g, '')].map((letter) =>
    LETTERS.findIndex((each) => each === letter),
  );

const truthOf = (answer: string): readonly number[] => {
  const word = answer.toLowerCase();
  return TRUE.has(word) ? [0] : FALSE.has(word) ? [1] : [];
};

const columnOf = (path: unknown): keyof typeof TEXTS =>
  typeof path === 'string' && path !== 'header' && path in TEXTS ? (path as keyof typeof TEXTS) : 'text';

const readRow = (row: Row, places: ReadonlyMap<string, number>): QuestionInput | Refused => {
  const cell = (name: string): string => row.cells[places.get(name) ?? -1]?.trim() ?? '';
  const kind = KINDS.get(cell('kind').toLowerCase());
  if (kind === undefined) return refusal(row.row, 'kind', cell('kind'));
  const given = optionsOf(LETTERS.map(cell));
  const options = kind === 'true-false' ? TRUE_FALSE : given;
  if (options === undefined) return refusal(row.row, 'options', LETTERS.map(cell).join('|'));
  const correct = kind === 'true-false' ? truthOf(cell('correct')) : lettersOf(cell('correct'));
  if (correct.length === 0 || correct.some((place) => place < 0 || place >= options.length))
    return refusal(row.row, 'correct', cell('correct'));
  const { explanation, basis } = { explanation: cell('explanation'), basis: cell('basis') };
  const parsed = QuestionInput.safeParse({ kind, text: cell('text'), options, correct, explanation, basis });
  if (parsed.success) return parsed.data;
  const column = columnOf(parsed.error.issues[0]?.path[0]);
  return refusal(row.row, column, column === 'options' ? options.join('|') : cell(column));
};

/**
 * Reads a table of questions, whose first row names the columns. Every row is either taken or refused with its line,
 * column and reason; a row that is wrong never hides one that is right. Empty rows are left out.
 */
export const readQuestions = (
  rows: readonly Row[],
): { readonly taken: readonly QuestionInput[]; readonly refused: readonly Refused[]; readonly rows: number } => {
  const [header, ...body] = rows;
  const places = placesOf(header?.cells ?? []);
  const missing = NEEDED.filter((name) => !places.has(name));
  if (missing.length > 0)
    return { taken: [], rows: body.length, refused: missing.map((name) => refusal(header?.row ?? 1, 'header', name)) };
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(row, places));
  return {
    rows: filled.length,
    taken: read.filter((each): each is QuestionInput => 'options' in each),
    refused: read.filter((each): each is Refused => !('options' in each)),
  };
};
