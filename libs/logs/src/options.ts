import { DEFAULT_LIMITS } from './limits.ts';
import type { LogLimits } from './limits.ts';

/** What a decoder may be told. Nothing here is read from the environment. */
export interface DecoderOptions {
  /** Bounds; {@link DEFAULT_LIMITS} where absent. */
  readonly limits?: LogLimits;
  /** Minutes east of UTC of time stamps without a zone (RFC 3164 syslog, EventTime of Windows agents). 0 where absent. */
  readonly zoneOffsetMinutes?: number;
  /** Now, in milliseconds since 1970 UTC: gives RFC 3164 time stamps their year. Without it such a record has no time. */
  readonly now?: () => number;
}

/** {@link DecoderOptions} with the defaults filled in. */
export interface Settings {
  readonly limits: LogLimits;
  readonly zoneOffsetMinutes: number;
  readonly now: (() => number) | undefined;
}

/** Fills in the defaults. */
export const settingsOf = (options: DecoderOptions): Settings => ({
  limits: options.limits ?? DEFAULT_LIMITS,
  zoneOffsetMinutes: options.zoneOffsetMinutes ?? 0,
  now: options.now,
});
