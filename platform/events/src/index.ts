export { eventBlock, eventsTable, MAX_MESSAGE, type EventBlock } from './event-block.ts';
export { blankEvent, columnOf, eventFields, type EventRow } from './event-row.ts';
export { eventsErrors, type EventsErrorCode } from './errors.ts';
export type { BlockTable, BoundQuery, Events, EventsHealth, EventsLog, QueryLimits, QueryParams } from './events.ts';
export { isColdName, MAX_COLD_FILES } from './cold-files.ts';
export type { FrameRange, FrameTable, RemovedRows } from './frame-range.ts';
export { migrationsFolder } from './migrations-folder.ts';
export { openEvents, type OpenEventsOptions } from './open-events.ts';
export {
  openStoreWriter,
  rangeToken,
  type JournalBlock,
  type StoreWriter,
  type StoreWriterOptions,
} from './store-writer.ts';
export type { RangeEnd, SearchNode, SearchQuery } from './search/ast.ts';
export { searchFields, type FieldKind, type SearchField } from './search/fields.ts';
export { barWidth, histogramSql, type HistogramQuery, type HistogramSeries } from './search/histogram.ts';
export {
  countSql,
  eventSql,
  exportSql,
  facetSql,
  listSql,
  MAX_FACET,
  MAX_PAGE,
  type SearchCursor,
} from './search/queries.ts';
export { readNewest, type Page } from './search/newest.ts';
export { readListRow, type ListRow } from './search/rows.ts';
export { telemetryBlock, telemetryTable, type ReportPlace, type TelemetryBlock } from './telemetry-block.ts';
export { SEARCH_LIMITS } from './search/where.ts';
export { SEARCH_TEXT } from './search/text.ts';
