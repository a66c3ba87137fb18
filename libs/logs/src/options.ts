import { DEFAULT_LIMITS } from './limits.ts';
import type { LogLimits } from './limits.ts';

/** What a decoder may be told. Nothing here is read from the environment. */
export interface DecoderOptions {
  /** Bounds; {@link DEFAULT_LIMITS} where absent. */
  readonly limits?: LogLimits;
  /**
   * Minutes east of UTC of time stamps without a zone (RFC 3164 syslog, EventTime of Windows agents). 0 where absent.
   */
  readonly zoneOffsetMinutes?: number;
  /**
   * Now, in milliseconds since 1970 UTC: gives RFC 3164 time stamps their year. Without it such a record has no time.
   */
  readonly now?: () => number;
  /**
   * Log stream (`dns`, `conn` …) of Zeek JSON that carries no `_path`: Zeek's plain JSON writer names it in the file
   * name only.
   */
  readonly zeekPath?: string;
}

/** {@link DecoderOptions} with the defaults filled in. */
export interface Settings {
  readonly limits: LogLimits;
  readonly zoneOffsetMinutes: number;
  readonly now: (() => number) | undefined;
  readonly zeekPath: string;
}

/** Fills in the defaults. */
export const settingsOf = (options: DecoderOptions): Settings => ({
  limits: options.limits ?? DEFAULT_LIMITS,
  zoneOffsetMinutes: options.zoneOffsetMinutes ?? 0,
  now: options.now,
  zeekPath: options.zeekPath ?? '',
});
