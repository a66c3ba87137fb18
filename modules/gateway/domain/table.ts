import { BindingKind, type Binding } from '../contract.ts';
import { TITLES } from './read-table.ts';

/** What would be taken for a formula by a spreadsheet stands behind an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (text: string): string => {
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** Head of the table of bindings, with a byte order mark so that a spreadsheet reads it as UTF-8. */
export const TABLE_HEAD = `\uFEFF${TITLES.join(',')}\r\n`;

/** One line of a binding, in the form in which the import takes it. */
export const tableLine = ({ subject, kind, value, status }: Binding): string => {
  const values = BindingKind.options.map((each) => (each === kind ? value : ''));
  return `${[subject, ...values, status].map(cell).join(',')}\r\n`;
};
