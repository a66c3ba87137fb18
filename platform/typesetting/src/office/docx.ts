import type * as DocxModule from 'docx';
import type { Paragraph, Table, TableRow } from 'docx';
import type { Block, Layout } from '../layout.ts';
import { normalised } from './normalise.ts';

type Docx = typeof DocxModule;
type Piece = Paragraph | Table;

const FONT = { ascii: 'Times New Roman', eastAsia: '宋体', hAnsi: 'Times New Roman' };
/** Width of the text of an A4 page, in twentieths of a point. */
const WIDTH = 9400;
const SHADE = { fill: 'F2F2F2' };
const UNVERIFIED = { zh: '（依据未核实）', en: ' (basis unverified)' };

const paragraph = ({ Paragraph: P, TextRun }: Docx, text: string, weight: 'bold' | 'plain' = 'plain'): Paragraph => {
  const lines = text.split('\n');
  const children = lines.map(
    (line, at) => new TextRun({ text: line, bold: weight === 'bold', ...(at > 0 && { break: 1 }) }),
  );
  return new P({ children });
};

const row = (
  docx: Docx,
  cells: readonly string[],
  widths: readonly number[],
  head: { readonly row: boolean; readonly first: boolean },
): TableRow =>
  new docx.TableRow({
    tableHeader: head.row,
    cantSplit: false,
    children: cells.map((cell, at) => {
      const isHead = head.row || (head.first && at === 0);
      return new docx.TableCell({
        width: { size: widths[at] ?? 0, type: docx.WidthType.DXA },
        ...(isHead && { shading: SHADE }),
        children: [paragraph(docx, cell, isHead ? 'bold' : 'plain')],
      });
    }),
  });

const table = (docx: Docx, widths: readonly number[], rows: readonly TableRow[]): Table =>
  new docx.Table({
    width: { size: WIDTH, type: docx.WidthType.DXA },
    columnWidths: [...widths],
    layout: docx.TableLayoutType.FIXED,
    rows: [...rows],
  });

const FIELDS = [3000, 6400];

const show = (docx: Docx, block: Block, lang: Layout['lang']): readonly Piece[] => {
  switch (block.kind) {
    case 'heading':
      return [new docx.Paragraph({ heading: docx.HeadingLevel.HEADING_1, children: [new docx.TextRun(block.text)] })];
    case 'note':
      return [paragraph(docx, block.text)];
    case 'text': {
      const label = block.label === '' ? [] : [paragraph(docx, block.label, 'bold')];
      return [...label, ...block.paragraphs.map((text) => paragraph(docx, text))];
    }
    case 'fields': {
      const lines = block.rows.map(({ label, value, isUnverified }) => [
        isUnverified ? `${label}${UNVERIFIED[lang]}` : label,
        value,
      ]);
      return [
        table(
          docx,
          FIELDS,
          lines.map((line) => row(docx, line, FIELDS, { row: false, first: true })),
        ),
        paragraph(docx, ''),
      ];
    }
    case 'table': {
      const total = block.columns.reduce((sum, { weight }) => sum + weight, 0);
      const widths = block.columns.map(({ weight }) => Math.floor((WIDTH * weight) / total));
      const head = row(
        docx,
        block.columns.map(({ label }) => label),
        widths,
        { row: true, first: false },
      );
      const rows = block.rows.map((cells) => row(docx, cells, widths, { row: false, first: false }));
      const label = block.label === '' ? [] : [paragraph(docx, block.label, 'bold')];
      return [...label, table(docx, widths, [head, ...rows]), paragraph(docx, '')];
    }
    case 'signatures':
      return block.lines.map(
        (text) => new docx.Paragraph({ alignment: docx.AlignmentType.RIGHT, children: [new docx.TextRun(text)] }),
      );
  }
};

const footer = (docx: Docx, { foot, lang }: Layout): InstanceType<Docx['Footer']> => {
  const number = docx.PageNumber;
  const parts =
    lang === 'zh'
      ? ['　第 ', number.CURRENT, ' 页　共 ', number.TOTAL_PAGES, ' 页']
      : ['  Page ', number.CURRENT, ' of ', number.TOTAL_PAGES];
  const run = new docx.TextRun({ children: [foot, ...parts], size: 15 });
  return new docx.Footer({ children: [new docx.Paragraph({ children: [run] })] });
};

const titles = (docx: Docx, { title, subtitles }: Layout): readonly Paragraph[] => {
  const centred = (text: string, size: number, weight: 'bold' | 'plain'): Paragraph =>
    new docx.Paragraph({
      alignment: docx.AlignmentType.CENTER,
      children: [new docx.TextRun({ text, size, bold: weight === 'bold' })],
    });
  return [centred(title, 34, 'bold'), ...subtitles.map((line) => centred(line, 18, 'plain'))];
};

/** A document for word processors (ECMA-376), the same bytes for the same layout and time. */
export const makeDocx = async (layout: Layout, at: number): Promise<Uint8Array> => {
  const docx = await import('docx');
  const file = new docx.Document({
    title: layout.title,
    creator: layout.author,
    lastModifiedBy: layout.author,
    styles: { default: { document: { run: { font: FONT, size: 21 } } } },
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 } } },
        footers: { default: footer(docx, layout) },
        children: [...titles(docx, layout), ...layout.blocks.flatMap((block) => show(docx, block, layout.lang))],
      },
    ],
  });
  return normalised(new Uint8Array(await docx.Packer.toBuffer(file)), at);
};
