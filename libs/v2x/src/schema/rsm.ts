import { integer, listOf, openEnumerated, openSequence, optional } from '@chedun/asn1';
import { DSecond, Heading, Id, MsgCount, Speed, SteeringWheelAngle, TransmissionState } from './common.ts';
import { Position3D, PositionConfidenceSet, PositionOffsetLLV } from './position.ts';
import { AccelerationSet4Way, MotionConfidenceSet, VehicleClassification, VehicleSize } from './vehicle.ts';

/** DF_ParticipantData: somebody on the road as the roadside unit sees him. */
export const ParticipantData = openSequence({
  ptcType: openEnumerated(['unknown', 'motor', 'non-motor', 'pedestrian', 'rsu']),
  ptcId: integer(0, 65_535),
  source: openEnumerated(['unknown', 'selfinfo', 'v2x', 'video', 'microwaveRadar', 'loop', 'lidar', 'integrated']),
  id: optional(Id),
  secMark: DSecond,
  pos: PositionOffsetLLV,
  posConfidence: PositionConfidenceSet,
  transmission: optional(TransmissionState),
  speed: Speed,
  heading: Heading,
  angle: optional(SteeringWheelAngle),
  motionCfd: optional(MotionConfidenceSet),
  accelSet: optional(AccelerationSet4Way),
  size: VehicleSize,
  vehicleClass: optional(VehicleClassification),
});

/** Road safety message: participants that a roadside unit sees. */
export const RoadsideSafetyMessage = openSequence({
  msgCnt: MsgCount,
  id: Id,
  refPos: Position3D,
  participants: listOf(ParticipantData, 1, 16),
});
