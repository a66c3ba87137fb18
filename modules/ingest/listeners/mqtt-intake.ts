import { createLineSplitter } from '@chedun/logs';
import type { Peer } from '../domain/records.ts';
import type { Gatherer } from '../intake/gather.ts';
import { refusalRecord, tooLong } from '../intake/refusals.ts';
import { topicMatches, type Publish } from './mqtt-packets.ts';

/** Where the messages of a topic filter go. */
export interface Route {
  readonly filter: string;
  readonly format: 'autosar-ids' | 'v2x' | 'v2x-spdu' | 'ndjson';
  readonly records: Gatherer;
  /** Messages that are too long. */
  readonly refused: Gatherer;
  readonly enabled: () => boolean;
  /** Looks at each message as well, in order; `topic` names the receiver. */
  readonly watch?: (bytes: Uint8Array, topic: string) => void;
  /** Verifies each message; the broker is told when that is done. `topic` names the receiver. */
  readonly verify?: (bytes: Uint8Array, topic: string) => Promise<void>;
  /** Longest message, when it is less than what the broker may send. */
  readonly mostBytes?: number;
}

/** What became of a message. */
export type Taken = 'taken' | 'too_long' | 'unmatched' | 'disabled';

const VIN_LEVEL = /(?:^|\/)([A-HJ-NPR-Z0-9]{17})(?:\/|$)/;

/** The sender of a message: only its topic may tell the vehicle; the broker does not tell addresses. */
const peerOf = (topic: string): Peer => {
  const vin = VIN_LEVEL.exec(topic)?.[1];
  return { ip: '', port: 0, ...(vin === undefined ? {} : { vin }) };
};

const addLines = ({ records, refused }: Route, payload: Buffer, peer: Peer, maxBytes: number): void => {
  const splitter = createLineSplitter(
    {
      record: (bytes) => records.add(bytes, peer),
      oversized: (head, offset, length) => refused.add(refusalRecord(tooLong(head, offset, length, maxBytes)), peer),
    },
    { maxLineBytes: maxBytes },
  );
  splitter.push(payload);
  splitter.end();
};

/** Takes messages by the first filter that covers their topic. */
export const mqttIntake =
  (routes: readonly Route[], maxBytes: number, onTaken: (what: Taken) => void) =>
  ({ topic, payload, size }: Publish): Promise<void> => {
    const route = routes.find(({ filter }) => topicMatches(filter, topic));
    const told = (what: Taken): void => onTaken(what);
    if (!route) return Promise.resolve(told('unmatched'));
    if (!route.enabled()) return Promise.resolve(told('disabled'));
    const peer = peerOf(topic);
    // A message of lines may be as long as the broker sends; then each line has its limit.
    const { mostBytes = Infinity } = route;
    if (payload.length < size || size > mostBytes) {
      told('too_long');
      route.refused.add(refusalRecord(tooLong(payload, 0, size, Math.min(maxBytes, mostBytes))), peer);
      return route.refused.durable();
    }
    told('taken');
    if (size === 0) return Promise.resolve();
    if (route.format === 'ndjson') {
      addLines(route, payload, peer, maxBytes);
      return Promise.all([route.records.durable(), route.refused.durable()]).then(() => undefined);
    }
    route.records.add(payload, peer);
    route.watch?.(payload, topic);
    if (route.verify === undefined) return route.records.durable();
    return Promise.all([route.records.durable(), route.verify(payload, topic)]).then(() => undefined);
  };
