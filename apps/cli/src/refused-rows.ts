import { say, type Context } from './context.ts';
import { plain } from './output.ts';

/** A row of a table that was not taken, as every import of the API names it. */
interface RefusedRow {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly text: { readonly zh: string; readonly en: string };
}

/** A line for each row that was not taken: its place, what stands there, and what is wrong with it. */
export const refusedRows = (context: Context, refused: readonly RefusedRow[]): string[] =>
  refused.map(({ row, column, value, text }) =>
    plain(
      say(context, {
        zh: `第 ${row} 行 ${column}“${value}”：${text.zh}`,
        en: `row ${row}, ${column} "${value}": ${text.en}`,
      }),
    ),
  );
