import { createFramer809, decodePacket809, encodePacket809, type Packet809, type Values } from '@chedun/jtt808';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import type { Gate, GatePass, VehicleSession } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { admitted, passOf } from './admission.ts';
import { noteBytes } from './own-note.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';

type Session = z.infer<typeof VehicleSession>;

/** Where the pieces of links go. */
export interface LinkIntake {
  readonly pieces: Gatherer;
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onFrame: (status: Packet809['status']) => void;
  readonly gate: () => Gate | undefined;
}

/** The main links of platforms that forward vehicles. */
export interface LinkConnections {
  readonly open: (connection: Connection) => Protocol;
  readonly closed: (connection: Connection, reason: CloseReason) => void;
  readonly sessions: () => Session[];
}

interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  readonly plates: Set<string>;
  platform: string | null;
  frames: number;
  bad: number;
  lastFrame: number | null;
  serial: number;
}

/** What a packet is answered with. */
interface Owed {
  readonly packet: Packet809;
  readonly id: number;
  readonly may: Promise<boolean> | true;
}

const ID = { login: 0x1001, logout: 0x1003, keepAlive: 0x1005, dynamics: 0x1200 } as const;
/** Login answer 00 = success, 02 = the user is not registered (clause 4.5.2). */
const RESULT = { ok: 0, unknownUser: 2 } as const;
const MOST_PLATES = 100_000;
const GARBAGE_BYTES = 64 * 1024;

const present = ({ connection, platform, plates, frames, bad, since, lastFrame }: Known): Session => ({
  peer: `${connection.peer.ip}:${connection.peer.port}`,
  platform,
  vehicles: plates.size,
  frames,
  badFrames: bad,
  since: new Date(since).toISOString(),
  lastFrame: lastFrame === null ? null : new Date(lastFrame).toISOString(),
});

const valueOf = ({ body }: Packet809, name: string): unknown =>
  body.kind === 'fields' ? body.values[name] : undefined;

const followPlate = (known: Known, packet: Packet809): void => {
  const plate = valueOf(packet, 'plateNo');
  if (typeof plate !== 'string') return;
  const plain = plate.replace(/\0+$/, '');
  if (known.plates.size < MOST_PLATES) known.plates.add(plain);
  const id = Buffer.from(plain);
  known.pass?.frame(id, 0, id.length, known.platform);
};

/** What a packet is owed: logins, logouts and keep-alives on the main link (clause 4.5.2); data is not answered. */
const owedFor = (known: Known, packet: Packet809): Owed | undefined => {
  const { messageId } = packet.header;
  switch (messageId) {
    case ID.login: {
      known.platform = String(valueOf(packet, 'userId') ?? '');
      const subject = { id: undefined, iccid: undefined, platform: known.platform };
      return { packet, id: messageId + 1, may: admitted(known.pass, subject) };
    }
    case ID.logout:
    case ID.keepAlive:
      return { packet, id: messageId + 1, may: true };
    default:
      if (messageId >= ID.dynamics) followPlate(known, packet);
      return undefined;
  }
};

const valuesOf = (id: number, may: boolean): Values =>
  id === ID.login + 1 ? { result: may ? RESULT.ok : RESULT.unknownUser, verifyCode: 0 } : {};

const sendAnswers = async ({ pieces, clock }: LinkIntake, known: Known, owed: readonly Owed[]): Promise<void> => {
  await pieces.durable();
  for (const { packet, id, may } of owed) {
    const yes = may === true || (await may);
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
    known.connection.send(encodePacket809({ header, body: { kind: 'fields', layout: 0, values: valuesOf(id, yes) } }));
    if (!yes) known.connection.close('unbound');
  }
};

const protocolOf = (intake: LinkIntake, known: Known, onEnd: () => void): Protocol => {
  const { pieces, clock, onFrame } = intake;
  const { connection } = known;
  const framer = createFramer809();
  const take = (found: ReturnType<typeof framer.push>): Owed[] =>
    found.flatMap(({ kind, bytes }) => {
      pieces.add(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), connection.peer);
      if (kind === 'garbage') return [];
      const packet = decodePacket809(bytes);
      connection.progress();
      known.frames += 1;
      known.lastFrame = clock.now();
      onFrame(packet.status);
      if (packet.status !== 'ok') {
        known.bad += packet.status === 'crc' || packet.status === 'length' || packet.status === 'structure' ? 1 : 0;
        return [];
      }
      return owedFor(known, packet) ?? [];
    });
  return {
    data: (chunk) => {
      const before = known.frames;
      const owed = take(framer.push(chunk));
      known.pass?.took(known.frames - before, known.platform);
      if (owed.length > 0) sendAnswers(intake, known, owed).catch(() => undefined);
      const { skipped, bytes } = framer.stats();
      if (skipped > GARBAGE_BYTES && skipped > bytes / 2) connection.close('garbage');
    },
    end: () => {
      take(framer.end());
      known.pass?.end();
      onEnd();
    },
  };
};

/** Keeps the main links of platforms. */
export const linkConnections = (intake: LinkIntake): LinkConnections => {
  const open = new Map<Connection, Known>();
  return {
    open: (connection) => {
      const known: Known = {
        connection,
        pass: passOf(intake.gate(), 'jtt809', connection),
        since: intake.clock.now(),
        plates: new Set(),
        platform: null,
        frames: 0,
        bad: 0,
        lastFrame: null,
        serial: 0,
      };
      open.set(connection, known);
      return protocolOf(intake, known, () => open.delete(connection));
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
  };
};
