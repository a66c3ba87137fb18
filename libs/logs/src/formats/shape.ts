import type { EventLogsource, RecordFormat, OcsfCore } from '../event.ts';
import type { JsonObject } from '../text/value.ts';

/** What a normaliser needs to know from outside the record. */
export interface NormaliseOptions {
  /** Minutes east of UTC of time stamps that name no zone. */
  readonly zoneOffsetMinutes: number;
  /** Log stream of Zeek records without `_path`; '' when unknown. */
  readonly zeekPath: string;
}

/** What is read out of the fields of a record. */
export interface Normalised {
  /** Milliseconds since 1970 UTC. */
  readonly time: number | undefined;
  readonly logsource: EventLogsource;
  readonly ocsf: OcsfCore;
}

/**
 * How one JSON log format is recognised and normalised. Both functions are total: foreign types give absent values,
 * never an error.
 */
export interface JsonFormat {
  readonly format: RecordFormat;
  /** Whether an object has the shape of this format. */
  readonly matches: (fields: JsonObject) => boolean;
  readonly normalise: (fields: JsonObject, options: NormaliseOptions) => Normalised;
}
