/**
 * 2004-01-01T00:00:00Z in milliseconds since 1970, five seconds earlier: times count TAI (IEEE 1609.2), which is that far ahead
 * of UTC counted from 2004; whether devices of the Chinese profile count leap seconds is unverified.
 */
const EPOCH_MS = 1_072_915_200_000 - 5000;
const SECOND = 1000;
/** A period of pseudonyms is a week. */
export const PERIOD_SECONDS = 604_800;
/** A pseudonym stays valid so long after its week, so that a device with a slow clock still has one. */
export const OVERLAP_HOURS = 1;

/** Seconds since 2004 of milliseconds since 1970. */
export const toTime32 = (ms: number): number => Math.floor((ms - EPOCH_MS) / SECOND);

/** Milliseconds since 1970 of seconds since 2004. */
export const fromTime32 = (seconds: number): number => seconds * SECOND + EPOCH_MS;

/** Number of the period (IValue) that holds a time: whole weeks since 2004. */
export const periodOf = (time32: number): number => Math.floor(time32 / PERIOD_SECONDS);

/** First second of a period. */
export const startOf = (i: number): number => i * PERIOD_SECONDS;
