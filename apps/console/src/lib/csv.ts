import { csvLine } from '@chedun/kernel';

/** A table as CSV with a byte order mark, so that Excel reads the Chinese. */
export const csvText = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `\u{feff}${[header, ...rows].map(csvLine).join('')}`;
