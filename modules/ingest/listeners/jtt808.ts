import { createFramer, decodeFrame, type Frame } from '@chedun/jtt808';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import type { Gate, GatePass, VehicleSession } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { admitted, passOf } from './admission.ts';
import { answerBytes, owedFor, RESULT, type Answer, type Owed } from './jtt808-answers.ts';
import { plainPhone, terminalFields, watchTerminals, type TerminalWatch } from './jtt808-notes.ts';
import { noteBytes, type NoteFields } from './own-note.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';

type Session = z.infer<typeof VehicleSession>;

/** Where the pieces of terminal connections go. */
export interface TerminalIntake {
  /** Frames and stretches of garbage, byte for byte. */
  readonly pieces: Gatherer;
  /** What only the listener can tell, as JSON lines. */
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onFrame: (status: Frame['status']) => void;
  /** The code with which a terminal of this phone number authenticates; the same in every process. */
  readonly codeOf: (phone: string) => Promise<string>;
  readonly gate: () => Gate | undefined;
}

/** The connections of the JT/T 808 listener. */
export interface TerminalConnections {
  readonly open: (connection: Connection) => Protocol;
  /** Notes that this side closed a connection. */
  readonly closed: (connection: Connection, reason: CloseReason) => void;
  readonly sessions: () => Session[];
}

interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  readonly phones: Set<string>;
  frames: number;
  bad: number;
  lastFrame: number | null;
  serial: number;
  /** Answers go out in the order of their frames. */
  turn: Promise<void>;
}

interface Shared {
  readonly intake: TerminalIntake;
  readonly watch: TerminalWatch;
  /** Connection on which each terminal is registered or authenticated. */
  readonly owners: Map<string, Known>;
}

interface Due {
  readonly frame: Frame;
  readonly owed: Owed;
}

/** Terminals of one connection that are counted; a forwarding platform may have very many. */
const MOST_PHONES = 100_000;
/** From here on a connection that brings more garbage than frames is closed. */
const GARBAGE_BYTES = 64 * 1024;
const REGISTER = 0x0100;
const AUTHENTICATE = 0x0102;
const LOGOUT = 0x0003;

const present = ({ connection, phones, frames, bad, since, lastFrame }: Known): Session => ({
  peer: `${connection.peer.ip}:${connection.peer.port}`,
  platform: null,
  vehicles: phones.size,
  frames,
  badFrames: bad,
  since: new Date(since).toISOString(),
  lastFrame: lastFrame === null ? null : new Date(lastFrame).toISOString(),
});

const note = ({ notes }: TerminalIntake, known: Known, time: number, fields: NoteFields): void =>
  notes.add(noteBytes(time, fields), known.connection.peer);

/** A terminal that connects again replaces its old connection, unless that one carries further terminals. */
const followTerminal = (known: Known, { header }: Frame, owners: Map<string, Known>): void => {
  const phone = plainPhone(header.phone);
  if (header.messageId === LOGOUT) {
    known.phones.delete(phone);
    if (owners.get(phone) === known) owners.delete(phone);
  }
  if (header.messageId !== REGISTER && header.messageId !== AUTHENTICATE) return;
  if (known.phones.size < MOST_PHONES) known.phones.add(phone);
  const before = owners.get(phone);
  owners.set(phone, known);
  if (!before || before === known) return;
  if (before.phones.size === 1) before.connection.close('replaced');
  before.phones.delete(phone);
};

const owedTo = (frame: Frame): Due[] => {
  const owed = owedFor(frame);
  return owed ? [{ frame, owed }] : [];
};

/** Only media is answered as a whole: other sub-packages are answered one by one. */
const owedBy = (frame: Frame, joined: Frame | undefined): Due[] => {
  const whole = joined ? owedTo(joined).filter(({ owed }) => owed.kind === 'media') : [];
  return [...owedTo(frame), ...whole];
};

/** Counts a frame, notes what it means against earlier ones, and gives what it is owed. */
const takeFrame = ({ intake, watch, owners }: Shared, known: Known, bytes: Uint8Array): Due[] => {
  const frame = decodeFrame(bytes);
  const now = intake.clock.now();
  known.frames += 1;
  known.lastFrame = now;
  intake.onFrame(frame.status);
  const { notes, joined } = watch.observe(frame, known.connection.peer, now);
  for (const { time, fields } of notes) note(intake, known, time, fields);
  if (frame.status === 'checksum' || frame.status === 'structure') {
    known.bad += 1;
    return owedBy(frame, joined);
  }
  const id = Buffer.from(plainPhone(frame.header.phone));
  known.pass?.frame(id, 0, id.length, null);
  followTerminal(known, frame, owners);
  return owedBy(frame, joined);
};

const answerTo = async (intake: TerminalIntake, known: Known, { frame, owed }: Due): Promise<Answer> => {
  const phone = plainPhone(frame.header.phone);
  switch (owed.kind) {
    case 'code':
      return { kind: 'code', code: await intake.codeOf(phone) };
    case 'time':
      return { kind: 'time', now: intake.clock.now() };
    case 'verdict': {
      if (!(await admitted(known.pass, { id: phone, iccid: undefined, platform: null })))
        return { kind: 'general', result: RESULT.failure, refused: true };
      if (owed.code === (await intake.codeOf(phone))) return { kind: 'general', result: RESULT.success };
      const fields = { phone: frame.header.phone, 'jt808.signal': 'code_refused' };
      note(intake, known, intake.clock.now(), terminalFields('authenticate', 'ok', known.connection.peer, fields));
      return { kind: 'general', result: RESULT.failure };
    }
    default:
      return owed;
  }
};

const sendAnswers = async (intake: TerminalIntake, known: Known, due: readonly Due[]): Promise<void> => {
  const answers: Uint8Array[] = [];
  let refused = false;
  for (const each of due) {
    const answer = await answerTo(intake, known, each);
    refused ||= answer.kind === 'general' && answer.refused === true;
    answers.push(answerBytes(each.frame, answer, known.serial));
    known.serial = (known.serial + 1) & 0xffff;
  }
  known.connection.send(Buffer.concat(answers));
  if (refused && known.phones.size <= 1) known.connection.close('unbound');
};

const protocolOf = (shared: Shared, known: Known, onEnd: () => void): Protocol => {
  const { pieces } = shared.intake;
  const { connection } = known;
  const framer = createFramer();
  const take = (found: ReturnType<typeof framer.push>): Due[] =>
    found.flatMap((piece) => {
      pieces.add(piece.bytes, connection.peer);
      if (piece.kind === 'garbage') return [];
      connection.progress();
      return takeFrame(shared, known, piece.bytes);
    });
  return {
    data: (chunk) => {
      const already = known.frames;
      const due = take(framer.push(chunk));
      known.pass?.took(known.frames - already, null);
      if (due.length > 0) {
        const before = known.turn;
        // Without an answer the terminal sends again, so nothing is lost when the journal closes first.
        known.turn = pieces
          .durable()
          .then(() => before)
          .then(() => sendAnswers(shared.intake, known, due))
          .catch(() => undefined);
      }
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

/** Keeps the connections of terminals. */
export const terminalConnections = (intake: TerminalIntake): TerminalConnections => {
  const open = new Map<Connection, Known>();
  const shared: Shared = { intake, watch: watchTerminals(), owners: new Map() };
  return {
    open: (connection) => {
      const known: Known = {
        connection,
        pass: passOf(intake.gate(), 'jtt808', connection),
        since: intake.clock.now(),
        phones: new Set(),
        frames: 0,
        bad: 0,
        lastFrame: null,
        serial: 0,
        turn: Promise.resolve(),
      };
      open.set(connection, known);
      return protocolOf(shared, known, () => {
        open.delete(connection);
        for (const phone of known.phones) if (shared.owners.get(phone) === known) shared.owners.delete(phone);
      });
    },
    closed: (connection, reason) => {
      const known = open.get(connection);
      if (!known || reason === 'stopping') return;
      const [phone] = known.phones;
      const more = { frames: known.frames, ...(phone === undefined ? {} : { phone }) };
      const fields = terminalFields('connection', `closed_${reason}`, connection.peer, more);
      note(intake, known, intake.clock.now(), fields);
    },
    sessions: () => [...open.values()].map(present),
  };
};
