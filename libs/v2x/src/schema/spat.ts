import { bits, integer, listOf, openChoice, openEnumerated, openSequence, optional, sequence } from '@chedun/asn1';
import { Confidence, DSecond, MinuteOfTheYear, MsgCount, Name, NodeReferenceID, TimeConfidence } from './common.ts';

/** DE_TimeMark: 0.1 s in the hour; 36000 = more than an hour away, 36001 = unavailable. */
const TimeMark = integer(0, 36_001);

/** DF_TimeCountingDown: times from now. */
const TimeCountingDown = sequence({
  startTime: TimeMark,
  minEndTime: optional(TimeMark),
  maxEndTime: optional(TimeMark),
  likelyEndTime: TimeMark,
  timeConfidence: optional(Confidence),
  nextStartTime: optional(TimeMark),
  nextDuration: optional(TimeMark),
});

/** DF_UTCTiming: times in the hour. */
const UTCTiming = sequence({
  startUTCTime: TimeMark,
  minEndUTCTime: optional(TimeMark),
  maxEndUTCTime: optional(TimeMark),
  likelyEndUTCTime: TimeMark,
  timeConfidence: optional(Confidence),
  nextStartUTCTime: optional(TimeMark),
  nextEndUTCTime: optional(TimeMark),
});

/** DF_PhaseState: one light and when it changes. */
export const PhaseState = openSequence({
  light: openEnumerated([
    'unavailable',
    'dark',
    'flashing-red',
    'red',
    'flashing-green',
    'permissive-green',
    'protected-green',
    'yellow',
    'flashing-yellow',
  ]),
  timing: optional(openChoice({ counting: TimeCountingDown, utcTiming: UTCTiming })),
});

/** DF_IntersectionState; bits of `status`: 0 manual, 1 stop time, 2 failure flash, 3 preempt, 4 priority, 5 fixed time, 6 traffic dependent, 7 standby, 8 failure, 9 off, 10 MAP update, 11 lane ids changed, 12 no MAP, 13 no SPAT. */
export const IntersectionState = openSequence({
  intersectionId: NodeReferenceID,
  status: bits(16),
  moy: optional(MinuteOfTheYear),
  timeStamp: optional(DSecond),
  timeConfidence: optional(TimeConfidence),
  phases: listOf(sequence({ id: integer(0, 255), phaseStates: listOf(PhaseState, 1, 16) }), 1, 16),
});

/** Signal phase and timing of a roadside unit. */
export const SPAT = openSequence({
  msgCnt: MsgCount,
  moy: optional(MinuteOfTheYear),
  timeStamp: optional(DSecond),
  name: optional(Name),
  intersections: listOf(IntersectionState, 1, 32),
});
