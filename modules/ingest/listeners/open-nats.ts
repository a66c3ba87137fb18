import { subscribeSubjects } from '@chedun/bus';
import { SPDU_FORMAT } from '../domain/records.ts';
import { REFUSED_FORMAT } from '../intake/frames.ts';
import type { Gatherer } from '../intake/gather.ts';
import { refusalRecord, tooLong } from '../intake/refusals.ts';
import { gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { MOST_SPDU_BYTES, securedIntake } from './secured-intake.ts';

type Subject = Context['platform']['config']['ingest']['nats']['subjects'][number];

/** Where the messages of a subject go. */
interface Way {
  readonly source: DeclaredSource;
  readonly records: Gatherer;
  readonly refused: Gatherer;
  readonly verify: (bytes: Uint8Array, heardAs: string) => Promise<void>;
}

/** Processes of the same installation share the messages. */
const GROUP = 'chedun';
const NOBODY = { ip: '', port: 0 };

const wayOf = (context: Context, { source: id }: Subject): Way => {
  const source: DeclaredSource = { id, title: id, kind: 'nats', format: 'v2x', retention: 'network' };
  if (!context.opened.declared.some((each) => each.id === id)) context.opened.declared.push(source);
  return {
    source,
    records: gather(context, source, SPDU_FORMAT, QUIET_WAIT_MS),
    refused: gather(context, source, REFUSED_FORMAT, QUIET_WAIT_MS),
    verify: securedIntake(context, id),
  };
};

/** Takes one message; NATS cannot be held back, so that what finds no room is counted as lost. */
const take = ({ metrics, book }: Context, way: Way, bytes: Uint8Array, heardAs: string): void => {
  const told = (what: 'taken' | 'too_long' | 'disabled' | 'lost'): void => metrics.natsMessages.add(1, { what });
  if (!book.of(way.source.id).enabled) return told('disabled');
  if (bytes.length > MOST_SPDU_BYTES) {
    way.refused.add(refusalRecord(tooLong(Buffer.from(bytes), 0, bytes.length, MOST_SPDU_BYTES)), NOBODY);
    return told('too_long');
  }
  if (way.records.full()) {
    metrics.lost.add(1, { source: way.source.id });
    return told('lost');
  }
  told('taken');
  if (bytes.length === 0) return;
  way.records.add(bytes, NOBODY);
  // Counted where it happens; nobody waits for an answer.
  way.verify(bytes, heardAs).catch(() => undefined);
};

/** Subscribes to the subjects that carry signed V2X messages, when some are named. */
export const openNats = (context: Context): void => {
  const { platform, opened, metrics } = context;
  const { subjects } = platform.config.ingest.nats;
  const { natsUrl: url } = platform.config.bus;
  if (subjects.length === 0) return;
  if (url === undefined) {
    platform.log.error('subjects of NATS need bus.natsUrl; nothing is subscribed', { subjects: subjects.length });
    return;
  }
  const ways = new Map(subjects.map((subject) => [subject.subject, wayOf(context, subject)]));
  const subscription = subscribeSubjects({
    url,
    subjects: [...ways.keys()],
    group: GROUP,
    log: platform.log,
    onMessage: (asked, { subject, bytes }) => {
      const way = ways.get(asked);
      if (way) take(context, way, bytes, subject);
    },
    onConnected: (connected) => metrics.natsConnected.set(connected ? 1 : 0),
  });
  opened.closers.push(subscription.close);
};
