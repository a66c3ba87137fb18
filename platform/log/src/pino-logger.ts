import { DomainError } from '@chedun/kernel';
import { pino } from 'pino';
import type { DestinationStream, Logger as Pino } from 'pino';
import type { LogFields, Logger } from './logger.ts';

/** Where log lines go and which. */
export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Absent = standard output. */
  readonly file?: string | undefined;
  /** Takes the lines instead of a file, for example to show them. */
  readonly destination?: DestinationStream;
}

/** Names of fields whose values never reach a log, at the top and one level below. */
export const REDACTED_FIELDS: readonly string[] = [
  'authorization',
  'cookie',
  'otp',
  'passphrase',
  'password',
  'secret',
  'seed',
  'session',
  'token',
];

/** Opens the log. Lines are written before the call returns, so that a crash loses none. */
export const openLog = (options: LogOptions): Logger => {
  const destination = options.destination ?? pino.destination({ dest: options.file ?? 1, sync: true, mkdir: true });
  const root = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { error: describeError },
      redact: {
        paths: REDACTED_FIELDS.flatMap((name) => [name, `*.${name}`]),
        censor: '[hidden]',
      },
    },
    destination,
  );
  return wrap(root);
};

const wrap = (log: Pino): Logger => ({
  debug: (message, fields) => log.debug(fields ?? {}, message),
  info: (message, fields) => log.info(fields ?? {}, message),
  warn: (message, fields) => log.warn(fields ?? {}, message),
  error: (message, fields) => log.error(fields ?? {}, message),
  child: (fields) => wrap(log.child({ ...fields })),
});

/** Plain fields of an error and its causes, three levels deep. */
export const describeError = (error: unknown, depth = 0): LogFields => {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    ...(error instanceof DomainError ? { code: error.code, detail: error.detail } : { name: error.name }),
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
};
