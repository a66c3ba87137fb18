/** The sign between the cells of a table: comma, semicolon or tab, whichever the head has most of. */
export const separatorOf = (line: string): string => {
  const count = (sign: string): number => line.split(sign).length - 1;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
};

/** Cells of one line (RFC 4180); a quote that is not closed runs to the end of the line. At most 100 cells. */
export const cellsOf = (line: string, separator: string): readonly string[] => {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length && cells.length < 100) {
    if (line.charAt(at) === '"') {
      let value = '';
      at += 1;
      for (;;) {
        const quote = line.indexOf('"', at);
        value += line.slice(at, quote < 0 ? undefined : quote);
        if (quote < 0) at = line.length;
        else if (line.charAt(quote + 1) === '"') {
          value += '"';
          at = quote + 2;
          continue;
        } else at = quote + 1;
        break;
      }
      const next = line.indexOf(separator, at);
      cells.push(value.trim());
      at = next < 0 ? line.length + 1 : next + 1;
    } else {
      const next = line.indexOf(separator, at);
      cells.push(line.slice(at, next < 0 ? undefined : next).trim());
      at = next < 0 ? line.length + 1 : next + 1;
    }
  }
  return cells;
};
