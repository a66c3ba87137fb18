import { idsmError } from './errors.ts';

/** Bounds of reading XML; lengths in UTF-16 code units. */
export interface XmlLimits {
  /** Of the whole file, in bytes. */
  readonly bytes: number;
  readonly depth: number;
  /** Elements of the whole file. */
  readonly elements: number;
  /** Of one element. */
  readonly attributes: number;
  /** Of one name. */
  readonly name: number;
  /** Of one attribute value or one run of text. */
  readonly value: number;
}

/** 32 MiB, 64 levels, 1,000,000 elements, 32 attributes, names of 256, values of 65,536. */
export const XML_LIMITS: XmlLimits = {
  bytes: 32 * 1024 * 1024,
  depth: 64,
  elements: 1_000_000,
  attributes: 32,
  name: 256,
  value: 65_536,
};

/** What the reader meets next. An empty element `<A/>` gives `start` and `end`. */
export type XmlToken =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'eof' };

/** Reads one document token by token. */
export interface XmlReader {
  /** @throws idsm.xml with line and column */
  readonly next: () => XmlToken;
}

const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const SPACE = /[ \t\r\n]*/y;
const SPACE_ONLY = /^[ \t\r\n]*$/;
const BAD_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const REFERENCE = /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(\w{1,8}));/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Throws with the line and column of `at`. */
const failAt = (text: string, at: number, reason: string): never => {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  throw idsmError('idsm.xml', { line, column: at - start + 1, reason });
};

/** Bytes of a file as text: UTF-8, with or without a mark, nothing else. */
const decodeBytes = (bytes: Uint8Array, limits: XmlLimits): string => {
  if (bytes.length > limits.bytes)
    throw idsmError('idsm.xml', { reason: `${bytes.length} bytes; ${limits.bytes} are allowed` });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw idsmError('idsm.xml', { line: 1, reason: 'the file is not UTF-8' });
  }
};

/** State of one reading. */
interface Scan {
  readonly text: string;
  readonly limits: XmlLimits;
  at: number;
  elements: number;
  readonly open: string[];
  /** The root element was closed. */
  done: boolean;
  /** End of an empty element that is still to be told. */
  emptyEnd: boolean;
}

const fail = (scan: Scan, reason: string, at = scan.at): never => failAt(scan.text, at, reason);

const skipSpace = (scan: Scan): boolean => {
  SPACE.lastIndex = scan.at;
  SPACE.test(scan.text);
  const moved = SPACE.lastIndex > scan.at;
  scan.at = SPACE.lastIndex;
  return moved;
};

const readName = (scan: Scan): string => {
  NAME.lastIndex = scan.at;
  const name = NAME.exec(scan.text)?.[0] ?? fail(scan, 'a name (ASCII letters, digits, . _ -) is expected');
  if (name.length > scan.limits.name) fail(scan, `a name is longer than ${scan.limits.name}`);
  scan.at += name.length;
  return name;
};

const resolved = (scan: Scan, raw: string, at: number): string => {
  if (raw.length > scan.limits.value) fail(scan, `a value is longer than ${scan.limits.value}`, at);
  if (BAD_CHARACTER.test(raw)) fail(scan, 'a character that XML does not allow', at);
  if (!raw.includes('&')) return raw;
  const known = raw.replace(REFERENCE, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined)
      return ENTITIES.get(name) ?? fail(scan, `entity ${all}; only the five of XML are allowed`, at);
    const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    return BAD_CHARACTER.test(character)
      ? fail(scan, `reference ${all} to a character that XML does not allow`, at)
      : character;
  });
  if (raw.replace(REFERENCE, '').includes('&')) fail(scan, '& without a reference', at);
  return known;
};

const readAttribute = (scan: Scan, into: Map<string, string>): void => {
  const name = readName(scan);
  if (into.has(name)) fail(scan, `attribute ${name} is given twice`);
  if (into.size >= scan.limits.attributes) fail(scan, `more than ${scan.limits.attributes} attributes`);
  skipSpace(scan);
  if (scan.text[scan.at] !== '=') fail(scan, `= is expected after attribute ${name}`);
  scan.at += 1;
  skipSpace(scan);
  const quote = scan.text[scan.at];
  if (quote !== '"' && quote !== "'") return fail(scan, `the value of attribute ${name} has no quotes`);
  const end = scan.text.indexOf(quote, scan.at + 1);
  if (end < 0) return fail(scan, `the value of attribute ${name} does not end`);
  const raw = scan.text.slice(scan.at + 1, end);
  if (raw.includes('<')) fail(scan, `< in the value of attribute ${name}`);
  into.set(name, resolved(scan, raw, scan.at));
  scan.at = end + 1;
};

const readStart = (scan: Scan): XmlToken => {
  if (scan.done) fail(scan, 'a second root element');
  scan.elements += 1;
  if (scan.elements > scan.limits.elements) fail(scan, `more than ${scan.limits.elements} elements`);
  if (scan.open.length >= scan.limits.depth) fail(scan, `more than ${scan.limits.depth} levels`);
  scan.at += 1;
  const name = readName(scan);
  const attributes = new Map<string, string>();
  for (;;) {
    const spaced = skipSpace(scan);
    const next = scan.text[scan.at];
    if (next === '>' || (next === '/' && scan.text[scan.at + 1] === '>')) break;
    if (!spaced) fail(scan, `<${name} is not closed`);
    readAttribute(scan, attributes);
  }
  scan.emptyEnd = scan.text[scan.at] === '/';
  scan.at += scan.emptyEnd ? 2 : 1;
  scan.open.push(name);
  return { kind: 'start', name, attributes };
};

const closed = (scan: Scan): XmlToken => {
  const name = scan.open.pop() ?? fail(scan, 'an end without a start');
  scan.done = scan.open.length === 0;
  return { kind: 'end', name };
};

const readEnd = (scan: Scan): XmlToken => {
  const from = scan.at;
  scan.at += 2;
  const name = readName(scan);
  skipSpace(scan);
  if (scan.text[scan.at] !== '>') fail(scan, `</${name} is not closed`);
  if (scan.open.at(-1) !== name) fail(scan, `</${name}> does not close <${scan.open.at(-1) ?? ''}>`, from);
  scan.at += 1;
  return closed(scan);
};

/** Skips up to and including `mark`, returns what was before it. */
const until = (scan: Scan, from: number, mark: string): string => {
  const end = scan.text.indexOf(mark, from);
  if (end < 0) return fail(scan, `${mark} is missing`);
  scan.at = end + mark.length;
  return scan.text.slice(from, end);
};

const readCdata = (scan: Scan): XmlToken => {
  const from = scan.at;
  if (scan.open.length === 0) fail(scan, 'text outside of the root element');
  const text = until(scan, from + '<![CDATA['.length, ']]>');
  if (text.length > scan.limits.value) fail(scan, `a value is longer than ${scan.limits.value}`, from);
  if (BAD_CHARACTER.test(text)) fail(scan, 'a character that XML does not allow', from);
  return { kind: 'text', text };
};

const skipInstruction = (scan: Scan): void => {
  const from = scan.at;
  const body = until(scan, from + 2, '?>');
  if (!/^xml[ \t\r\n]/.test(body)) return;
  if (from !== 0) fail(scan, 'an XML declaration that is not at the start', from);
  const encoding = /encoding\s*=\s*["']([^"']*)/.exec(body)?.[1];
  if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding))
    fail(scan, `encoding ${encoding}; only UTF-8 is read`, from);
};

const readText = (scan: Scan): XmlToken | undefined => {
  const from = scan.at;
  const next = scan.text.indexOf('<', from);
  scan.at = next < 0 ? scan.text.length : next;
  const raw = scan.text.slice(from, scan.at);
  if (scan.open.length > 0) return { kind: 'text', text: resolved(scan, raw, from) };
  return SPACE_ONLY.test(raw) ? undefined : fail(scan, 'text outside of the root element', from);
};

const step = (scan: Scan): XmlToken | undefined => {
  const { text, at } = scan;
  if (at >= text.length)
    return scan.done ? { kind: 'eof' } : fail(scan, `the file ends within <${scan.open.at(-1) ?? ''}>`);
  if (text[at] !== '<') return readText(scan);
  if (text.startsWith('</', at)) return readEnd(scan);
  if (text.startsWith('<?', at)) return void skipInstruction(scan);
  if (text.startsWith('<!--', at)) return void until(scan, at + 4, '-->');
  if (text.startsWith('<![CDATA[', at)) return readCdata(scan);
  if (text.startsWith('<!', at)) return fail(scan, 'document types and other declarations are refused');
  return readStart(scan);
};

/**
 * A pull reader for the XML of configuration files: UTF-8, one root element, no DTD, no entities beyond the five of
 * XML (character references are resolved), ASCII names, comments and instructions skipped. Everything is bounded.
 * @throws idsm.xml
 */
export const createXmlReader = (bytes: Uint8Array, limits: Partial<XmlLimits> = {}): XmlReader => {
  const bounds = { ...XML_LIMITS, ...limits };
  const text = decodeBytes(bytes, bounds);
  const scan: Scan = { text, limits: bounds, at: 0, elements: 0, open: [], done: false, emptyEnd: false };
  return {
    next: () => {
      if (scan.emptyEnd) {
        scan.emptyEnd = false;
        return closed(scan);
      }
      for (;;) {
        const token = step(scan);
        if (token !== undefined) return token;
      }
    },
  };
};
