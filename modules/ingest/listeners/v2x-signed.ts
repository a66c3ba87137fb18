import type { RoadOpinion, SignedRoadMessage } from '../contract.ts';
import { SIGNED_FORMAT, signedRecord } from '../domain/signed-record.ts';
import { gather, QUIET_WAIT_MS, type Context, type DeclaredSource } from './context.ts';
import { noteBytes } from './own-note.ts';
import { watchRoad } from './v2x-watch.ts';

/** The source of messages whose signature was verified. */
export const SIGNED_ROADS: DeclaredSource = {
  id: 'v2x-signed',
  title: 'V2X 签名消息（已验签）',
  kind: 'v2x',
  format: 'v2x',
  retention: 'network',
};

/** Takes messages whose signature held. */
export interface SignedRoads {
  readonly hear: (message: SignedRoadMessage) => RoadOpinion | undefined;
}

/**
 * The way of verified messages: journal, store and rules like all others, and the detectors of misbehaviour with the signer
 * as identity. Nothing is set up before the first message. When so many wait for the disk that there is no room, a
 * message is judged and counted as lost; of a source that is switched off messages are only judged.
 */
export const openSignedRoads = (context: Context): SignedRoads => {
  const { metrics, platform, declare, book } = context;
  const open = () => {
    declare(SIGNED_ROADS).catch((error: unknown) => platform.log.warn('a source was not declared', { error }));
    const messages = gather(context, SIGNED_ROADS, SIGNED_FORMAT, QUIET_WAIT_MS);
    const notes = gather(context, SIGNED_ROADS, 'ndjson', QUIET_WAIT_MS);
    const watch = watchRoad((fields, received) => {
      metrics.roadVerdicts.add(1, { rule: String(fields['signal']) });
      notes.add(noteBytes(received, fields));
    }, context.units);
    return { messages, watch };
  };
  let way: ReturnType<typeof open> | undefined;
  return {
    hear: ({ message, from, to, signer, receiver, heardAs, peer, received }) => {
      way ??= open();
      const head = { ...signer, receiver, from, to };
      const isKept = book.of(SIGNED_ROADS.id).enabled;
      if (isKept && way.messages.full()) metrics.lost.add(1, { source: SIGNED_ROADS.id });
      else if (isKept) way.messages.add(signedRecord(head, message), peer);
      // A copy: the decoder reads from the start of its buffer.
      const payload = message.slice(from, to);
      return way.watch.take(payload, { id: heardAs, ...(peer ? { peer } : {}) }, received, signer);
    },
  };
};
