/** The pure rules of retention, for suites of acceptance vectors. */
export {
  acceptsDays,
  deletableFrom,
  FLOOR_DAYS,
  shanghaiDay,
  shanghaiTime,
  sixMonthsAfter,
} from './domain/calendar.ts';
export { gapsOf } from './domain/gaps.ts';
