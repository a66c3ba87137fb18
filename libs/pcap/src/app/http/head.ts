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

/** A field of one line; without a colon it is all name. */
const headerFrom = (line: string): Header => {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line.trim(), value: '' };
  return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
};

const startsFolded = (line: string): boolean => line.startsWith(' ') || line.startsWith('\t');

/** The line of `text` from `from` to the line feed at `end`, without its carriage return. */
const lineAt = (text: string, from: number, end: number): string =>
  text.slice(from, end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end);

/** Splits a head (RFC 9112, section 2.1); folded lines continue the field before them. At most 256 fields. */
export const readHead = (bytes: Uint8Array): Head => {
  const text = textOf(bytes);
  const headers: Header[] = [];
  const firstEnd = text.indexOf('\n');
  const start = firstEnd < 0 ? text : lineAt(text, 0, firstEnd);
  for (let from = firstEnd + 1; from > 0 && from < text.length && headers.length < MAX_HEADERS;) {
    const end = text.indexOf('\n', from);
    const line = end < 0 ? text.slice(from) : lineAt(text, from, end);
    from = end + 1;
    if (line === '') continue;
    const last = startsFolded(line) ? headers.pop() : undefined;
    if (last === undefined) headers.push(headerFrom(line));
    else headers.push({ name: last.name, value: `${last.value} ${line.trim()}` });
  }
  return { start, headers };
};

/** Value of the first field with a lower-case name; undefined when there is none. */
export const headerOf = (headers: readonly Header[], name: string): string | undefined => {
  for (const header of headers) {
    if (header.name.length !== name.length) continue;
    if (header.name === name || header.name.toLowerCase() === name) return header.value;
  }
  return undefined;
};
