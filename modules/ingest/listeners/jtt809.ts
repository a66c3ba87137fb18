import { createFramer809, decodePacket809, encodePacket809, type Packet809, type Values } from '@chedun/jtt808';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import type { Gate, GatePass, VehicleSession } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { admitted, passOf } from './admission.ts';
import { leavingConnections } from './leaving.ts';
import { noteBytes } from './own-note.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';
import { verdictQueue, type Verdict } from './verdict-queue.ts';

type Session = z.infer<typeof VehicleSession>;

/** Where the pieces of links go. */
export interface LinkIntake {
  readonly pieces: Gatherer;
  /** Packets of refused plates and accounts: evidence, no reports. */
  readonly refused: Gatherer;
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onFrame: (status: Packet809['status']) => void;
  readonly onRefused: () => void;
  readonly gate: () => Gate | undefined;
}

/** The main links of platforms that forward vehicles. */
export interface LinkConnections {
  readonly open: (connection: Connection) => Protocol;
  readonly closed: (connection: Connection, reason: CloseReason) => void;
  readonly sessions: () => Session[];
  /** Resolves when what closed links left waiting for a verdict is written. */
  readonly settled: () => Promise<void>;
}

interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  readonly plates: Set<string>;
  platform: string | null;
  /** Its account was refused: nothing that comes behind the login counts. */
  isBarred: boolean;
  frames: number;
  bad: number;
  refused: number;
  lastFrame: number | null;
  serial: number;
  /** What the packets of this stretch are owed. */
  owed: Owed[];
  /** Answers go out in the order of their packets. */
  turn: Promise<void>;
}

/** What a packet is answered with; a refusal may be owed no answer. */
interface Owed {
  readonly packet: Packet809;
  readonly id: number | undefined;
  readonly may: boolean;
}

/** A piece of the stream. */
type Cut =
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'frame'; readonly bytes: Uint8Array; readonly packet: Packet809 };

const ID = { login: 0x1001, logout: 0x1003, keepAlive: 0x1005, dynamics: 0x1200 } as const;
/** Login answer 00 = success, 02 = the user is not registered (clause 4.5.2). */
const RESULT = { ok: 0, unknownUser: 2 } as const;
const MOST_PLATES = 100_000;
const GARBAGE_BYTES = 64 * 1024;

const present = ({ connection, platform, plates, frames, bad, refused, since, lastFrame }: Known): Session => ({
  peer: `${connection.peer.ip}:${connection.peer.port}`,
  platform,
  vehicles: plates.size,
  frames,
  badFrames: bad,
  refusedFrames: refused,
  since: new Date(since).toISOString(),
  lastFrame: lastFrame === null ? null : new Date(lastFrame).toISOString(),
});

const valueOf = ({ body }: Packet809, name: string): unknown =>
  body.kind === 'fields' ? body.values[name] : undefined;

const plateOf = (packet: Packet809): string | undefined => {
  const plate = packet.header.messageId >= ID.dynamics ? valueOf(packet, 'plateNo') : undefined;
  return typeof plate === 'string' ? plate.replace(/\0+$/, '') : undefined;
};

/** What the gate says about a packet: about the account of a login, and the plate of data. */
const verdictOn = (known: Known, cut: Cut): Verdict => {
  if (cut.kind === 'garbage' || cut.packet.status !== 'ok') return true;
  const { packet } = cut;
  if (packet.header.messageId === ID.login) {
    known.platform = String(valueOf(packet, 'userId') ?? '');
    return admitted(known.pass, { id: undefined, iccid: undefined, platform: known.platform });
  }
  const plate = plateOf(packet);
  if (plate === undefined || known.pass === undefined) return true;
  const id = Buffer.from(plate);
  return known.pass.frame(id, 0, id.length, known.platform);
};

/** What a packet is owed: logins, logouts and keep-alives on the main link (clause 4.5.2); data is not answered. */
const answerId = ({ header: { messageId } }: Packet809): number | undefined =>
  messageId === ID.login || messageId === ID.logout || messageId === ID.keepAlive ? messageId + 1 : undefined;

/** Keeps a packet of a refused account or plate as evidence. */
const refusePacket = (intake: LinkIntake, known: Known, { bytes, packet }: Extract<Cut, { kind: 'frame' }>): void => {
  intake.refused.add(bytes, known.connection.peer);
  intake.onRefused();
  known.refused += 1;
  if (packet.status === 'ok' && packet.header.messageId === ID.login) known.isBarred = true;
  known.owed.push({ packet, id: packet.status === 'ok' ? answerId(packet) : undefined, may: false });
};

const takePacket = (intake: LinkIntake, known: Known, cut: Extract<Cut, { kind: 'frame' }>, may: boolean): void => {
  const { bytes, packet } = cut;
  known.frames += 1;
  known.lastFrame = intake.clock.now();
  intake.onFrame(packet.status);
  if (!may || known.isBarred) return refusePacket(intake, known, cut);
  intake.pieces.add(bytes, known.connection.peer);
  if (packet.status !== 'ok') {
    known.bad += packet.status === 'crc' || packet.status === 'length' || packet.status === 'structure' ? 1 : 0;
    return;
  }
  const plate = plateOf(packet);
  if (plate !== undefined && known.plates.size < MOST_PLATES) known.plates.add(plate);
  const id = answerId(packet);
  if (id !== undefined) known.owed.push({ packet, id, may: true });
};

const valuesOf = (id: number, may: boolean): Values =>
  id === ID.login + 1 ? { result: may ? RESULT.ok : RESULT.unknownUser, verifyCode: 0 } : {};

/** Answers, and closes a link whose account was refused, or that names no account and brings a refused plate. */
const sendAnswers = ({ clock }: LinkIntake, known: Known, owed: readonly Owed[]): void => {
  for (const { packet, id, may } of owed) {
    if (id === undefined) continue;
    const { edition, accessCode, version } = packet.header;
    const time = edition === '2019' ? BigInt(Math.floor(clock.now() / 1000)) : undefined;
    const header = {
      edition,
      serial: known.serial,
      messageId: id,
      accessCode,
      version,
      encrypted: false,
      key: 0,
      time,
    };
    known.serial = (known.serial + 1) >>> 0;
    known.connection.send(encodePacket809({ header, body: { kind: 'fields', layout: 0, values: valuesOf(id, may) } }));
  }
  const isOver = known.isBarred || known.platform === null;
  if (isOver && owed.some(({ may }) => !may)) known.connection.close('unbound');
};

const answerWhenDurable = (intake: LinkIntake, known: Known): void => {
  const { owed, turn: before } = known;
  if (owed.length === 0) return;
  known.owed = [];
  known.turn = Promise.all([intake.pieces.durable(), intake.refused.durable()])
    .then(() => before)
    .then(() => sendAnswers(intake, known, owed))
    .catch(() => undefined);
};

const protocolOf = (intake: LinkIntake, known: Known, onEnd: (settled: Promise<void>) => void): Protocol => {
  const { connection } = known;
  const framer = createFramer809();
  const flush = (): void => answerWhenDurable(intake, known);
  const queue = verdictQueue<Cut>({
    connection,
    handle: (cut, may) => {
      if (cut.kind === 'garbage') intake.pieces.add(cut.bytes, connection.peer);
      else takePacket(intake, known, cut, may);
    },
    drained: flush,
  });
  /** Takes pieces in and gives how many of them are packets. */
  const take = (found: ReturnType<typeof framer.push>): number => {
    let frames = 0;
    for (const { kind, bytes: piece } of found) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      const cut: Cut = kind === 'garbage' ? { kind, bytes } : { kind, bytes, packet: decodePacket809(bytes) };
      if (cut.kind === 'frame') frames += 1;
      queue.add(cut, verdictOn(known, cut));
    }
    if (frames > 0) connection.progress();
    return frames;
  };
  return {
    data: (chunk) => {
      const frames = take(framer.push(chunk));
      known.pass?.took(frames, known.platform);
      if (queue.waiting() === 0) flush();
      const { skipped, bytes } = framer.stats();
      if (skipped > GARBAGE_BYTES && skipped > bytes / 2) connection.close('garbage');
    },
    end: () => {
      take(framer.end());
      known.pass?.end();
      onEnd(queue.settled());
    },
  };
};

const newlyKnown = (connection: Connection, pass: GatePass | undefined, since: number): Known => ({
  connection,
  pass,
  since,
  plates: new Set(),
  platform: null,
  isBarred: false,
  frames: 0,
  bad: 0,
  refused: 0,
  lastFrame: null,
  serial: 0,
  owed: [],
  turn: Promise.resolve(),
});

/** Keeps the main links of platforms. */
export const linkConnections = (intake: LinkIntake): LinkConnections => {
  const open = new Map<Connection, Known>();
  const leaving = leavingConnections();
  return {
    open: (connection) => {
      const known = newlyKnown(connection, passOf(intake.gate(), 'jtt809', connection), intake.clock.now());
      open.set(connection, known);
      return protocolOf(intake, known, (settled) => leaving.add(settled, () => open.delete(connection)));
    },
    closed: (connection, reason) => {
      const known = open.get(connection);
      if (!known || reason === 'stopping') return;
      const { peer } = connection;
      const fields = {
        product: 'vehicle',
        category: 'jt808',
        protocol: 'jtt809',
        cmd: 'connection',
        status: `closed_${reason}`,
        src_ip: peer.ip,
        src_port: peer.port,
        frames: known.frames,
        ...(known.platform === null ? {} : { platform_user: known.platform }),
      };
      intake.notes.add(noteBytes(intake.clock.now(), fields), peer);
    },
    sessions: () => [...open.values()].map(present),
    settled: leaving.settled,
  };
};
