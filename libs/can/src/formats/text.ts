import type { CanFrame, CanRecord } from '../frame.ts';

/** Longest line of a text log in characters; a CAN FD frame of any format stays below. */
export const MAX_LINE = 4096;

/** What a line holds: a frame, the reason why it cannot be read, or nothing of interest (header, comment, other event). */
export type LineResult = { readonly frame: CanFrame; readonly label?: boolean } | string | undefined;

/** Reads the lines of one log in order; keeps what headers say. */
export type LineParser = (line: string) => LineResult;

/** Reads a log piece by piece. The frames do not depend on how the log was cut into pieces. */
export interface CanReader {
  /** Takes the next bytes. */
  readonly push: (bytes: Uint8Array) => readonly CanRecord[];
  /** Tells that the log ends; what is left over becomes a frame or a fault. */
  readonly end: () => readonly CanRecord[];
}

/** Turns a parser of lines into a reader of bytes. At most one line of {@link MAX_LINE} characters is held back. */
export const createTextReader = (parse: LineParser): CanReader => {
  let rest = '';
  let number = 0;
  let skipping = false;
  const take = (line: string): CanRecord | undefined => {
    number += 1;
    if (skipping || line.length > MAX_LINE) {
      skipping = false;
      return { kind: 'fault', reason: `longer than ${MAX_LINE} characters`, line: number };
    }
    const result = parse(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (result === undefined) return undefined;
    return typeof result === 'string' ? { kind: 'fault', reason: result, line: number } : { kind: 'frame', ...result };
  };
  const takeAll = (lines: readonly string[]): CanRecord[] =>
    lines.flatMap((line) => {
      const record = take(line);
      return record === undefined ? [] : [record];
    });
  return {
    push: (bytes) => {
      const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      const records = takeAll(lines);
      if (rest.length > MAX_LINE) {
        skipping = true;
        rest = '';
      }
      return records;
    },
    end: () => {
      const left = rest;
      rest = '';
      return left === '' && !skipping ? [] : takeAll([left]);
    },
  };
};

/** Bytes of hex digits without blanks; undefined when that is not what the text is. */
export const bytesOfHex = (text: string): Uint8Array | undefined =>
  text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : undefined;

/** Bytes of separate numbers in the given base; undefined when one is missing or no byte. */
export const bytesOfWords = (words: readonly string[], base: 10 | 16): Uint8Array | undefined => {
  const digits = base === 16 ? /^[0-9A-Fa-f]{1,2}$/ : /^\d{1,3}$/;
  const values = words.map((word) => (digits.test(word) ? Number.parseInt(word, base) : 256));
  return values.some((value) => value > 255) ? undefined : Uint8Array.from(values);
};

/** Identifier written in a base; undefined when it is no number of at most 32 bits. */
export const idOf = (text: string, base: 10 | 16): number | undefined => {
  if (!(base === 16 ? /^[0-9A-Fa-f]{1,8}$/ : /^\d{1,10}$/).test(text)) return undefined;
  const id = Number.parseInt(text, base);
  return id <= 0xffffffff ? id : undefined;
};

/** Seconds written as a decimal number; undefined for anything else. */
export const secondsOf = (text: string): number | undefined => {
  if (!/^-?\d{1,15}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/.test(text)) return undefined;
  return Number(text);
};
