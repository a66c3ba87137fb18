import type { XmlReader, XmlToken } from './xml.ts';

/** An element with everything below it; its depth and size are bounded by the reader. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Own text without that of the children, trimmed and cut at 1,024 characters: no value that is read here is longer. */
  readonly text: string;
}

const MAX_TEXT = 1024;

type Start = Extract<XmlToken, { kind: 'start' }>;

// a slice would keep the text of the whole file in memory as long as the extract lives
const copied = (text: string): string => (text === '' ? '' : Buffer.from(text, 'utf8').toString('utf8'));

/** Reads the rest of the element whose start was just read, its end included. */
export const readElement = (reader: XmlReader, { name, attributes }: Start): XmlElement => {
  const children: XmlElement[] = [];
  const text: string[] = [];
  for (;;) {
    const token = reader.next();
    if (token.kind === 'start') children.push(readElement(reader, token));
    else if (token.kind === 'text') text.push(token.text);
    else return { name, attributes, children, text: copied(text.join('').trim().slice(0, MAX_TEXT)) };
  }
};

/** First child of that name. */
export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((each) => each.name === name);

/** Text of the first child of that name, undefined when it is missing or empty. */
export const childText = (element: XmlElement, name: string): string | undefined =>
  child(element, name)?.text || undefined;

const collectBelow = (element: XmlElement, fits: (each: XmlElement) => boolean, into: XmlElement[]): XmlElement[] => {
  for (const each of element.children) {
    if (fits(each)) into.push(each);
    collectBelow(each, fits, into);
  }
  return into;
};

/** All elements below `element` that fit, in the order of the file. */
export const below = (element: XmlElement, fits: (each: XmlElement) => boolean): readonly XmlElement[] =>
  collectBelow(element, fits, []);

/** Paths of the references below `element` to elements of kind `dest` (attribute DEST of AUTOSAR references). */
export const references = (element: XmlElement, dest: string): readonly string[] =>
  below(element, (each) => each.name.endsWith('-REF') && each.attributes.get('DEST') === dest).map((each) => each.text);

const INTEGER = /^(?:0[xX][0-9a-fA-F]{1,8}|0[bB][01]{1,32}|\d{1,10})$/;

/** A PositiveInteger of AUTOSAR: decimal, 0x.., 0b.. or octal with a leading 0; undefined when it is none. */
export const positiveInteger = (text: string | undefined): number | undefined => {
  if (text === undefined || !INTEGER.test(text)) return undefined;
  if (/^0\d/.test(text)) return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
  return Number(text);
};

const TIME = /^\d{1,9}(?:\.\d{1,9})?(?:[eE][+-]?\d{1,2})?$/;

/** A TimeValue in seconds, undefined when it is none. */
export const seconds = (text: string | undefined): number | undefined =>
  text !== undefined && TIME.test(text) ? Number(text) : undefined;
