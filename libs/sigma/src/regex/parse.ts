import { fault } from '../errors.ts';
import { parseClass, parseEscape, type EscapeResult } from './classes.ts';
import { foldRanges, type Reader, type RegexNode } from './syntax.ts';
import { say, type Reason } from '../reason/reason.ts';

const MAX_PATTERN = 10_000;
const MAX_DEPTH = 60;
const MAX_REPEAT = 1_000;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

interface State extends Reader {
  flags: Flags;
}

/**
 * Parses the subset of PCRE that Sigma allows: literals, classes, groups, alternation, greedy and lazy quantifiers,
 * anchors, `\b`, inline flags `(?ims)` and `(?i:…)`, named groups, `\Q…\E`, POSIX classes and `\p{..}` categories.
 * Lookaround, back references, atomic groups and possessive quantifiers are refused with `sigma.regex`.
 */
export const parseRegex = (pattern: string, flags: string): RegexNode => {
  if (pattern.length > MAX_PATTERN) throw fault('sigma.limit', say('regex-too-long', { most: MAX_PATTERN }));
  const state: State = {
    text: pattern,
    at: 0,
    flags: { i: flags.includes('i'), m: flags.includes('m'), s: flags.includes('s') },
  };
  const node = parseChoice(state, 0);
  if (state.at < pattern.length) throw bad(say('regex-bracket-extra'), state);
  checkSize(node, 1);
  return node;
};

const bad = (what: Reason, reader: Reader): Error => fault('sigma.regex', say('regex-at', { what, at: reader.at + 1 }));

const parseChoice = (state: State, depth: number): RegexNode => {
  if (depth > MAX_DEPTH) throw fault('sigma.limit', say('regex-too-deep', { most: MAX_DEPTH }));
  const before = state.flags;
  const items = [parseSequence(state, depth)];
  while (state.text.charAt(state.at) === '|') {
    state.at += 1;
    items.push(parseSequence(state, depth));
  }
  state.flags = before;
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'choice', items };
};

const parseSequence = (state: State, depth: number): RegexNode => {
  const items: RegexNode[] = [];
  while (state.at < state.text.length) {
    const char = state.text.charAt(state.at);
    if (char === '|' || char === ')') break;
    const atom = parseAtom(state, depth);
    if (atom !== undefined) items.push(...parseQuantifier(state, atom));
  }
  return { kind: 'sequence', items };
};

const parseAtom = (state: State, depth: number): readonly RegexNode[] | undefined => {
  const char = state.text.charAt(state.at);
  switch (char) {
    case '(':
      return parseGroup(state, depth);
    case '[':
      return [foldNode(parseClass(state), state.flags.i)];
    case '\\':
      return resolve(parseEscape(state), state.flags);
    case '.':
      state.at += 1;
      return [{ kind: 'class', negated: true, ranges: state.flags.s ? [] : [[0x0a, 0x0a]], properties: [] }];
    case '^':
      state.at += 1;
      return [{ kind: 'assert', what: state.flags.m ? 'lineStart' : 'start' }];
    case '$':
      state.at += 1;
      return [{ kind: 'assert', what: state.flags.m ? 'lineEnd' : 'end' }];
    case '*':
    case '+':
    case '?':
      throw bad(say('regex-repeats-nothing', { character: char }), state);
    default: {
      const code = state.text.codePointAt(state.at) ?? 0;
      state.at += code > 0xffff ? 2 : 1;
      return [{ kind: 'char', code, fold: state.flags.i }];
    }
  }
};

const resolve = (escape: EscapeResult, flags: Flags): readonly RegexNode[] => {
  if (escape.kind === 'literal')
    return [...escape.text].map((char) => ({ kind: 'char', code: char.codePointAt(0) ?? 0, fold: flags.i }));
  return [foldNode(escape.node, flags.i)];
};

const foldNode = (node: RegexNode, fold: boolean): RegexNode =>
  node.kind === 'class' && fold ? { ...node, ranges: foldRanges(node.ranges) } : node;

const parseGroup = (state: State, depth: number): readonly RegexNode[] | undefined => {
  const rest = state.text.slice(state.at, state.at + 80);
  const flags = /^\(\?([imsUx]*)(?:-([imsUx]+))?([:)])/.exec(rest);
  const outer = state.flags;
  if (flags !== null) {
    state.flags = changeFlags(state, flags[1] ?? '', flags[2] ?? '');
    state.at += flags[0].length;
    if (flags[3] === ')') return undefined;
  } else {
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named === null && rest.startsWith('(?')) throw bad(refusal(rest), state);
    if (rest.startsWith('(*')) throw bad(say('regex-verbs'), state);
    state.at += named === null ? 1 : named[0].length;
  }
  const inner = parseChoice(state, depth + 1);
  state.flags = outer;
  if (state.text.charAt(state.at) !== ')') throw bad(say('regex-bracket-open'), state);
  state.at += 1;
  return [inner];
};

const refusal = (rest: string): Reason => {
  if (/^\(\?<?[=!]/.test(rest)) return say('regex-lookaround');
  if (rest.startsWith('(?>')) return say('regex-atomic');
  return say('regex-group');
};

const changeFlags = (state: State, on: string, off: string): Flags => {
  if (/[Ux]/.test(on + off)) throw bad(say('regex-flags'), state);
  const pick = (name: 'i' | 'm' | 's'): boolean => (on.includes(name) || state.flags[name]) && !off.includes(name);
  return { i: pick('i'), m: pick('m'), s: pick('s') };
};

const parseQuantifier = (state: State, atom: readonly RegexNode[]): readonly RegexNode[] => {
  let items = atom;
  for (let round = 0; ; round += 1) {
    const found = /^(?:([*+?])|\{(\d{1,6})(?:(,)(\d{1,6})?)?\})([?+])?/.exec(state.text.slice(state.at, state.at + 24));
    const last = items[items.length - 1];
    if (found === null || last === undefined) return items;
    if (round > 0 || last.kind === 'assert') throw bad(say('regex-quantifier-alone'), state);
    if (found[5] === '+') throw bad(say('regex-possessive'), state);
    const [min, max] = bounds(found);
    if (min > max) throw bad(say('regex-quantifier-order'), state);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
      throw bad(say('regex-quantifier-most', { most: MAX_REPEAT }), state);
    state.at += found[0].length;
    items = [...items.slice(0, -1), { kind: 'repeat', item: last, min, max, lazy: found[5] === '?' }];
  }
};

const bounds = (found: RegExpExecArray): readonly [number, number] => {
  if (found[1] === '*') return [0, Infinity];
  if (found[1] === '+') return [1, Infinity];
  if (found[1] === '?') return [0, 1];
  const min = Number(found[2]);
  if (found[3] === undefined) return [min, min];
  return [min, found[4] === undefined ? Infinity : Number(found[4])];
};

/** Nested counts multiply when an automaton is built; more than 1,000 copies of one node are refused. */
const checkSize = (node: RegexNode, copies: number): void => {
  if (copies > MAX_REPEAT) throw fault('sigma.limit', say('regex-multiplies', { most: MAX_REPEAT }));
  if (node.kind === 'repeat') checkSize(node.item, copies * Math.max(1, node.max === Infinity ? node.min : node.max));
  if (node.kind === 'sequence' || node.kind === 'choice') for (const item of node.items) checkSize(item, copies);
};
