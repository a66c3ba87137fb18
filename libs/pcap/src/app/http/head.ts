import { textOf } from '../text.ts';

/** One header field, its name as sent. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Request or status line and the fields below it. */
export interface Head {
  readonly start: string;
  readonly headers: readonly Header[];
}

const MAX_HEADERS = 256;

/** Length of the head including the empty line that ends it; -1 while that is missing. */
export const headLength = (bytes: Uint8Array): number => {
  let lineStart = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    const size = at - lineStart - (bytes[at - 1] === 13 && at > lineStart ? 1 : 0);
    if (size === 0 && lineStart > 0) return at + 1;
    lineStart = at + 1;
  }
  return -1;
};

/** Splits a head (RFC 9112, section 2.1); folded lines continue the field before them. At most 256 fields. */
export const readHead = (bytes: Uint8Array): Head => {
  const [start = '', ...lines] = textOf(bytes).split(/\r?\n/);
  const headers: Header[] = [];
  for (const line of lines) {
    if (line === '' || headers.length >= MAX_HEADERS) continue;
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      headers[headers.length - 1] = { name: last.name, value: `${last.value} ${line.trim()}` };
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 0) headers.push({ name: line.trim(), value: '' });
    else headers.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return { start, headers };
};

/** Value of the first field with a lower-case name; undefined when there is none. */
export const headerOf = (headers: readonly Header[], name: string): string | undefined =>
  headers.find((header) => header.name.length === name.length && header.name.toLowerCase() === name)?.value;
