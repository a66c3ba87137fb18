export { alarmBits, ALARM_NAMES, alarmNames } from './alarms.ts';
export { answerFrame, owesAnswer } from './answer.ts';
export type { AnswerOptions } from './answer.ts';
export { bcc } from './bcc.ts';
export type { Block, BlockList, NumberList } from './block.ts';
export { ANSWER, answerName, COMMAND, commandName, ENCRYPTION, encryptionName } from './codes.ts';
export type { Edition } from './codes.ts';
export { CONTROL, controlName, readUpgrade, readWarning, writeUpgrade } from './control.ts';
export type { ControlCommand, UpgradeParameters, WarningParameters } from './control.ts';
export { addFrame, addIntactFrame, viewOf } from './column-reader.ts';
export type { FrameOutcome } from './column-reader.ts';
export { COLUMN_UNITS, createColumns, flipCells, ID_BYTES, NO_VALUE, resetColumns, SUBJECT_BIT } from './columns.ts';
export type { Columns, Lists, Scalars, Values } from './columns.ts';
export { decodeFrame, hasClearPassword } from './decode.ts';
export { encodeFrame } from './encode.ts';
export { GBT32960_ERRORS } from './errors.ts';
export type { Gbt32960ErrorCode } from './errors.ts';
export type {
  Body,
  DataItem,
  EncodableBody,
  Frame,
  FrameHeader,
  FrameInput,
  FrameStatus,
  RealtimeItem,
  UserItem,
} from './frame.ts';
export { toEvents } from './event.ts';
export type { FrameEvent, FrameMeta } from './event.ts';
export type { FieldValue } from './event-items.ts';
export { createFramer } from './framer.ts';
export type { Framer, FramerStats, StreamPiece, StreamSink } from './framer.ts';
export { buildItem } from './items.ts';
export type { ItemInput } from './items.ts';
export { decodeOpened, isIntact, isSealed, sealedUnit, withUnit } from './opened.ts';
export { PARAMETER } from './parameters.ts';
export type { Parameter } from './parameters.ts';
export { SIGNATURE_ALGORITHM } from './signature.ts';
export type { Signature, SignatureValue } from './signature.ts';
export { subjectOf } from './subjects.ts';
export type { Subject } from './subjects.ts';
export { timeMs, timeText } from './time.ts';
export type { GbTime } from './time.ts';
export { DEFAULT_LIMITS } from './watch/detector.ts';
export type { Detector, Limits, Observation, Verdict } from './watch/detector.ts';
export { BYTES_PER_SLOT, hashOf } from './watch/fleet.ts';
export type { Fleet } from './watch/fleet.ts';
export { frameHash } from './watch/frame-hash.ts';
export { newsOf, tell } from './watch/news.ts';
export type { News } from './watch/news.ts';
export { createWatch, DETECTORS } from './watch/watch.ts';
export type { Arrival, Watch, WatchOptions } from './watch/watch.ts';
