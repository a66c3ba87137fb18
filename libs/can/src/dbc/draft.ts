import { lastByteOf } from './decode.ts';
import type { Dbc, DbcMessage, DbcProblem, DbcSignal } from './dbc.ts';

/** A signal with its line in the file. */
export type DraftSignal = DbcSignal & { readonly line: number };
/** A message with its line in the file. */
type DraftMessage = Omit<DbcMessage, 'signals'> & {
  readonly line: number;
  readonly signals: readonly DraftSignal[];
};

/** Gathers statements, which may come in any order after the message that they are about. */
export interface Draft {
  readonly nodes: string[];
  readonly version: (text: string) => void;
  readonly message: (key: number, message: DraftMessage) => void;
  readonly change: (
    key: number | undefined,
    signal: string,
    line: number,
    edit: (signal: DraftSignal) => DraftSignal,
  ) => void;
  readonly changeMessage: (key: number | undefined, edit: (message: DraftMessage) => DraftMessage) => void;
  readonly finish: () => Dbc;
}

const MAX_BYTES = 64;

const faultOf = (signal: DbcSignal, length: number): string | undefined => {
  const { start, length: bits, type } = signal;
  if (!Number.isInteger(start) || start < 0 || start >= MAX_BYTES * 8) return `start bit ${start}`;
  if (!Number.isInteger(bits) || bits < 1 || bits > 64) return `length of ${bits} bits`;
  if (type === 'float32' && bits !== 32) return `float of ${bits} bits`;
  if (type === 'float64' && bits !== 64) return `double of ${bits} bits`;
  return lastByteOf(signal) >= length ? `reaches beyond the ${length} bytes of its message` : undefined;
};

const withoutLine = (draft: DraftSignal): DbcSignal => {
  const { line: _line, ...signal } = draft;
  return signal;
};

/** Starts an empty draft. */
export const createDraft = (): Draft => {
  const messages = new Map<number, DraftMessage>();
  const problems: DbcProblem[] = [];
  const nodes: string[] = [];
  let versionText = '';
  const finishMessage = ({ line, signals, ...message }: DraftMessage): DbcMessage => {
    const long = !Number.isInteger(message.length) || message.length < 0 || message.length > MAX_BYTES;
    if (long) problems.push({ line, reason: `${message.name} has ${message.length} bytes` });
    const fitting = signals.filter((signal) => {
      const fault = faultOf(signal, long ? MAX_BYTES : message.length);
      if (fault !== undefined) problems.push({ line: signal.line, reason: `${message.name}.${signal.name}: ${fault}` });
      return fault === undefined;
    });
    return { ...message, signals: fitting.map(withoutLine) };
  };
  return {
    nodes,
    version: (text) => {
      versionText = text;
    },
    message: (key, message) => {
      if (messages.has(key)) problems.push({ line: message.line, reason: `${message.name}: its id came before` });
      else messages.set(key, message);
    },
    change: (key, name, line, edit) => {
      const message = key === undefined ? undefined : messages.get(key);
      if (key === undefined || message === undefined || !message.signals.some((signal) => signal.name === name)) {
        problems.push({ line, reason: `there is no signal ${name} in that message` });
        return;
      }
      const signals = message.signals.map((signal) => (signal.name === name ? edit(signal) : signal));
      messages.set(key, { ...message, signals });
    },
    changeMessage: (key, edit) => {
      const message = key === undefined ? undefined : messages.get(key);
      if (key !== undefined && message !== undefined) messages.set(key, edit(message));
    },
    finish: () => ({
      version: versionText,
      nodes,
      messages: new Map([...messages].map(([key, message]) => [key, finishMessage(message)])),
      problems,
    }),
  };
};
