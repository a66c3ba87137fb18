/** A value of a flow record: a number, or text (addresses, and numbers beyond 2^53 in decimal digits). */
export type FlowValue = number | string;

/** One exported flow by names of `FIELDS`; elements without a name stand under `e<number>` or `e<enterprise>_<number>` in hexadecimal. */
export type ExportedFlow = Readonly<Record<string, FlowValue>>;

/** One datagram of an exporter. */
export interface FlowExport {
  readonly version: 5 | 9 | 10;
  /** Time of export, seconds since 1970. */
  readonly seconds: number;
  /** Milliseconds the exporter was up; absent in IPFIX. */
  readonly uptime?: number;
  readonly sequence: number;
  /** Source id (v9), observation domain (IPFIX), engine type and id (v5). */
  readonly domain: number;
  readonly flows: readonly ExportedFlow[];
  /** Templates that this datagram defined or withdrew. */
  readonly templates: number;
  /** Data sets whose template is not known. */
  readonly unknownSets: number;
  /** Bytes that could not be read because a set or a record did not fit. */
  readonly trailing: number;
}
