const FORMULA = /^[=+\-@\t\r]/;

/** One cell after RFC 4180; a text that a spreadsheet would run as a formula gets a leading apostrophe. */
export const csvCell = (value: string | number): string => {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table as CSV with a byte order mark, so that Excel reads the Chinese. */
export const csvText = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `\u{feff}${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
