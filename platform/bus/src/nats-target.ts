import type { Frame } from '@chedun/journal';
import { DeliverPolicy, DiscardPolicy } from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import type { CopyTarget, HeldFrames } from './copy-target.ts';
import { busError, unavailable } from './errors.ts';
import { messageId, messageOf, seqOfMessageId } from './message.ts';
import { ensureStream, streamName, subjectOf } from './nats-stream.ts';
import { FrameRanges } from './ranges.ts';
import type { FrameRange } from './ranges.ts';

/** A connection that works. */
export interface NatsHandle {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly maxFrameBytes: number;
}

const ID_HEADER = 'Nats-Msg-Id';
const NS_IN_MS = 1_000_000;

/** The JetStream stream of one retention class as a place for second copies. `handle` gives what is connected now. */
export const natsTarget = (stream: string, handle: () => NatsHandle | undefined): CopyTarget => {
  const connected = (): NatsHandle => {
    const now = handle();
    if (now === undefined) throw busError('bus.unavailable', { reason: 'not connected' });
    return now;
  };
  let known: number | undefined;
  return {
    reachable: () => handle() !== undefined,
    maxFrameBytes: () => (known = handle()?.maxFrameBytes ?? known),
    prepare: async () => ensureStream(connected().manager, stream, 'most').catch(unavailable),
    put: async (journal, frame) => putFrame(connected(), stream, journal, frame).catch(unavailable),
    held: (journal, range) => heldFrames(connected(), stream, journal, range).catch(unavailable),
  };
};

/**
 * Stores one frame as one message and resolves with the acknowledgement of our stream: of no other one that may listen
 * on the subject. No retry inside, so that whoever calls decides about order.
 */
export const putFrame = async (
  { client, maxFrameBytes }: Pick<NatsHandle, 'client' | 'maxFrameBytes'>,
  stream: string,
  journal: string,
  frame: Frame,
): Promise<void> => {
  const expect = { streamName: streamName(stream) };
  const options = { msgID: messageId(journal, frame.seq), expect, retries: 0 };
  await client.publish(subjectOf(stream, journal), messageOf(frame, maxFrameBytes), options);
};

/**
 * When the number of messages equals the distance from the first to the last frame, the stream has no hole and nothing
 * is read. (A hole and a repetition from outside the duplicate window would cancel out.) Otherwise all ids are read.
 */
const heldFrames = async (
  { client, manager }: NatsHandle,
  stream: string,
  journal: string,
  range: FrameRange,
): Promise<HeldFrames> => {
  const subject = subjectOf(stream, journal);
  const info = await manager.streams.info(streamName(stream), { subjects_filter: subject });
  const keepsMs = info.config.max_age > 0 ? info.config.max_age / NS_IN_MS : undefined;
  const count = info.state.subjects?.[subject] ?? 0;
  const frames = new FrameRanges();
  if (count === 0) return { frames, keepsMs };
  const ends = await endsOf(manager, stream, journal, subject);
  if (ends !== undefined && ends.last - ends.first + 1 === count) frames.addRange(ends);
  else await readIds({ client, info, subject, journal, range }, frames);
  // What such a stream pushed out would push out others when it came back.
  if (dropsOldest(info) && ends !== undefined) frames.addRange({ first: 0, last: ends.first - 1 });
  return { frames, keepsMs };
};

const dropsOldest = ({ config }: StreamInfo): boolean =>
  config.max_msgs_per_subject > 0 ||
  (config.discard === DiscardPolicy.Old && (config.max_bytes > 0 || config.max_msgs > 0));

const endsOf = async (
  manager: JetStreamManager,
  stream: string,
  journal: string,
  subject: string,
): Promise<FrameRange | undefined> => {
  const next = { seq: 1, next_by_subj: subject };
  const found = await Promise.all(
    [next, { last_by_subj: subject }].map((query) => manager.streams.getMessage(streamName(stream), query)),
  );
  const [first, last] = found.map((message) => seqOfMessageId(journal, message?.header.get(ID_HEADER) ?? ''));
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
};

interface IdsToRead {
  readonly client: JetStreamClient;
  readonly info: StreamInfo;
  readonly subject: string;
  readonly journal: string;
  readonly range: FrameRange;
}

const readIds = async ({ client, info, subject, journal, range }: IdsToRead, frames: FrameRanges): Promise<void> => {
  const consumer = await client.consumers.get(info.config.name, {
    filter_subjects: subject,
    headers_only: true,
    deliver_policy: DeliverPolicy.All,
  });
  const messages = await consumer.consume({ max_messages: 2000 });
  try {
    for await (const message of messages) {
      const seq = seqOfMessageId(journal, message.headers?.get(ID_HEADER) ?? '');
      if (seq !== undefined && seq >= range.first && seq <= range.last) frames.add(seq);
      if (message.info.pending === 0 || message.seq >= info.state.last_seq) return;
    }
  } finally {
    await messages.close();
  }
};
