const EPOCH = Date.UTC(2004, 0, 1);
const SECOND = 1000;
const MICRO = 1000;

/**
 * Microseconds since 2004 of a moment. The messages count TAI (IEEE 1609.2), which by now is five seconds ahead of UTC
 * counted from 2004; whether devices of the Chinese profile count leap seconds is unverified, so the number is a setting.
 */
export const v2xMicros = (unixMs: number, leapSeconds: number): number =>
  Math.round((unixMs - EPOCH + leapSeconds * SECOND) * MICRO);

/** Milliseconds since 1970 UTC of microseconds since 2004. */
export const unixOf = (micros: number, leapSeconds: number): number => micros / MICRO + EPOCH - leapSeconds * SECOND;

/** The same of seconds since 2004, as certificates and lists count. */
export const unixOfSeconds = (seconds: number, leapSeconds: number): number =>
  unixOf(seconds * SECOND * MICRO, leapSeconds);
