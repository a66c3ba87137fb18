/** A value beside its name. `isUnverified`: its basis in law could not be verified, which is printed beside it. */
export interface FieldRow {
  readonly label: string;
  readonly value: string;
  readonly isUnverified: boolean;
}

/** A column of a table; `weight` is its share of the width. */
export interface Column {
  readonly label: string;
  readonly weight: number;
}

/** A piece of a document, from top to bottom. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'fields'; readonly rows: readonly FieldRow[] }
  | { readonly kind: 'text'; readonly label: string; readonly paragraphs: readonly string[] }
  | {
      readonly kind: 'table';
      readonly label: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'signatures'; readonly lines: readonly string[] };

/** A document as every format shows it. Texts are texts: nothing in them is ever read as code or markup. */
export interface Layout {
  readonly lang: 'zh' | 'en';
  readonly title: string;
  /** Lines below the title. */
  readonly subtitles: readonly string[];
  readonly author: string;
  /** Left in the foot of every page. */
  readonly foot: string;
  readonly blocks: readonly Block[];
}

/** Most bytes of a layout as JSON. */
export const MOST_LAYOUT_BYTES = 8 * 1024 * 1024;
/** Most rows of all tables and fields. */
export const MOST_ROWS = 20_000;

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** Text that XML and PDF can carry: controls except tab and line feed, and halves of surrogate pairs, become U+FFFD. */
export const printable = (text: string): string =>
  text.replaceAll('\r\n', '\n').toWellFormed().replaceAll(CONTROLS, '\ufffd');

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, change)]));
};

/** The same layout with every text changed; names of kinds have to stay what they are. */
export const withTexts = (layout: Layout, change: (text: string) => string): Layout =>
  mapTexts(layout, change) as Layout;

/** Rows of all tables and fields. */
export const rowsOf = ({ blocks }: Layout): number =>
  blocks.reduce((sum, block) => sum + (block.kind === 'table' || block.kind === 'fields' ? block.rows.length : 1), 0);
