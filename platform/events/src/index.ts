export { eventBlock, eventsTable, MAX_MESSAGE, type EventBlock } from './event-block.ts';
export { blankEvent, columnOf, eventFields, type EventRow } from './event-row.ts';
export { eventsErrors, type EventsErrorCode } from './errors.ts';
export type { BlockTable, BoundQuery, Events, EventsHealth, EventsLog, QueryLimits, QueryParams } from './events.ts';
export { migrationsFolder } from './migrations-folder.ts';
export { openEvents, type OpenEventsOptions } from './open-events.ts';
export {
  openStoreWriter,
  rangeToken,
  type JournalBlock,
  type StoreWriter,
  type StoreWriterOptions,
} from './store-writer.ts';
