import { caseVariants, type Range, type RegexNode } from './syntax.ts';

/** The engine whose syntax is written. Both texts mean the same. */
export type Dialect = 'v8' | 're2';

/**
 * Writes a tree without flags: case folding is written out in classes and line anchors by their meaning, so that V8
 * (with the `u` flag) and RE2 agree on every text.
 */
export const emitRegex = (node: RegexNode, dialect: Dialect): string => {
  switch (node.kind) {
    case 'char':
      return emitChar(node.code, node.fold, dialect);
    case 'class':
      return emitClass(node, dialect);
    case 'assert':
      return ASSERTIONS[dialect][node.what];
    case 'sequence':
      return node.items
        .map((item) => (item.kind === 'choice' ? `(?:${emitRegex(item, dialect)})` : emitRegex(item, dialect)))
        .join('');
    case 'choice':
      return node.items.map((item) => emitRegex(item, dialect)).join('|');
    case 'repeat':
      return `(?:${emitRegex(node.item, dialect)})${quantifier(node.min, node.max)}${node.lazy ? '?' : ''}`;
  }
};

const ASSERTIONS = {
  v8: {
    start: '^',
    end: '$',
    lineStart: '(?<=^|\\n)',
    lineEnd: '(?=$|\\n)',
    wordBoundary: '\\b',
    notWordBoundary: '\\B',
  },
  re2: {
    start: '\\A',
    end: '\\z',
    lineStart: '(?m:^)',
    lineEnd: '(?m:$)',
    wordBoundary: '\\b',
    notWordBoundary: '\\B',
  },
} as const;

const quantifier = (min: number, max: number): string => {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
};

const emitChar = (code: number, fold: boolean, dialect: Dialect): string => {
  const variants = fold ? caseVariants(code) : [code];
  return variants.length === 1
    ? emitCode(code, dialect)
    : `[${variants.map((one) => emitCode(one, dialect)).join('')}]`;
};

const emitClass = (node: Extract<RegexNode, { kind: 'class' }>, dialect: Dialect): string => {
  const members = node.ranges.map((range) => emitRange(range, dialect)).join('') + node.properties.join('');
  if (members === '')
    return node.negated ? (dialect === 'v8' ? '[^]' : '(?s:.)') : dialect === 'v8' ? '[]' : '[^\\x{0}-\\x{10FFFF}]';
  return `[${node.negated ? '^' : ''}${members}]`;
};

const emitRange = ([low, high]: Range, dialect: Dialect): string =>
  low === high ? emitCode(low, dialect) : `${emitCode(low, dialect)}-${emitCode(high, dialect)}`;

const emitCode = (code: number, dialect: Dialect): string => {
  const plain = (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  if (plain) return String.fromCharCode(code);
  return dialect === 'v8' ? `\\u{${code.toString(16)}}` : `\\x{${code.toString(16)}}`;
};
