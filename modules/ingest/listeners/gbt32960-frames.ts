import { ANSWER, answerFrame, COMMAND, decodeFrame, decodeOpened, owesAnswer, type Frame } from '@chedun/gbt32960';
import type { Clock } from '@chedun/kernel';
import type { Gate, SignatureSighting } from '../contract.ts';
import type { Gatherer } from '../intake/gather.ts';
import { admitted, refusalFor } from './admission.ts';
import { followPlatform, followVehicle, type Known, type Owed } from './gbt32960-session.ts';
import { openFrame, type OpenedFrame } from './opened.ts';
import type { ReportDesk } from './reports.ts';
import type { Verdict } from './verdict-queue.ts';

/** Where the pieces of vehicle connections go. */
export interface VehicleIntake {
  /** Frames and stretches of garbage, byte for byte. */
  readonly pieces: Gatherer;
  /** Reports that tell nothing new: only their columns are kept. */
  readonly reports: Gatherer;
  /** Encrypted frames that were opened: as they came, and in clear. `sealed` keeps frames of refused vehicles, too: as evidence only. */
  readonly sealed: Gatherer;
  readonly opened: Gatherer;
  readonly desk: Pick<ReportDesk, 'take'>;
  /** What the listener itself has to tell, as JSON lines. */
  readonly notes: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly onSignature: (sighting: SignatureSighting) => void;
  readonly gate: () => Gate | undefined;
  readonly onRefused: () => void;
  /** Told of every frame but `reports`, which are counted when they are written. */
  readonly onFrame: (status: Frame['status']) => void;
}

/** One connection with what serves it; made once, because reports come in great numbers. */
export interface Lane {
  readonly intake: VehicleIntake;
  readonly known: Known;
  /** Connection on which each vehicle is logged in. */
  readonly owners: Map<string, Known>;
}

/** A frame that is no plain report, decoded, with a copy of its bytes. */
export interface Message {
  readonly bytes: Uint8Array;
  /** In clear, when it came encrypted and a key fits. */
  readonly clear: OpenedFrame | undefined;
  readonly frame: Frame;
}

/** Where the identifier of a vehicle stands in a frame. */
const ID_AT = 4;
const ID_END = 21;

/** Whether the frame at `from` is a report, sent at once or again. */
export const isReport = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 2] === COMMAND.realtime || bytes[from + 2] === COMMAND.resent;

/** What the gate says about the vehicle of the frame at `from`. */
export const verdictOnVehicle = ({ pass, platform }: Known, bytes: Uint8Array, from: number): Verdict =>
  pass === undefined ? true : pass.frame(bytes, from + ID_AT, from + ID_END, platform);

/** Reads a frame that is no plain report. */
export const messageOf = (known: Known, bytes: Uint8Array, isIntact: boolean): Message => {
  const clear = isIntact ? openFrame(known.pass, bytes, known.platform) : undefined;
  return { bytes, clear, frame: clear ? decodeOpened(clear.told) : decodeFrame(bytes) };
};

/** Judged are logins of accounts and vehicles, and what else speaks for a vehicle: its logout and its activation. */
export const verdictOn = (known: Known, { frame, bytes }: Message): Verdict => {
  const { body, id, command, status, answer } = frame;
  if (status !== 'ok' || answer !== ANSWER.command) return true;
  followPlatform(known, frame);
  if (body.kind === 'platform-login')
    return admitted(known.pass, { id: undefined, iccid: undefined, platform: known.platform });
  if (command === COMMAND.vehicleLogin) {
    const iccid = body.kind === 'vehicle-login' || body.kind === 'vehicle-login-packs' ? body.iccid : undefined;
    return admitted(known.pass, { id, iccid, platform: known.platform });
  }
  const speaksForVehicle = command === COMMAND.vehicleLogout || body.kind === 'activation';
  return speaksForVehicle ? verdictOnVehicle(known, bytes, 0) : true;
};

const flagFor = ({ status, edition }: Frame): number => {
  if (status === 'structure' && edition === '2025') return ANSWER.structureWrong;
  return status === 'ok' ? ANSWER.ok : ANSWER.error;
};

/** Keeps a frame of somebody who is refused as evidence: it is nobody's report. */
const refuse = ({ intake, known }: Lane, bytes: Uint8Array, from: number, to: number, answer?: Uint8Array): void => {
  intake.sealed.add(bytes, known.connection.peer, from, to);
  intake.onRefused();
  known.refused += 1;
  known.owed.push({ answer, may: false });
};

/** Takes a report whose checksum is right; one that is not well-formed or encrypted is handled as any other frame. */
export const takeReport = (lane: Lane, bytes: Buffer, from: number, to: number, may: boolean): void => {
  const { intake, known } = lane;
  const { pieces, reports, desk, onFrame } = intake;
  const { peer } = known.connection;
  if (!may || known.isBarred) {
    known.frames += 1;
    onFrame('ok');
    return refuse(lane, bytes, from, to);
  }
  const way = desk.take(bytes, from, to, known.source, peer);
  // Answers wait for the disk, the memory of the chunk does not.
  if (way === undefined)
    return takeMessage(lane, messageOf(known, new Uint8Array(bytes.subarray(from, to)), true), true);
  known.frames += 1;
  if (way === 'event') {
    onFrame('ok');
    pieces.add(bytes, peer, from, to);
  } else reports.add(bytes, peer, from, to);
};

const answerTo = ({ clock }: VehicleIntake, frame: Frame, may: boolean): Uint8Array | undefined => {
  if (!owesAnswer(frame)) return undefined;
  return answerFrame(frame, { flag: may ? flagFor(frame) : refusalFor(frame), unit: 'time', now: clock.now() });
};

/** Keeps a frame that was encrypted, as it came and in clear; true when the desk took it as a report. */
const takeOpened = (intake: VehicleIntake, known: Known, bytes: Uint8Array, { plain, told }: OpenedFrame): boolean => {
  const { peer } = known.connection;
  intake.sealed.add(bytes, peer);
  const way = isReport(plain, 0) ? intake.desk.take(plain, 0, plain.length, known.source, peer) : undefined;
  if (way !== 'columns') intake.opened.add(told, peer);
  if (way === undefined) return false;
  intake.reports.add(plain, peer);
  return true;
};

/** Takes any other frame, with the verdict on whom it speaks for. */
export const takeMessage = (lane: Lane, { frame, bytes, clear }: Message, may: boolean): void => {
  const { intake, known, owners } = lane;
  known.frames += 1;
  if (!may || known.isBarred) {
    intake.onFrame(frame.status);
    if (frame.body.kind === 'platform-login') known.isBarred = true;
    return refuse(lane, bytes, 0, bytes.length, answerTo(intake, frame, false));
  }
  if (clear === undefined) intake.pieces.add(bytes, known.connection.peer);
  else if (takeOpened(intake, known, bytes, clear)) return;
  intake.onFrame(frame.status);
  followFrame(intake, known, owners, frame);
  const answer = answerTo(intake, frame, true);
  if (answer !== undefined) known.owed.push({ answer, may: true });
};

const followFrame = (intake: VehicleIntake, known: Known, owners: Map<string, Known>, frame: Frame): void => {
  if (frame.status === 'bcc' || frame.status === 'structure') known.bad += 1;
  if (frame.status !== 'ok' || frame.answer !== ANSWER.command) return;
  followVehicle(known, frame, owners);
  if (frame.body.kind !== 'activation') return;
  const { vin, chipId, publicKey } = frame.body;
  intake.onSignature({ kind: 'activation', vin, chipId: chipId.trim(), publicKey: new Uint8Array(publicKey) });
};

/** Sends what is owed, and closes a connection that speaks for nobody who is let in; other vehicles of a platform go on. */
export const sendAnswers = (known: Known, owed: readonly Owed[]): void => {
  const answers = owed.flatMap(({ answer }) => answer ?? []);
  if (answers.length > 0) known.connection.send(Buffer.concat(answers));
  const isOver = known.isBarred || known.platform === null;
  if (isOver && owed.some(({ may }) => !may)) known.connection.close('unbound');
};
