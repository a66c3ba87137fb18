import { bits, enumerated, integer, listOf, openBits, openEnumerated, openSequence, optional } from '@chedun/asn1';
import {
  CoarseHeading,
  Confidence,
  DDateTime,
  DSecond,
  Heading,
  Id,
  MsgCount,
  Speed,
  SteeringWheelAngle,
  TimeConfidence,
  TransmissionState,
} from './common.ts';
import { Position3D, PositionalAccuracy, PositionConfidenceSet, PositionOffsetLLV } from './position.ts';
import {
  AccelerationSet4Way,
  BrakeSystemStatus,
  MotionConfidenceSet,
  VehicleClassification,
  VehicleSize,
} from './vehicle.ts';

/** DF_FullPositionVector; `posConficence` is spelt as in the standard. */
const FullPositionVector = openSequence({
  utcTime: optional(DDateTime),
  pos: Position3D,
  heading: optional(Heading),
  transmission: optional(TransmissionState),
  speed: optional(Speed),
  posAccuracy: optional(PositionalAccuracy),
  posConficence: optional(PositionConfidenceSet),
  timeConfidence: optional(TimeConfidence),
  motionCfd: optional(MotionConfidenceSet),
});

/** DF_PathHistoryPoint: offset from the position of the message, age in 10 ms. */
const PathHistoryPoint = openSequence({
  llvOffset: PositionOffsetLLV,
  timeOffset: integer(1, 65_535),
  speed: optional(Speed),
  posAccuracy: optional(PositionConfidenceSet),
  heading: optional(CoarseHeading),
});

/** DF_PathHistory. */
export const PathHistory = openSequence({
  initialPosition: optional(FullPositionVector),
  currGNSSstatus: optional(bits(8)),
  crumbData: listOf(PathHistoryPoint, 1, 23),
});

/** DF_VehicleSafetyExtensions; `events` and `lights` are bit sets with room for more. */
export const VehicleSafetyExtensions = openSequence({
  events: optional(openBits(13)),
  pathHistory: optional(PathHistory),
  pathPrediction: optional(openSequence({ radiusOfCurve: integer(-32_767, 32_767), confidence: Confidence })),
  lights: optional(openBits(9)),
});

/** DF_VehicleEmergencyExtensions; `schooldBusLights` is spelt as in the standard. */
export const VehicleEmergencyExtensions = openSequence({
  responseType: optional(
    openEnumerated([
      'notInUseOrNotEquipped',
      'emergency',
      'nonEmergency',
      'pursuit',
      'stationary',
      'slowMoving',
      'stopAndGoMovement',
    ]),
  ),
  sirenUse: optional(enumerated(['unavailable', 'notInUse', 'inUse', 'reserved'])),
  lightsUse: optional(
    enumerated([
      'unavailable',
      'notInUse',
      'inUse',
      'yellowCautionLights',
      'schooldBusLights',
      'arrowSignsActive',
      'slowMovingVehicle',
      'freqStops',
    ]),
  ),
});

/** Basic safety message of a vehicle, sent up to ten times a second. */
export const BasicSafetyMessage = openSequence({
  msgCnt: MsgCount,
  id: Id,
  secMark: DSecond,
  timeConfidence: optional(TimeConfidence),
  pos: Position3D,
  posAccuracy: optional(PositionalAccuracy),
  posConfidence: optional(PositionConfidenceSet),
  transmission: TransmissionState,
  speed: Speed,
  heading: Heading,
  angle: optional(SteeringWheelAngle),
  motionCfd: optional(MotionConfidenceSet),
  accelSet: AccelerationSet4Way,
  brakes: BrakeSystemStatus,
  size: VehicleSize,
  vehicleClass: VehicleClassification,
  safetyExt: optional(VehicleSafetyExtensions),
  emergencyExt: optional(VehicleEmergencyExtensions),
});
