import { createFramer, decodeFrame, type Frame } from '@chedun/jtt808';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import type { Gate, GatePass, VehicleSession } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { passOf } from './admission.ts';
import { answerBytes, owedFor, refusalAnswer, RESULT, type Answer, type Owed } from './jtt808-answers.ts';
import { plainPhone, terminalFields, watchTerminals, type TerminalWatch } from './jtt808-notes.ts';
import { noteBytes, type NoteFields } from './own-note.ts';
import type { CloseReason, Connection, Protocol } from './tcp.ts';
import { leavingConnections } from './leaving.ts';
import { verdictQueue, type Verdict } from './verdict-queue.ts';

type Session = z.infer<typeof VehicleSession>;

/** Where the pieces of terminal connections go. */
export interface TerminalIntake {
  /** Frames and stretches of garbage, byte for byte. */
  readonly pieces: Gatherer;
  /** Frames of refused terminals: evidence, no reports. */
  readonly refused: Gatherer;
  /** What only the listener can tell, as JSON lines. */
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onFrame: (status: Frame['status']) => void;
  readonly onRefused: () => void;
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
  /** Resolves when what closed connections left waiting for a verdict is written. */
  readonly settled: () => Promise<void>;
}

interface Known {
  readonly connection: Connection;
  readonly pass: GatePass | undefined;
  readonly since: number;
  /** Terminals that were let in. */
  readonly phones: Set<string>;
  frames: number;
  bad: number;
  refused: number;
  lastFrame: number | null;
  serial: number;
  /** What the frames of this stretch are owed. */
  due: Due[];
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
  /** Absent when a frame is owed nothing. */
  readonly owed: Owed | undefined;
  readonly may: boolean;
}

/** A piece of the stream. */
type Cut =
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'frame'; readonly bytes: Uint8Array; readonly frame: Frame };

/** Terminals of one connection that are counted; a forwarding platform may have very many. */
const MOST_PHONES = 100_000;
/** From here on a connection that brings more garbage than frames is closed. */
const GARBAGE_BYTES = 64 * 1024;
const REGISTER = 0x0100;
const AUTHENTICATE = 0x0102;
const LOGOUT = 0x0003;

const present = ({ connection, phones, frames, bad, refused, since, lastFrame }: Known): Session => ({
  peer: `${connection.peer.ip}:${connection.peer.port}`,
  platform: null,
  vehicles: phones.size,
  frames,
  badFrames: bad,
  refusedFrames: refused,
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
  if (header.messageId !== LOGOUT && known.phones.size < MOST_PHONES) known.phones.add(phone);
  if (header.messageId !== REGISTER && header.messageId !== AUTHENTICATE) return;
  const before = owners.get(phone);
  owners.set(phone, known);
  if (!before || before === known) return;
  if (before.phones.size === 1) before.connection.close('replaced');
  before.phones.delete(phone);
};

const owedTo = (frame: Frame): Due[] => {
  const owed = owedFor(frame);
  return owed ? [{ frame, owed, may: true }] : [];
};

/** Only media is answered as a whole: other sub-packages are answered one by one. */
const owedBy = (frame: Frame, joined: Frame | undefined): Due[] => {
  const whole = joined ? owedTo(joined).filter(({ owed }) => owed?.kind === 'media') : [];
  return [...owedTo(frame), ...whole];
};

/** What the gate says about a piece; a wrong checksum may hide a wrong number, so it is told of nobody. */
const verdictOn = (known: Known, cut: Cut): Verdict => {
  if (cut.kind === 'garbage' || cut.frame.status === 'checksum' || known.pass === undefined) return true;
  const id = Buffer.from(plainPhone(cut.frame.header.phone));
  return known.pass.frame(id, 0, id.length, null);
};

/** Keeps a frame of a refused terminal as evidence: it is told of nobody, and nothing is learned from it. */
const refuseFrame = ({ intake }: Shared, known: Known, { bytes, frame }: Extract<Cut, { kind: 'frame' }>): Due[] => {
  intake.refused.add(bytes, known.connection.peer);
  intake.onRefused();
  known.refused += 1;
  known.phones.delete(plainPhone(frame.header.phone));
  return [{ frame, owed: owedFor(frame), may: false }];
};

/** Counts a frame, notes what it means against earlier ones, and gives what it is owed. */
const takeFrame = (shared: Shared, known: Known, cut: Extract<Cut, { kind: 'frame' }>, may: boolean): Due[] => {
  const { intake, watch, owners } = shared;
  const { bytes, frame } = cut;
  const now = intake.clock.now();
  known.frames += 1;
  known.lastFrame = now;
  intake.onFrame(frame.status);
  if (!may) return refuseFrame(shared, known, cut);
  intake.pieces.add(bytes, known.connection.peer);
  const { notes, joined } = watch.observe(frame, known.connection.peer, now);
  for (const { time, fields } of notes) note(intake, known, time, fields);
  if (frame.status === 'checksum' || frame.status === 'structure') known.bad += 1;
  else followTerminal(known, frame, owners);
  return owedBy(frame, joined);
};

const answerTo = async (intake: TerminalIntake, known: Known, frame: Frame, owed: Owed): Promise<Answer> => {
  const phone = plainPhone(frame.header.phone);
  switch (owed.kind) {
    case 'code':
      return { kind: 'code', code: await intake.codeOf(phone) };
    case 'time':
      return { kind: 'time', now: intake.clock.now() };
    case 'verdict': {
      if (owed.code === (await intake.codeOf(phone))) return { kind: 'general', result: RESULT.success };
      const fields = { phone: frame.header.phone, 'jt808.signal': 'code_refused' };
      note(intake, known, intake.clock.now(), terminalFields('authenticate', 'ok', known.connection.peer, fields));
      return { kind: 'general', result: RESULT.failure };
    }
    default:
      return owed;
  }
};

/** Answers, and closes a connection that carries nobody but refused terminals. */
const sendAnswers = async (intake: TerminalIntake, known: Known, due: readonly Due[]): Promise<void> => {
  const answers: Uint8Array[] = [];
  for (const { frame, owed, may } of due) {
    if (owed === undefined) continue;
    const answer = may ? await answerTo(intake, known, frame, owed) : refusalAnswer(owed);
    answers.push(answerBytes(frame, answer, known.serial));
    known.serial = (known.serial + 1) & 0xffff;
  }
  if (answers.length > 0) known.connection.send(Buffer.concat(answers));
  if (due.some(({ may }) => !may) && known.phones.size === 0) known.connection.close('unbound');
};

/** Sends what is owed once its frames are on disk: without an answer the terminal sends again, so nothing is lost. */
const answerWhenDurable = (intake: TerminalIntake, known: Known): void => {
  const { due, turn: before } = known;
  if (due.length === 0) return;
  known.due = [];
  known.turn = Promise.all([intake.pieces.durable(), intake.refused.durable()])
    .then(() => before)
    .then(() => sendAnswers(intake, known, due))
    .catch(() => undefined);
};

const protocolOf = (shared: Shared, known: Known, onEnd: (settled: Promise<void>) => void): Protocol => {
  const { intake } = shared;
  const { connection } = known;
  const framer = createFramer();
  const flush = (): void => answerWhenDurable(intake, known);
  const queue = verdictQueue<Cut>({
    connection,
    handle: (cut, may) => {
      if (cut.kind === 'garbage') intake.pieces.add(cut.bytes, connection.peer);
      else known.due.push(...takeFrame(shared, known, cut, may));
    },
    drained: flush,
  });
  /** Takes pieces in and gives how many of them are frames. */
  const take = (found: ReturnType<typeof framer.push>): number => {
    let frames = 0;
    for (const { kind, bytes } of found) {
      const cut: Cut = kind === 'garbage' ? { kind, bytes } : { kind: 'frame', bytes, frame: decodeFrame(bytes) };
      if (cut.kind === 'frame') frames += 1;
      queue.add(cut, verdictOn(known, cut));
    }
    if (frames > 0) connection.progress();
    return frames;
  };
  return {
    data: (chunk) => {
      const frames = take(framer.push(chunk));
      known.pass?.took(frames, null);
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
  phones: new Set(),
  frames: 0,
  bad: 0,
  refused: 0,
  lastFrame: null,
  serial: 0,
  due: [],
  turn: Promise.resolve(),
});

/** Keeps the connections of terminals. */
export const terminalConnections = (intake: TerminalIntake): TerminalConnections => {
  const open = new Map<Connection, Known>();
  const leaving = leavingConnections();
  const shared: Shared = { intake, watch: watchTerminals(), owners: new Map() };
  return {
    open: (connection) => {
      const known = newlyKnown(connection, passOf(intake.gate(), 'jtt808', connection), intake.clock.now());
      open.set(connection, known);
      return protocolOf(shared, known, (settled) => {
        open.delete(connection);
        leaving.add(settled, () => {
          for (const phone of known.phones) if (shared.owners.get(phone) === known) shared.owners.delete(phone);
        });
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
    settled: leaving.settled,
  };
};
