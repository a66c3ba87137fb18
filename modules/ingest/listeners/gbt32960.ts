import {
  ANSWER,
  answerFrame,
  COMMAND,
  createFramer,
  decodeFrame,
  decodeOpened,
  hashOf,
  owesAnswer,
  type Frame,
  type StreamSink,
} from '@chedun/gbt32960';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import type { Gate, GatePass, SignatureSighting, VehicleSession } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { admitted, answersOf, passOf, refusalFor, type Owed } from './admission.ts';
import { openFrame, type OpenedFrame } from './opened.ts';
import type { ReportDesk } from './reports.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';

type Session = z.infer<typeof VehicleSession>;

/** Where the pieces of vehicle connections go. */
export interface VehicleIntake {
  /** Frames and stretches of garbage, byte for byte. */
  readonly pieces: Gatherer;
  /** Reports that tell nothing new: only their columns are kept. */
  readonly reports: Gatherer;
  /** Encrypted frames that were opened: as they came, and in clear. `sealed` keeps reports of refused vehicles, too: as evidence only. */
  readonly sealed: Gatherer;
  readonly opened: Gatherer;
  readonly desk: Pick<ReportDesk, 'take'>;
  /** What the listener itself has to tell, as JSON lines. */
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onSignature: (sighting: SignatureSighting) => void;
  readonly gate: () => Gate | undefined;
  /** Told of every frame but `reports`, which are counted when they are written. */
  readonly onFrame: (status: Frame['status']) => void;
}

/** The connections of the GB/T 32960 listener. */
export interface VehicleConnections {
  readonly open: (connection: Connection) => Protocol;
  /** Notes that this side closed a connection. */
  readonly closed: (connection: Connection, reason: CloseReason) => void;
  readonly sessions: () => Session[];
}

interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  readonly vins: Set<string>;
  platform: string | null;
  /** Number that stands for where the frames come from: the platform, else the address. */
  source: number;
  frames: number;
  bad: number;
  lastFrame: number | null;
}

/** Vehicles of one connection that are counted; a forwarding platform may have very many. */
const MOST_VINS = 100_000;
/** Where the identifier of a vehicle stands in a frame. */
const ID_AT = 4;
const ID_END = 21;
/** From here on a connection that brings more garbage than frames is closed. */
const GARBAGE_BYTES = 64 * 1024;

const endpoint = ({ connection }: Known): string => `${connection.peer.ip}:${connection.peer.port}`;

const flagFor = ({ status, edition }: Frame): number => {
  if (status === 'structure' && edition === '2025') return ANSWER.structureWrong;
  return status === 'ok' ? ANSWER.ok : ANSWER.error;
};

/** A note of the listener as a record that rules can see. */
const noteRecord = (known: Known, status: string, now: number, more: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    JSON.stringify({
      time: new Date(now).toISOString(),
      product: 'vehicle',
      category: 'gbt32960',
      protocol: 'gbt32960',
      cmd: 'connection',
      status,
      src_ip: known.connection.peer.ip,
      src_port: known.connection.peer.port,
      frames: known.frames,
      ...(known.platform === null ? {} : { platform_user: known.platform }),
      ...more,
    }),
  );

const present = (known: Known): Session => ({
  peer: endpoint(known),
  platform: known.platform,
  vehicles: known.vins.size,
  frames: known.frames,
  badFrames: known.bad,
  since: new Date(known.since).toISOString(),
  lastFrame: known.lastFrame === null ? null : new Date(known.lastFrame).toISOString(),
});

const numberOf = (source: string): number => {
  const bytes = Buffer.from(source);
  return hashOf(bytes, 0, bytes.length);
};

const newlyKnown = (connection: Connection, pass: GatePass | undefined, since: number): Known => ({
  connection,
  pass,
  since,
  vins: new Set(),
  platform: null,
  source: numberOf(connection.peer.ip),
  frames: 0,
  bad: 0,
  lastFrame: null,
});

/** Follows logins: a vehicle that connects again replaces its old connection (GB/T 32960.3 session rules). */
const followLogin = (known: Known, frame: Frame, owners: Map<string, Known>): void => {
  if (frame.body.kind === 'platform-login') known.platform = frame.body.user;
  if (frame.command === COMMAND.platformLogout) known.platform = null;
  known.source = numberOf(known.platform ?? known.connection.peer.ip);
  if (frame.command === COMMAND.vehicleLogout) {
    known.vins.delete(frame.id);
    if (owners.get(frame.id) === known) owners.delete(frame.id);
  }
  if (frame.command !== COMMAND.vehicleLogin) return;
  if (known.vins.size < MOST_VINS) known.vins.add(frame.id);
  const before = owners.get(frame.id);
  owners.set(frame.id, known);
  if (!before || before === known) return;
  // A connection that carries further vehicles belongs to a platform and goes on.
  if (before.platform === null && before.vins.size === 1) before.connection.close('replaced');
  before.vins.delete(frame.id);
};

const isReport = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 2] === COMMAND.realtime || bytes[from + 2] === COMMAND.resent;

/** Takes a well-formed report, which is owed no answer, or one of a refused vehicle; false for every other frame. */
const takeReport = (
  { pieces, reports, sealed, desk, onFrame }: VehicleIntake,
  known: Known,
  bytes: Buffer,
  from: number,
  to: number,
): boolean => {
  const { peer } = known.connection;
  if (known.pass?.frame(bytes, from + ID_AT, from + ID_END, known.platform) === false) {
    known.frames += 1;
    sealed.add(bytes, peer, from, to);
    return true;
  }
  const way = desk.take(bytes, from, to, known.source, peer);
  if (way === undefined) return false;
  known.frames += 1;
  if (way === 'event') {
    onFrame('ok');
    pieces.add(bytes, peer, from, to);
  } else reports.add(bytes, peer, from, to);
  return true;
};

/** Asks the gate about a login; a login that is refused is not followed. */
const judgeLogin = (known: Known, frame: Frame, owners: Map<string, Known>): Promise<boolean> | true => {
  const { body, id, command } = frame;
  const isVehicle = command === COMMAND.vehicleLogin;
  if (!isVehicle) followLogin(known, frame, owners);
  if (!isVehicle && body.kind !== 'platform-login') return true;
  const iccid = body.kind === 'vehicle-login' || body.kind === 'vehicle-login-packs' ? body.iccid : undefined;
  const may = admitted(known.pass, { id: isVehicle ? id : undefined, iccid, platform: known.platform });
  if (!isVehicle) return may;
  if (may === true) followLogin(known, frame, owners);
  else void may.then((yes) => yes && followLogin(known, frame, owners));
  return may;
};

/** Counts a frame and gives the answer that it is owed. */
const takeFrame = (
  { clock, onFrame, onSignature }: VehicleIntake,
  known: Known,
  owners: Map<string, Known>,
  frame: Frame,
): Owed | undefined => {
  const now = clock.now();
  known.frames += 1;
  onFrame(frame.status);
  let may: Promise<boolean> | true = true;
  if (frame.status === 'bcc' || frame.status === 'structure') known.bad += 1;
  else if (frame.answer === ANSWER.command && frame.status === 'ok') {
    may = judgeLogin(known, frame, owners);
    if (frame.body.kind === 'activation') {
      const { vin, chipId, publicKey } = frame.body;
      onSignature({ kind: 'activation', vin, chipId: chipId.trim(), publicKey: new Uint8Array(publicKey) });
    }
  }
  if (!owesAnswer(frame)) return undefined;
  const answer = (yes: boolean): Uint8Array =>
    answerFrame(frame, { flag: yes ? flagFor(frame) : refusalFor(frame), unit: 'time', now });
  return { admitted: may, answer };
};

/** Takes a frame that was encrypted: an opened report goes both ways, everything else as any other frame. */
const takeOpened = (
  intake: VehicleIntake,
  known: Known,
  owners: Map<string, Known>,
  frame: Uint8Array,
  { plain, told }: OpenedFrame,
): Owed | undefined => {
  const { peer } = known.connection;
  intake.sealed.add(frame, peer);
  const isOfReport = isReport(plain, 0);
  if (isOfReport && known.pass?.frame(plain, ID_AT, ID_END, known.platform) === false) {
    known.frames += 1;
    return undefined;
  }
  const way = isOfReport ? intake.desk.take(plain, 0, plain.length, known.source, peer) : undefined;
  if (way !== 'columns') intake.opened.add(told, peer);
  if (way === undefined) return takeFrame(intake, known, owners, decodeOpened(told));
  known.frames += 1;
  intake.reports.add(plain, peer);
  return undefined;
};

/** Where the framer of a connection puts what it cuts. */
const sinkOf = (
  intake: VehicleIntake,
  known: Known,
  owners: Map<string, Known>,
  owes: (answer: Owed) => void,
): StreamSink => {
  const { pieces } = intake;
  const { peer } = known.connection;
  return {
    frame: (bytes, from, to, intact) => {
      if (intact && isReport(bytes, from) && takeReport(intake, known, bytes, from, to)) return;
      // Answers wait for the disk, the memory of the chunk does not.
      const frame = new Uint8Array(bytes.subarray(from, to));
      const clear = intact ? openFrame(known.pass, frame, known.platform) : undefined;
      if (!clear) pieces.add(bytes, peer, from, to);
      const answer = clear
        ? takeOpened(intake, known, owners, frame, clear)
        : takeFrame(intake, known, owners, decodeFrame(frame));
      if (answer) owes(answer);
    },
    garbage: (bytes, from, to) => pieces.add(bytes, peer, from, to),
  };
};

/** Without an answer the vehicle sends again, so nothing is lost when the journal closes first. */
const sendAnswers = async ({ pieces, opened }: VehicleIntake, known: Known, owed: readonly Owed[]): Promise<void> => {
  await Promise.all([pieces.durable(), opened.durable()]);
  const { bytes, refused } = await answersOf(owed);
  known.connection.send(bytes);
  // Other vehicles of a platform go on.
  if (refused && (known.platform === null || known.vins.size === 0)) known.connection.close('unbound');
};

/** Keeps the connections of vehicles and forwarding platforms. */
export const vehicleConnections = (intake: VehicleIntake): VehicleConnections => {
  const { pieces, notes, clock } = intake;
  const open = new Map<Connection, Known>();
  const owners = new Map<string, Known>();

  const protocolOf = (known: Known): Protocol => {
    const { connection } = known;
    const framer = createFramer();
    let owed: Owed[] = [];
    const sink = sinkOf(intake, known, owners, (answer) => owed.push(answer));
    /** Takes all frames of a chunk and gives what they are owed. */
    const take = (chunk: Buffer): Owed[] => {
      const before = known.frames;
      framer.each(chunk, sink);
      if (known.frames > before) {
        known.lastFrame = clock.now();
        connection.progress();
        known.pass?.took(known.frames - before, known.platform);
      }
      const answers = owed;
      if (owed.length > 0) owed = [];
      return answers;
    };
    return {
      data: (chunk) => {
        const answers = take(chunk);
        const { skipped, bytes } = framer.stats();
        if (answers.length > 0) {
          sendAnswers(intake, known, answers).catch(() => undefined);
        }
        if (skipped > GARBAGE_BYTES && skipped > bytes / 2) connection.close('garbage');
      },
      end: () => {
        for (const { bytes } of framer.end()) pieces.add(bytes, connection.peer);
        open.delete(connection);
        known.pass?.end();
        for (const vin of known.vins) if (owners.get(vin) === known) owners.delete(vin);
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
  };
};
