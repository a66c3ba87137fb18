export type { RangeClock } from './clock.ts';
export { DEFAULT_OPTIONS, RANGE_ERRORS, STORIES } from './options.ts';
export type { RangeOptions, StoryName } from './options.ts';
export { playRange } from './play.ts';
export type { RangeHooks } from './play.ts';
export { LOG_SOURCES } from './records.ts';
export type { LogSource } from './records.ts';
export type { RangeProgress, RangeReport } from './report.ts';
export { isVin, vinCheckDigit } from './vin.ts';
