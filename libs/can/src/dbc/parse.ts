import { idFits, idKey } from '../frame.ts';
import { canError } from '../errors.ts';
import { createDraft } from './draft.ts';
import type { Draft, DraftSignal } from './draft.ts';
import type { Dbc, DbcMultiplex } from './dbc.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Reads tokens one after another; every expectation that fails names its line. */
interface Reader {
  readonly peek: () => Token | undefined;
  readonly next: (wanted: string) => Token;
  readonly word: () => string;
  readonly string: () => string;
  readonly number: () => number;
  readonly mark: (text: string) => void;
  readonly skipStatement: () => void;
}

const EXTENDED_FLAG = 0x80000000;
const END: Token = { kind: 'mark', text: 'end of file', line: 0 };

const createReader = (tokens: readonly Token[]): Reader => {
  let at = 0;
  const fail = (token: Token, wanted: string): never => {
    throw canError('can.bad_dbc', {
      line: token.line,
      reason: `expected ${wanted}, found "${token.text.slice(0, 40)}"`,
    });
  };
  const next = (wanted: string): Token => {
    const token = tokens[at];
    if (token === undefined) return fail({ ...END, line: tokens.at(-1)?.line ?? 1 }, wanted);
    at += 1;
    return token;
  };
  const of = (kind: Token['kind'], wanted: string): Token => {
    const token = next(wanted);
    return token.kind === kind ? token : fail(token, wanted);
  };
  return {
    peek: () => tokens[at],
    next,
    word: () => of('word', 'a name').text,
    string: () => of('string', 'a string').text,
    number: () => Number(of('number', 'a number').text),
    mark: (text) => {
      const token = next(`"${text}"`);
      if (token.text !== text || token.kind !== 'mark') fail(token, `"${text}"`);
    },
    skipStatement: () => {
      while (at < tokens.length && !(tokens[at]?.kind === 'mark' && tokens[at]?.text === ';')) at += 1;
      at += 1;
    },
  };
};

/** Identifier key of the number in a file; undefined when no frame can carry it (as of VECTOR__INDEPENDENT_SIG_MSG). */
const keyOf = (id: number): { key: number; id: number; extended: boolean } | undefined => {
  const extended = id >= EXTENDED_FLAG;
  const plain = extended ? id - EXTENDED_FLAG : id;
  return idFits(plain, extended) ? { key: idKey(plain, extended), id: plain, extended } : undefined;
};

const multiplexOf = (word: string, line: number): DbcMultiplex => {
  if (word === 'M') return { kind: 'switch' };
  const found = /^m(\d{1,10})(M?)$/.exec(word);
  if (found === null) throw canError('can.bad_dbc', { line, reason: `"${word}" is no multiplexer mark` });
  const value = Number(found[1]);
  return { kind: 'case', isSwitch: found[2] === 'M', on: undefined, ranges: [[value, value]] };
};

/** Names on the line of the signal; some files leave them out, some the commas. */
const readReceivers = (read: Reader, line: number): readonly string[] => {
  const receivers: string[] = [];
  for (let token = read.peek(); token?.line === line; token = read.peek())
    if (token.kind === 'word') receivers.push(read.word());
    else read.mark(',');
  return receivers;
};

const readSignal = (read: Reader): DraftSignal => {
  const { line, text: name } = read.next('a signal name');
  const mark = read.peek();
  const multiplex: DbcMultiplex = mark?.kind === 'word' ? multiplexOf(read.word(), line) : { kind: 'always' };
  read.mark(':');
  const start = read.number();
  read.mark('|');
  const length = read.number();
  read.mark('@');
  // the order and the sign stand together: 1+ 0-
  const byteOrder = read.number() === 0 ? 'big' : 'little';
  const type = read.next('+ or -').text === '-' ? 'signed' : 'unsigned';
  read.mark('(');
  const factor = read.number();
  read.mark(',');
  const offset = read.number();
  read.mark(')');
  read.mark('[');
  const minimum = read.number();
  read.mark('|');
  const maximum = read.number();
  read.mark(']');
  const unit = read.next('a unit');
  if (unit.kind !== 'string') throw canError('can.bad_dbc', { line: unit.line, reason: 'expected a unit in quotes' });
  const receivers = readReceivers(read, line);
  const texts = new Map<number, string>();
  return {
    line,
    name,
    start,
    length,
    byteOrder,
    type,
    factor,
    offset,
    minimum,
    maximum,
    unit: unit.text,
    receivers,
    multiplex,
    texts,
    comment: '',
  };
};

const readMessage = (read: Reader, draft: Draft): void => {
  const line = read.peek()?.line ?? 0;
  const key = keyOf(read.number());
  const name = read.word();
  read.mark(':');
  const length = read.number();
  const sender = read.word();
  const signals: DraftSignal[] = [];
  while (read.peek()?.text === 'SG_') {
    read.word();
    signals.push(readSignal(read));
  }
  if (key === undefined) return; // collects signals that no frame carries
  const { id, extended } = key;
  draft.message(key.key, { line, id, extended, name, length, sender, signals, cycleMs: undefined, comment: '' });
};

const readTexts = (read: Reader, draft: Draft): void => {
  if (read.peek()?.kind !== 'number') return read.skipStatement(); // values of an environment variable
  const line = read.peek()?.line ?? 0;
  const key = keyOf(read.number());
  const name = read.word();
  const texts = new Map<number, string>();
  while (read.peek()?.kind === 'number') texts.set(read.number(), read.string());
  read.mark(';');
  draft.change(key?.key, name, line, (signal) => ({ ...signal, texts }));
};

const readComment = (read: Reader, draft: Draft): void => {
  const kind = read.peek()?.text;
  if (kind !== 'SG_' && kind !== 'BO_') return read.skipStatement();
  const { line } = read.next('a keyword');
  const key = keyOf(read.number())?.key;
  const name = kind === 'SG_' ? read.word() : undefined;
  const comment = read.string();
  read.mark(';');
  if (name === undefined) draft.changeMessage(key, (message) => ({ ...message, comment }));
  else draft.change(key, name, line, (signal) => ({ ...signal, comment }));
};

const readFloat = (read: Reader, draft: Draft): void => {
  const line = read.peek()?.line ?? 0;
  const key = keyOf(read.number())?.key;
  const name = read.word();
  if (read.peek()?.text === ':') read.mark(':');
  const kind = read.number();
  read.mark(';');
  if (kind === 1 || kind === 2)
    draft.change(key, name, line, (signal) => ({ ...signal, type: kind === 1 ? 'float32' : 'float64' }));
};

const readRanges = (read: Reader, draft: Draft): void => {
  const line = read.peek()?.line ?? 0;
  const key = keyOf(read.number())?.key;
  const name = read.word();
  const on = read.word();
  const ranges: (readonly [number, number])[] = [];
  while (read.peek()?.text !== ';') {
    // "2-5" is cut into 2 and -5
    ranges.push([read.number(), Math.abs(read.number())]);
    if (read.peek()?.text === ',') read.mark(',');
  }
  read.mark(';');
  draft.change(key, name, line, (signal) => {
    const isSwitch = signal.multiplex.kind === 'case' && signal.multiplex.isSwitch;
    return { ...signal, multiplex: { kind: 'case', isSwitch, on, ranges } };
  });
};

const readAttribute = (read: Reader, draft: Draft): void => {
  const isCycle = read.string() === 'GenMsgCycleTime' && read.peek()?.text === 'BO_';
  if (!isCycle) return read.skipStatement();
  read.word();
  const key = keyOf(read.number())?.key;
  const cycle = read.number();
  read.mark(';');
  if (cycle > 0) draft.changeMessage(key, (message) => ({ ...message, cycleMs: cycle }));
};

/** Keywords of DBC end in an underscore and are written in capitals. */
const isKeyword = (text: string): boolean => /^[A-Z]+(?:_[A-Z]+)*_$/.test(text);

const readNodes = (read: Reader, draft: Draft): void => {
  read.mark(':');
  while (read.peek()?.kind === 'word' && !isKeyword(read.peek()?.text ?? '')) draft.nodes.push(read.word());
};

/** Names of the sections that a tool knows: everything up to BS_. */
const skipNames = (read: Reader): void => {
  while (read.peek() !== undefined && !['BS_', 'BU_', 'BO_'].includes(read.peek()?.text ?? '')) read.next('a name');
};

const skipLine = (read: Reader, line: number): void => {
  while (read.peek()?.line === line) read.next('a word');
};

const STATEMENTS: ReadonlyMap<string, (read: Reader, draft: Draft) => void> = new Map([
  ['NS_', skipNames],
  ['BU_', readNodes],
  ['BO_', readMessage],
  ['VAL_', readTexts],
  ['CM_', readComment],
  ['SIG_VALTYPE_', readFloat],
  ['SG_MUL_VAL_', readRanges],
  ['BA_', readAttribute],
]);

/**
 * Reads a DBC text: messages, signals, (extended) multiplexing, value texts, comments, floats and cycle times; other statements
 * are passed over. Throws `can.bad_dbc` with the line on a broken statement. A signal that does not fit its message and a
 * statement about something that is not there are left out and listed in `problems`.
 */
export const parseDbc = (text: string): Dbc => {
  const read = createReader(tokenize(text));
  const draft = createDraft();
  for (let token = read.peek(); token !== undefined; token = read.peek()) {
    read.next('a statement');
    const statement = STATEMENTS.get(token.text);
    if (statement !== undefined) statement(read, draft);
    else if (token.text === 'VERSION') draft.version(read.string());
    else if (token.text === 'BS_') skipLine(read, token.line);
    else if (token.kind === 'word' && isKeyword(token.text)) read.skipStatement();
    else if (token.text !== ';')
      throw canError('can.bad_dbc', {
        line: token.line,
        reason: `no statement starts with "${token.text.slice(0, 40)}"`,
      });
  }
  return draft.finish();
};
