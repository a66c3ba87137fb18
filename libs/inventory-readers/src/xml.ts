import { inventoryError } from './errors.ts';
import { READ_LIMITS } from './observation.ts';

/** What a reader of XML is told. Text between tags is passed over. */
export interface XmlSink {
  readonly open: (name: string, attributes: ReadonlyMap<string, string>, line: number) => void;
  readonly close: (name: string, line: number) => void;
}

const MOST_DEPTH = 64;
const MOST_ATTRIBUTES = 64;
const NAME = /[A-Za-z_:][\w:.-]{0,127}/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Where the reader stands; lines are counted as it goes. */
interface Place {
  at: number;
  line: number;
  /** Offset up to which lines are counted. */
  counted: number;
}

const moveTo = (text: string, place: Place, at: number): void => {
  for (;;) {
    const next = text.indexOf('\n', place.counted);
    if (next < 0 || next >= at) break;
    place.line += 1;
    place.counted = next + 1;
  }
  place.counted = Math.max(place.counted, Math.min(at, text.length));
  place.at = at;
};

const fail = (text: string, place: Place, reason: string): never => {
  const start = text.lastIndexOf('\n', place.at - 1) + 1;
  throw inventoryError('inventory.structure', { line: place.line, column: place.at - start + 1, reason });
};

const decodeReference = (whole: string, name: string): string => {
  if (name in ENTITIES) return ENTITIES[name] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  if (!Number.isSafeInteger(code) || code < 1 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff))
    return '\uFFFD';
  return String.fromCodePoint(code);
};

const decode = (value: string, text: string, place: Place): string => {
  if (!value.includes('&')) return value;
  const decoded = value.replaceAll(/&(#x[0-9a-f]{1,8}|#\d{1,8}|amp|lt|gt|quot|apos);/gi, decodeReference);
  // An entity that only a document type could explain: none is ever expanded.
  if (/&[A-Za-z_][\w.-]*;/.test(value.replaceAll(/&(amp|lt|gt|quot|apos);/g, '')))
    fail(text, place, 'an entity that is not one of the five of XML');
  return decoded;
};

const skipTo = (text: string, place: Place, end: string, what: string): void => {
  const found = text.indexOf(end, place.at);
  if (found < 0) fail(text, place, `${what} never ends`);
  moveTo(text, place, found + end.length);
};

const skipDoctype = (text: string, place: Place): void => {
  const end = text.indexOf('>', place.at);
  if (end < 0) fail(text, place, 'a document type never ends');
  if (text.slice(place.at, end).includes('[')) fail(text, place, 'a document type with declarations of its own');
  moveTo(text, place, end + 1);
};

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

const skipSpace = (text: string, place: Place): void => {
  let { at } = place;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  moveTo(text, place, at);
};

const readName = (text: string, place: Place): string => {
  NAME.lastIndex = place.at;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return fail(text, place, 'a name is expected');
  place.at += name.length;
  return name;
};

const readAttribute = (text: string, place: Place, attributes: Map<string, string>): void => {
  const name = readName(text, place);
  skipSpace(text, place);
  if (text[place.at] !== '=') fail(text, place, `the attribute ${name} has no value`);
  place.at += 1;
  skipSpace(text, place);
  const quote = text[place.at];
  if (quote !== '"' && quote !== "'") return fail(text, place, `the value of ${name} is not quoted`);
  const end = text.indexOf(quote, place.at + 1);
  if (end < 0) fail(text, place, `the value of ${name} is never closed`);
  if (end - place.at > READ_LIMITS.line) fail(text, place, `the value of ${name} is too long`);
  const value = text.slice(place.at + 1, end);
  if (value.includes('<')) fail(text, place, `the value of ${name} is never closed`);
  if (attributes.size >= MOST_ATTRIBUTES) fail(text, place, `more than ${MOST_ATTRIBUTES} attributes`);
  attributes.set(name, decode(value, text, place));
  moveTo(text, place, end + 1);
};

const readOpening = (text: string, place: Place, sink: XmlSink, open: string[]): void => {
  const { line } = place;
  const name = readName(text, place);
  const attributes = new Map<string, string>();
  for (;;) {
    skipSpace(text, place);
    if (text.startsWith('/>', place.at)) {
      place.at += 2;
      sink.open(name, attributes, line);
      sink.close(name, line);
      return;
    }
    if (text[place.at] === '>') {
      place.at += 1;
      if (open.length >= MOST_DEPTH) fail(text, place, `deeper than ${MOST_DEPTH} elements`);
      open.push(name);
      sink.open(name, attributes, line);
      return;
    }
    if (place.at >= text.length) fail(text, place, `the tag ${name} never ends`);
    readAttribute(text, place, attributes);
  }
};

const readClosing = (text: string, place: Place, sink: XmlSink, open: string[]): void => {
  place.at += 2;
  const name = readName(text, place);
  skipSpace(text, place);
  if (text[place.at] !== '>') fail(text, place, `the tag ${name} never ends`);
  if (open.at(-1) !== name) fail(text, place, `${name} is closed but not open`);
  place.at += 1;
  open.pop();
  sink.close(name, place.line);
};

/**
 * Reads XML 1.0 tag by tag: elements and attributes, the five entities and character references. Several documents may
 * follow each other. Declarations inside a document type and every other entity are refused, so nothing is expanded or
 * fetched. At most 64 levels, 64 attributes an element. Throws `inventory.structure` with line and column.
 */
export const readXml = (text: string, sink: XmlSink): void => {
  const place: Place = { at: 0, line: 1, counted: 0 };
  const open: string[] = [];
  for (;;) {
    const next = text.indexOf('<', place.at);
    if (next < 0) break;
    moveTo(text, place, next);
    if (text.startsWith('<!--', next)) skipTo(text, place, '-->', 'a comment');
    else if (text.startsWith('<![CDATA[', next)) skipTo(text, place, ']]>', 'a CDATA section');
    else if (text.startsWith('<?', next)) skipTo(text, place, '?>', 'an instruction');
    else if (text.startsWith('<!DOCTYPE', next)) skipDoctype(text, place);
    else if (text.startsWith('</', next)) readClosing(text, place, sink, open);
    else {
      place.at += 1;
      readOpening(text, place, sink, open);
    }
  }
  if (open.length > 0) {
    moveTo(text, place, text.length);
    fail(text, place, `the file ends inside ${open.at(-1) ?? ''}`);
  }
};
