import { sevEntry } from './catalogue.ts';
import { decodeDatagram } from './decode.ts';
import type { DecodeOptions } from './decode.ts';
import type { SecurityExtract } from './extract-model.ts';
import { eventName, NO_EXTRACT } from './extract-model.ts';
import type { Anomaly, DecodedMessage, IdsFault } from './message.ts';

/** One event definition id as it occurs in the bytes. */
export interface EventTally {
  readonly id: number;
  /** Name from the extract, else from the catalogue of standardised ids, else undefined. */
  readonly name: string | undefined;
  readonly messages: number;
  /** Sum of the counts. */
  readonly events: number;
}

/** What some bytes hold, for a person to look at. */
export interface IdsSummary {
  readonly bytes: number;
  readonly messages: number;
  /** Security events that the messages stand for. */
  readonly events: number;
  readonly signed: number;
  readonly withContext: number;
  readonly withTime: number;
  readonly versions: readonly number[];
  /** IdsM instance ids, ascending. */
  readonly idsms: readonly number[];
  /** By events, most first, then by id. */
  readonly tallies: readonly EventTally[];
  /** Kinds of oddities, without repetition. */
  readonly anomalies: readonly Anomaly[];
  readonly padding: number;
  readonly undecodedBytes: number;
  readonly fault: IdsFault | undefined;
  /** Name of the profile, and where its layout comes from. */
  readonly profile: string;
  readonly provenance: string;
}

const ascending = (values: Iterable<number>): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

const tally = (messages: readonly DecodedMessage[], extract: SecurityExtract): readonly EventTally[] => {
  const tallies = new Map<number, EventTally>();
  for (const { message } of messages) {
    const definition = extract.definitions.get(message.event);
    const before = tallies.get(message.event);
    tallies.set(message.event, {
      id: message.event,
      name: definition === undefined ? sevEntry(message.event)?.name : eventName(definition),
      messages: (before?.messages ?? 0) + 1,
      events: (before?.events ?? 0) + message.count,
    });
  }
  return [...tallies.values()].sort((a, b) => b.events - a.events || a.id - b.id);
};

/**
 * Summary of the messages in `bytes` (one datagram or a captured stream).
 * @throws idsm.profile
 */
export const inspectIds = (
  bytes: Uint8Array,
  extract: SecurityExtract = NO_EXTRACT,
  options: DecodeOptions = {},
): IdsSummary => {
  const { messages, padding, rest, fault, profile } = decodeDatagram(bytes, options);
  const all = messages.map((each) => each.message);
  return {
    bytes: bytes.length,
    messages: messages.length,
    events: all.reduce((sum, { count }) => sum + count, 0),
    signed: all.filter(({ signature }) => signature !== undefined).length,
    withContext: all.filter(({ context }) => context !== undefined).length,
    withTime: all.filter(({ timestamp }) => timestamp !== undefined).length,
    versions: ascending(all.map(({ version }) => version)),
    idsms: ascending(all.map(({ idsm }) => idsm)),
    tallies: tally(messages, extract),
    anomalies: [...new Set(messages.flatMap((each) => each.anomalies))],
    padding,
    undecodedBytes: rest.length,
    fault,
    profile: profile.name,
    provenance: profile.provenance,
  };
};
