import { csvLine } from '@chedun/kernel';
import { BindingKind, type Binding } from '../contract.ts';
import { TITLES } from './read-table.ts';

/** Head of the table of bindings, with a byte order mark so that a spreadsheet reads it as UTF-8. */
export const TABLE_HEAD = `\uFEFF${TITLES.join(',')}\r\n`;

/** One line of a binding, in the form in which the import takes it. */
export const tableLine = ({ subject, kind, value, status }: Binding): string => {
  const values = BindingKind.options.map((each) => (each === kind ? value : ''));
  return csvLine([subject, ...values, status]);
};
