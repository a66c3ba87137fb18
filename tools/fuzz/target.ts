/** One decoder of foreign bytes, and where its inputs come from. */
export interface Target {
  /** Name for `--only`, e.g. `gbt32960-stream`. */
  readonly name: string;
  /** Folder in which inputs that failed are kept, from the root of the project. */
  readonly keep: string;
  /** Codes of errors that the decoder may throw; anything else that is thrown is a bug. */
  readonly codes: readonly string[];
  /** Well-formed inputs, made by encoders of our own. */
  readonly seeds: readonly Uint8Array[];
  /** Pieces that mean something in this format; mutations insert them. */
  readonly words?: readonly Uint8Array[];
  /** A reader that takes a third of a millisecond: it gets a fifth of the inputs of others. */
  readonly isSlow?: boolean;
  /** Longest input. */
  readonly most?: number;
  /** Puts lengths and checksums right again, so that a change reaches what lies behind them. */
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
  /** Sends one input through the decoder, and throws when what it answers cannot be true. */
  readonly run: (bytes: Uint8Array) => void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes of a text. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** Text of bytes; what is no UTF-8 becomes the replacement character. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Bytes of several words, cut at spaces. */
export const wordsOf = (text: string): readonly Uint8Array[] => text.split(' ').map(bytesOf);

/** Bytes of hexadecimal digits. */
export const hexBytes = (digits: string): Uint8Array =>
  new Uint8Array(Buffer.from(digits.replaceAll(/\s/g, ''), 'hex'));

/** Throws when something that must hold does not. */
export const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`broken promise: ${what}`);
};
