import type { ContextLayout } from './context.ts';

/** How an IdsM reports an event: nothing, without context data, with it, each also past the filters. */
export type ReportingMode = 'OFF' | 'BRIEF' | 'DETAILED' | 'BRIEF-BYPASSING-FILTERS' | 'DETAILED-BYPASSING-FILTERS';

/** A SECURITY-EVENT-DEFINITION. */
export interface EventDefinition {
  readonly id: number;
  /** SHORT-NAME. */
  readonly name: string;
  /** Symbol in code (EVENT-SYMBOL-NAME), when given. */
  readonly symbol: string | undefined;
  /** Absolute path in the model. */
  readonly path: string;
  /** Layout of the context data, when the operator annotated it (see README). */
  readonly layout: ContextLayout | undefined;
}

/** Name of an event for rules: the symbol, which does not differ between vehicles, else the SHORT-NAME. */
export const eventName = ({ symbol, name }: EventDefinition): string => symbol ?? name;

/** An IDSM-INSTANCE. */
export interface IdsmInstance {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  /** Path of the ECU it runs on. */
  readonly ecu: string | undefined;
  /** Its messages are to be signed. */
  readonly signs: boolean;
  readonly timestampFormat: string | undefined;
  readonly blockStates: readonly string[];
  /** At most `events` messages within `seconds`. */
  readonly rateLimit: { readonly events: number; readonly seconds: number } | undefined;
  /** At most `bytes` bytes within `seconds`. */
  readonly trafficLimit: { readonly bytes: number; readonly seconds: number } | undefined;
}

/** A SECURITY-EVENT-FILTER-CHAIN: what an IdsM drops or merges before it sends. For display; filters that are off are undefined. */
export interface FilterChain {
  readonly name: string;
  readonly path: string;
  /** Events are dropped while one of these states of the vehicle holds. */
  readonly blockedIn: readonly string[];
  /** Only every nth event is sent. */
  readonly everyNth: number | undefined;
  /** Events within `seconds` become one message; `keeps` tells whose context data it has (first or last). */
  readonly aggregation: { readonly seconds: number; readonly keeps: string | undefined } | undefined;
  /** Fewer than `events` within `seconds` are dropped. */
  readonly threshold: { readonly events: number; readonly seconds: number } | undefined;
}

/** An event as one sensor of one IdsM reports it. */
export interface EventUse {
  readonly idsm: number;
  /** Undefined: the extract names no sensor instance; the use holds for all of the IdsM. */
  readonly sensor: number | undefined;
  readonly event: number;
  /** BSW module, functional cluster, application or mapping that is the sensor. */
  readonly sensorName: string;
  /** As written by the author of the extract; its scale is the manufacturer's. */
  readonly severity: number | undefined;
  readonly mode: ReportingMode | undefined;
  /** The IdsM also stores the event itself. */
  readonly persistent: boolean;
  readonly chain: FilterChain | undefined;
}

/** Something of the extract that could not be used; the rest was read. */
export interface ExtractNote {
  readonly path: string;
  /** One sentence in English. */
  readonly reason: string;
}

/** What an operator's Security Extract says, by the ids that messages carry. Also the mapping for events. */
export interface SecurityExtract {
  readonly definitions: ReadonlyMap<number, EventDefinition>;
  readonly idsms: ReadonlyMap<number, IdsmInstance>;
  /** By `idsm/sensor/event`; `*` for any sensor. Look up with {@link findUse}. */
  readonly uses: ReadonlyMap<string, EventUse>;
  readonly chains: readonly FilterChain[];
  readonly notes: readonly ExtractNote[];
  /** Notes beyond the 1,000 kept. */
  readonly moreNotes: number;
}

/** The mapping of somebody who has no extract. */
export const NO_EXTRACT: SecurityExtract = {
  definitions: new Map(),
  idsms: new Map(),
  uses: new Map(),
  chains: [],
  notes: [],
  moreNotes: 0,
};

/** Key of {@link SecurityExtract.uses}. */
export const useKey = (idsm: number, sensor: number | undefined, event: number): string =>
  `${idsm}/${sensor ?? '*'}/${event}`;

/** How the extract says that this sensor of this IdsM reports this event, undefined when it does not. */
export const findUse = (
  extract: SecurityExtract,
  message: { readonly idsm: number; readonly sensor: number; readonly event: number },
): EventUse | undefined =>
  extract.uses.get(useKey(message.idsm, message.sensor, message.event)) ??
  extract.uses.get(useKey(message.idsm, undefined, message.event));

/** One line in English on what a chain does, in the order in which an IdsM applies it. */
export const describeChain = ({ blockedIn, everyNth, aggregation, threshold }: FilterChain): string => {
  const parts = [
    ...(blockedIn.length === 0 ? [] : [`blocked in ${blockedIn.join(', ')}`]),
    ...(everyNth === undefined ? [] : [`1 of ${everyNth}`]),
    ...(aggregation === undefined ? [] : [`aggregated over ${aggregation.seconds} s`]),
    ...(threshold === undefined ? [] : [`at least ${threshold.events} in ${threshold.seconds} s`]),
  ];
  return parts.length === 0 ? 'no filter' : parts.join('; ');
};
