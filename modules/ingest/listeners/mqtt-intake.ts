import { createLineSplitter } from '@chedun/logs';
import type { Peer } from '../domain/records.ts';
import type { Gatherer } from '../intake/gather.ts';
import { refusalRecord, tooLong } from '../intake/refusals.ts';
import { topicMatches, type Publish } from './mqtt-packets.ts';

/** Where the messages of a topic filter go. */
export interface Route {
  readonly filter: string;
  readonly format: 'autosar-ids' | 'v2x' | 'ndjson';
  readonly records: Gatherer;
  /** Messages that are too long. */
  readonly refused: Gatherer;
  readonly enabled: () => boolean;
  /** Looks at each message as well, in order; `topic` names the receiver. */
  readonly watch?: (bytes: Uint8Array, topic: string) => void;
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
    if (payload.length < size) {
      told('too_long');
      route.refused.add(refusalRecord(tooLong(payload, 0, size, maxBytes)), peer);
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
    return route.records.durable();
  };
