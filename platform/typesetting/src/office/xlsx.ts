import type { Workbook } from 'exceljs';
import type { Block, Layout } from '../layout.ts';
import { normalised } from './normalise.ts';

const WORDS = {
  zh: { form: '表单', item: '项目', content: '内容', basis: '依据', unverified: '未核实', table: '表' },
  en: { form: 'Form', item: 'Item', content: 'Content', basis: 'Basis', unverified: 'unverified', table: 'Table' },
} as const;
const HEAD = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF2F2F2' } } as const;
const MOST_CELL = 32_767;

/** Texts of cells are texts: a formula is never made of them. Longer ones than a cell can hold say that they are cut. */
const cell = (text: string): string => (text.length <= MOST_CELL ? text : `${text.slice(0, MOST_CELL - 2)} …`);

type Line = readonly [string, string, string];

const linesOf = (block: Block, unverified: string): readonly Line[] => {
  switch (block.kind) {
    case 'heading':
      return [[block.text, '', '']];
    case 'fields':
      return block.rows.map(({ label, value, isUnverified }) => [label, value, isUnverified ? unverified : '']);
    case 'text':
      return [[block.label, block.paragraphs.join('\n'), '']];
    case 'note':
      return [['', block.text, '']];
    case 'signatures':
      return block.lines.map((line) => ['', line, '']);
    case 'table':
      return [];
  }
};

const addForm = (book: Workbook, layout: Layout): void => {
  const words = WORDS[layout.lang];
  const sheet = book.addWorksheet(words.form, { views: [{ state: 'frozen', ySplit: 2 }] });
  sheet.columns = [{ width: 32 }, { width: 80 }, { width: 12 }];
  sheet.addRow([cell(layout.title)]).font = { bold: true, size: 14 };
  const head = sheet.addRow([words.item, words.content, words.basis]);
  head.font = { bold: true };
  head.fill = HEAD;
  for (const line of layout.subtitles) sheet.addRow(['', cell(line)]);
  for (const block of layout.blocks) {
    for (const line of linesOf(block, words.unverified)) {
      const row = sheet.addRow(line.map(cell));
      row.alignment = { wrapText: true, vertical: 'top' };
      if (block.kind === 'heading') row.font = { bold: true };
    }
  }
};

/** A name that a sheet may have: 31 characters, none of those that addresses use. */
const sheetName = (label: string, at: number, fallback: string): string =>
  `${at}. ${label === '' ? fallback : label}`.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31);

const addTable = (book: Workbook, block: Extract<Block, { kind: 'table' }>, name: string): void => {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = block.columns.map(({ weight }) => ({ width: Math.min(80, Math.max(10, weight * 12)) }));
  const head = sheet.addRow(block.columns.map(({ label }) => cell(label)));
  head.font = { bold: true };
  head.fill = HEAD;
  for (const cells of block.rows) sheet.addRow(cells.map(cell)).alignment = { wrapText: true, vertical: 'top' };
};

/** A workbook (ECMA-376): the form on the first sheet, each table on one of its own; the same bytes for the same layout and time. */
export const makeXlsx = async (layout: Layout, at: number): Promise<Uint8Array> => {
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  book.creator = layout.author;
  book.lastModifiedBy = layout.author;
  book.title = layout.title;
  book.created = new Date(at);
  book.modified = new Date(at);
  addForm(book, layout);
  let number = 0;
  for (const block of layout.blocks) {
    if (block.kind !== 'table') continue;
    number += 1;
    addTable(book, block, sheetName(block.label, number, WORDS[layout.lang].table));
  }
  return normalised(new Uint8Array(await book.xlsx.writeBuffer()), at);
};
