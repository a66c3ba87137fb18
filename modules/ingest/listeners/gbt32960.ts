import { createFramer } from '@chedun/gbt32960';
import type { z } from 'zod';
import type { VehicleSession } from '../contract.ts';
import { passOf } from './admission.ts';
import {
  isReport,
  messageOf,
  sendAnswers,
  takeMessage,
  takeReport,
  verdictOn,
  verdictOnVehicle,
  type Lane,
  type Message,
  type VehicleIntake,
} from './gbt32960-frames.ts';
import { newlyKnown, noteRecord, present, type Known } from './gbt32960-session.ts';
import { leavingConnections } from './leaving.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';
import { verdictQueue } from './verdict-queue.ts';

/** The connections of the GB/T 32960 listener. */
export interface VehicleConnections {
  readonly open: (connection: Connection) => Protocol;
  /** Notes that this side closed a connection. */
  readonly closed: (connection: Connection, reason: CloseReason) => void;
  readonly sessions: () => z.infer<typeof VehicleSession>[];
  /** Resolves when what closed connections left waiting for a verdict is written. */
  readonly settled: () => Promise<void>;
}

/** A piece that waits for a verdict: the memory of its chunk does not. */
type Cut =
  | { readonly kind: 'garbage'; readonly bytes: Buffer }
  | { readonly kind: 'report'; readonly bytes: Buffer }
  | { readonly kind: 'message'; readonly message: Message };

/** From here on a connection that brings more garbage than frames is closed. */
const GARBAGE_BYTES = 64 * 1024;

const copyOf = (bytes: Buffer, from: number, to: number): Buffer => Buffer.from(bytes.subarray(from, to));

/** Without an answer the vehicle sends again, so nothing is lost when the journal closes first. */
const answerWhenDurable = ({ pieces, opened, sealed }: VehicleIntake, known: Known): void => {
  const { owed } = known;
  if (owed.length === 0) return;
  known.owed = [];
  const refused = owed.some(({ may }) => !may) ? [sealed.durable()] : [];
  Promise.all([pieces.durable(), opened.durable(), ...refused])
    .then(() => sendAnswers(known, owed))
    .catch(() => undefined);
};

/** Cuts the stream of one connection, and gives how many frames each chunk had. */
const readerOf = (lane: Lane) => {
  const { intake, known } = lane;
  const { connection } = known;
  const { peer } = connection;
  const framer = createFramer();
  const handle = (cut: Cut, may: boolean): void => {
    if (cut.kind === 'garbage') intake.pieces.add(cut.bytes, peer);
    else if (cut.kind === 'message') takeMessage(lane, cut.message, may);
    else takeReport(lane, cut.bytes, 0, cut.bytes.length, may);
  };
  const flush = (): void => answerWhenDurable(intake, known);
  const queue = verdictQueue<Cut>({ connection, handle, drained: flush });
  let frames = 0;
  const onReport = (bytes: Buffer, from: number, to: number): void => {
    const verdict = verdictOnVehicle(known, bytes, from);
    if (typeof verdict === 'boolean' && queue.waiting() === 0) takeReport(lane, bytes, from, to, verdict);
    else queue.add({ kind: 'report', bytes: copyOf(bytes, from, to) }, verdict);
  };
  const onGarbage = (bytes: Buffer, from: number, to: number): void => {
    if (queue.waiting() === 0) intake.pieces.add(bytes, peer, from, to);
    else queue.add({ kind: 'garbage', bytes: copyOf(bytes, from, to) }, true);
  };
  const sink = {
    frame: (bytes: Buffer, from: number, to: number, isIntact: boolean) => {
      frames += 1;
      if (isIntact && isReport(bytes, from)) return onReport(bytes, from, to);
      const message = messageOf(known, new Uint8Array(bytes.subarray(from, to)), isIntact);
      queue.add({ kind: 'message', message }, verdictOn(known, message));
    },
    garbage: onGarbage,
  };
  return {
    take: (chunk: Buffer): number => {
      const before = frames;
      framer.each(chunk, sink);
      if (queue.waiting() === 0) flush();
      return frames - before;
    },
    end: (): Promise<void> => {
      for (const { bytes } of framer.end()) onGarbage(Buffer.from(bytes), 0, bytes.length);
      return queue.settled();
    },
    stats: framer.stats,
  };
};

/** Keeps the connections of vehicles and forwarding platforms. */
export const vehicleConnections = (intake: VehicleIntake): VehicleConnections => {
  const { notes, clock } = intake;
  const open = new Map<Connection, Known>();
  const owners = new Map<string, Known>();
  const leaving = leavingConnections();

  const protocolOf = (known: Known): Protocol => {
    const { connection } = known;
    const reader = readerOf({ intake, known, owners });
    return {
      data: (chunk) => {
        const frames = reader.take(chunk);
        if (frames > 0) {
          known.lastFrame = clock.now();
          connection.progress();
          known.pass?.took(frames, known.platform);
        }
        const { skipped, bytes } = reader.stats();
        if (skipped > GARBAGE_BYTES && skipped > bytes / 2) connection.close('garbage');
      },
      end: () => {
        const settled = reader.end();
        open.delete(connection);
        known.pass?.end();
        leaving.add(settled, () => {
          for (const vin of known.vins) if (owners.get(vin) === known) owners.delete(vin);
        });
      },
    };
  };

  return {
    open: (connection) => {
      const known = newlyKnown(connection, passOf(intake.gate(), 'gbt32960', connection), clock.now());
      open.set(connection, known);
      return protocolOf(known);
    },
    closed: (connection, reason) => {
      const known = open.get(connection);
      if (!known || reason === 'stopping') return;
      const [vin] = known.vins;
      notes.add(noteRecord(known, `closed_${reason}`, clock.now(), vin === undefined ? {} : { vin }), connection.peer);
    },
    sessions: () => [...open.values()].map(present),
    settled: leaving.settled,
  };
};
