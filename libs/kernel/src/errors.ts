/** Text of one error in the two languages of the product, with what the reader should do next. */
export interface ErrorText {
  /** HTTP status that a route answers with when this error reaches it. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** What to do next, in Chinese and English. */
  readonly doZh: string;
  readonly doEn: string;
}

/** One catalogue per module or lib: closed set of codes with their texts. Build it with {@link defineErrors}. */
export type ErrorCatalogue<Code extends string = string> = Readonly<Record<Code, ErrorText>>;

/** Place of a fault inside foreign input. All fields are optional; give every one that is known. */
export interface ErrorPlace {
  readonly file?: string;
  /** 1-based line. */
  readonly line?: number;
  /** 1-based column. */
  readonly column?: number;
  /** Byte offset from the start of the input. */
  readonly offset?: number;
  /** Dotted path of the field. */
  readonly field?: string;
}

/** Details of a {@link DomainError}; never put secrets or whole payloads here. */
export interface ErrorDetail extends ErrorPlace {
  /** One sentence in English that says what is wrong with this very input. */
  readonly reason?: string;
  readonly [name: string]: string | number | boolean | undefined;
}

/**
 * The only error class of the house. `code` is from the catalogue of the module or lib that throws;
 * anything else that is thrown is a bug (HTTP 500 with an id).
 */
export class DomainError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly detail: ErrorDetail;
  constructor(code: Code, detail: ErrorDetail = {}, cause?: unknown) {
    super(
      detail.reason === undefined ? code : `${code}: ${detail.reason}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'DomainError';
    this.code = code;
    this.detail = detail;
  }
}

/** Keeps the codes of a catalogue as literal types. */
export const defineErrors = <const Code extends string>(catalogue: ErrorCatalogue<Code>): ErrorCatalogue<Code> =>
  catalogue;

/** True when `error` is a DomainError, optionally with one of the given codes. */
export const isDomainError = (error: unknown, ...codes: readonly string[]): error is DomainError =>
  error instanceof DomainError && (codes.length === 0 || codes.includes(error.code));
