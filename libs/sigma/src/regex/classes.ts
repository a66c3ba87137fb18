import { fault } from '../errors.ts';
import { complement, PERL, POSIX, type Range, type Reader, type RegexNode } from './syntax.ts';
import { say, type Reason } from '../reason/reason.ts';

/** What a backslash stood for outside a class. */
export type EscapeResult =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'node'; readonly node: RegexNode };

const CONTROL: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d, a: 0x07, e: 0x1b };

const refuse = (what: Reason, reader: Reader): Error =>
  fault('sigma.regex', say('regex-at', { what, at: reader.at + 1 }));

/** Reads an escape outside a class; the reader stands on the backslash. */
export const parseEscape = (reader: Reader): EscapeResult => {
  const char = reader.text.charAt(reader.at + 1);
  if (char === '') throw refuse(say('regex-backslash-end'), reader);
  if (char === 'Q') return readQuoted(reader);
  const assertion = ({ b: 'wordBoundary', B: 'notWordBoundary', A: 'start', z: 'end', Z: 'end' } as const)[char];
  if (assertion !== undefined) {
    reader.at += 2;
    return { kind: 'node', node: { kind: 'assert', what: assertion } };
  }
  const set = readSet(reader);
  if (set !== undefined) return { kind: 'node', node: { kind: 'class', negated: false, ...set } };
  if (/[1-9gkGKRXCN]/.test(char)) throw refuse(say('regex-escape', { character: char }), reader);
  return { kind: 'literal', text: String.fromCodePoint(readCode(reader)) };
};

const readQuoted = (reader: Reader): EscapeResult => {
  const from = reader.at + 2;
  const end = reader.text.indexOf('\\E', from);
  reader.at = end < 0 ? reader.text.length : end + 2;
  return { kind: 'literal', text: reader.text.slice(from, end < 0 ? undefined : end) };
};

interface Members {
  readonly ranges: readonly Range[];
  readonly properties: readonly string[];
}

/** `\d`, `\W`, `\p{Lu}` and the like; `undefined` (and nothing consumed) for other escapes. */
const readSet = (reader: Reader): Members | undefined => {
  const char = reader.text.charAt(reader.at + 1);
  const lower = char.toLowerCase();
  if (lower === 'd' || lower === 'w' || lower === 's' || lower === 'h') {
    reader.at += 2;
    return { ranges: char === lower ? PERL[lower] : complement(PERL[lower]), properties: [] };
  }
  if (lower !== 'p') return undefined;
  const found = /^\\[pP](?:\{(\^?)([A-Za-z]{1,2})\}|([A-Z]))/.exec(reader.text.slice(reader.at, reader.at + 12));
  const name = found?.[2] ?? found?.[3];
  if (
    found === null ||
    name === undefined ||
    !/^(?:L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos]?)$/.test(name)
  ) {
    throw refuse(say('regex-category'), reader);
  }
  reader.at += found[0].length;
  return { ranges: [], properties: [`\\${(char === 'P') !== (found[1] === '^') ? 'P' : 'p'}{${name}}`] };
};

const readCode = (reader: Reader): number => {
  const rest = reader.text.slice(reader.at, reader.at + 12);
  const hex = /^\\(?:x([0-9a-fA-F]{1,2})|x\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(rest);
  if (hex !== null) {
    reader.at += hex[0].length;
    const code = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? hex[4] ?? '', 16);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw refuse(say('regex-code-point'), reader);
    return code;
  }
  const octal = /^\\0([0-7]{0,2})/.exec(rest);
  if (octal !== null) {
    reader.at += octal[0].length;
    return Number.parseInt(octal[1] === '' ? '0' : (octal[1] ?? '0'), 8);
  }
  const char = reader.text.charAt(reader.at + 1);
  const control = CONTROL[char];
  if (control === undefined && /[A-Za-z0-9]/.test(char)) throw refuse(say('regex-escape', { character: char }), reader);
  const code = control ?? reader.text.codePointAt(reader.at + 1) ?? 0;
  reader.at += code > 0xffff ? 3 : 2;
  return code;
};

/** Reads a bracket class; the reader stands on the opening bracket. */
export const parseClass = (reader: Reader): RegexNode => {
  reader.at += 1;
  const negated = reader.text.charAt(reader.at) === '^';
  if (negated) reader.at += 1;
  const ranges: Range[] = [];
  const properties: string[] = [];
  for (let first = true; ; first = false) {
    const char = reader.text.charAt(reader.at);
    if (char === '') throw refuse(say('regex-class-open'), reader);
    if (char === ']' && !first) break;
    const set = readClassSet(reader);
    if (set !== undefined) {
      ranges.push(...set.ranges);
      properties.push(...set.properties);
    } else ranges.push(readRange(reader));
  }
  reader.at += 1;
  return { kind: 'class', negated, ranges, properties };
};

const readClassSet = (reader: Reader): Members | undefined => {
  if (reader.text.charAt(reader.at) === '\\') return readSet(reader);
  const posix = /^\[:(\^?)([a-z]+):\]/.exec(reader.text.slice(reader.at, reader.at + 16));
  const ranges = posix === null ? undefined : POSIX[posix[2] ?? ''];
  if (posix === null || ranges === undefined) return undefined;
  reader.at += posix[0].length;
  return { ranges: posix[1] === '^' ? complement(ranges) : ranges, properties: [] };
};

const readRange = (reader: Reader): Range => {
  const low = readMember(reader);
  const dash = reader.text.charAt(reader.at) === '-' && reader.text.charAt(reader.at + 1) !== ']';
  if (!dash || /^-\\[dwshDWSHpP]/.test(reader.text.slice(reader.at, reader.at + 3))) return [low, low];
  reader.at += 1;
  const high = readMember(reader);
  if (high < low) throw refuse(say('regex-class-order'), reader);
  return [low, high];
};

const readMember = (reader: Reader): number => {
  if (reader.text.charAt(reader.at) === '\\') {
    if (reader.text.charAt(reader.at + 1) === 'b') {
      reader.at += 2;
      return 0x08;
    }
    if (reader.text.charAt(reader.at + 1) === '') throw refuse(say('regex-class-open'), reader);
    return readCode(reader);
  }
  const code = reader.text.codePointAt(reader.at);
  if (code === undefined) throw refuse(say('regex-class-open'), reader);
  reader.at += code > 0xffff ? 2 : 1;
  return code;
};
