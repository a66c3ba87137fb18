/** Values of one log line; `error` is written with code, detail, stack and cause. Never bodies, tokens or passwords. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes JSON lines. An `error` line means that a person must act now; a healthy system writes none. */
export interface Logger {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** A logger that adds these fields to each of its lines. */
  readonly child: (fields: LogFields) => Logger;
}
