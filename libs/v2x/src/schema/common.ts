import { enumerated, ia5, integer, octets, optional, sequence } from '@chedun/asn1';

/** DE_MsgCount: 0..127, one more with every message of a sender. */
export const MsgCount = integer(0, 127);
/** DE_DSecond: milliseconds in the minute; 60000..60999 leap second, 65535 unavailable (as in SAE J2735, unverified). */
export const DSecond = integer(0, 65_535);
/** DE_MinuteOfTheYear: 527040 = unavailable. */
export const MinuteOfTheYear = integer(0, 527_040);
/** DE_Speed: 0.02 m/s, 8191 = unavailable. */
export const Speed = integer(0, 8191);
/** DE_Heading: 0.0125 degrees clockwise from north, 28800 = unavailable. */
export const Heading = integer(0, 28_800);
/** DE_CoarseHeading: 1.5 degrees, 240 = unavailable. */
export const CoarseHeading = integer(0, 240);
/** DE_SteeringWheelAngle: 1.5 degrees, 127 = unavailable. */
export const SteeringWheelAngle = integer(-126, 127);
/** DE_Confidence: 0.5 % steps (unverified). */
export const Confidence = integer(0, 200);
/** Identifier of eight octets: temporary id of a vehicle, id of a roadside unit. */
export const Id = octets(8);
/** DE_Name of a node, road or intersection. */
export const Name = ia5(1, 63);
/** Node of the map: region and number within it. */
export const NodeReferenceID = sequence({ region: optional(integer(0, 65_535)), id: integer(0, 65_535) });

/** DE_TransmissionState. */
export const TransmissionState = enumerated([
  'neutral',
  'park',
  'forwardGears',
  'reverseGears',
  'reserved1',
  'reserved2',
  'reserved3',
  'unavailable',
]);

/** DE_TimeConfidence: the time is better than so many seconds, in 5-2-1 steps down to 10 ps. */
export const TimeConfidence = enumerated([
  'unavailable',
  'time-100-000',
  'time-050-000',
  'time-020-000',
  'time-010-000',
  'time-002-000',
  'time-001-000',
  'time-000-500',
  'time-000-200',
  'time-000-100',
  'time-000-050',
  'time-000-020',
  'time-000-010',
  'time-000-005',
  'time-000-002',
  'time-000-001',
  'time-000-000-5',
  'time-000-000-2',
  'time-000-000-1',
  'time-000-000-05',
  'time-000-000-02',
  'time-000-000-01',
  'time-000-000-005',
  'time-000-000-002',
  'time-000-000-001',
  'time-000-000-000-5',
  'time-000-000-000-2',
  'time-000-000-000-1',
  'time-000-000-000-05',
  'time-000-000-000-02',
  'time-000-000-000-01',
  'time-000-000-000-005',
  'time-000-000-000-002',
  'time-000-000-000-001',
  'time-000-000-000-000-5',
  'time-000-000-000-000-2',
  'time-000-000-000-000-1',
  'time-000-000-000-000-05',
  'time-000-000-000-000-02',
  'time-000-000-000-000-01',
]);

/** DF_DDateTime: every part may be absent; offset = minutes to UTC. */
export const DDateTime = sequence({
  year: optional(integer(0, 4095)),
  month: optional(integer(0, 12)),
  day: optional(integer(0, 31)),
  hour: optional(integer(0, 24)),
  minute: optional(integer(0, 60)),
  second: optional(DSecond),
  offset: optional(integer(-720, 721)),
});
