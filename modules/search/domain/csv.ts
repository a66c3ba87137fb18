/** Columns of an export, in order. */
export const CSV_COLUMNS = [
  'time',
  'received',
  'source',
  'format',
  'class_uid',
  'severity_id',
  'host',
  'user',
  'vin',
  'src_ip',
  'dst_ip',
  'process',
  'command_line',
  'event_code',
  'provider',
  'message',
  'journal',
  'seq',
  'idx',
  'body',
] as const;

/**
 * One CSV cell (RFC 4180). A cell that a spreadsheet would run as a formula gets an apostrophe before it
 * (OWASP, CSV injection).
 */
export const csvCell = (value: string | number): string => {
  const text = typeof value === 'number' ? String(value) : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** One CSV line with its line end. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
