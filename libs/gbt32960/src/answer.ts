import { ANSWER, COMMAND, ENCRYPTION } from './codes.ts';
import { wrapUnit } from './encode.ts';
import { gbtError } from './errors.ts';
import type { Frame } from './frame.ts';
import { HEADER_BYTES } from './header.ts';
import { TIME_BYTES, timeBytes } from './time.ts';

/** How to answer. */
export interface AnswerOptions {
  /** See `ANSWER`. */
  readonly flag: number;
  /** `time`: keep the time and drop the rest (clause 6.3). `echo`: send everything back (2016 Annex B). */
  readonly unit: 'time' | 'echo';
  /** The platform's own time in ms: what a time calibration asks for. Other answers repeat the time of the command. */
  readonly now: number;
}

const answerUnit = (frame: Frame, options: AnswerOptions): Uint8Array => {
  if (frame.command === COMMAND.heartbeat) return new Uint8Array(0);
  if (frame.command === COMMAND.timeCalibration) return timeBytes(options.now);
  const unit = frame.bytes.subarray(HEADER_BYTES, frame.bytes.length - 1);
  return options.unit === 'time' ? unit.subarray(0, TIME_BYTES) : unit;
};

/** Bytes of the answer to a command. Throws `gbt32960.answers_answer` for a frame that is an answer itself. */
export const answerFrame = (frame: Frame, options: AnswerOptions): Uint8Array => {
  if (frame.answer !== ANSWER.command) throw gbtError('gbt32960.answers_answer', { field: 'answer' });
  const encryption = options.unit === 'time' ? ENCRYPTION.none : frame.encryption;
  return wrapUnit({ ...frame, answer: options.flag, encryption }, answerUnit(frame, options));
};

/**
 * Whether a platform owes an answer (clause 5, session rules): logins, logouts, heartbeats and calibrations when
 * correct, reports only when wrong, and nothing for answers, unknown commands and commands of the platform itself.
 */
export const owesAnswer = (frame: Frame): boolean => {
  if (frame.answer !== ANSWER.command) return false;
  const correct = frame.status === 'ok';
  switch (frame.command) {
    case COMMAND.vehicleLogin:
    case COMMAND.vehicleLogout:
    case COMMAND.platformLogin:
    case COMMAND.platformLogout:
    case COMMAND.heartbeat:
    case COMMAND.timeCalibration:
      return correct;
    case COMMAND.realtime:
    case COMMAND.resent:
      return frame.status === 'bcc' || frame.status === 'structure';
    default:
      return false;
  }
};
