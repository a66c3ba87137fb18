import {
  bits,
  integer,
  listOf,
  openBits,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  sequence,
} from '@chedun/asn1';
import { MinuteOfTheYear, MsgCount, Name, NodeReferenceID, Speed } from './common.ts';
import { Position3D, PositionOffsetLLV } from './position.ts';

/** Lane or link width in cm. */
const Width = integer(0, 32_767);
const PhaseId = integer(0, 255);

/** DF_AllowedManeuvers: 0 straight, 1 left, 2 right, 3 U-turn, 4 left on red, 5 right on red, 6 lane change, 7 no stopping, 8 yield, 9 go with halt, 10 caution. */
const AllowedManeuvers = bits(12);

/** DF_PointList: the middle line. */
const PointList = listOf(openSequence({ posOffset: PositionOffsetLLV }), 2, 31);

/** DF_SpeedLimitList. */
export const SpeedLimitList = listOf(
  sequence({
    type: openEnumerated([
      'unknown',
      'maxSpeedInSchoolZone',
      'maxSpeedInSchoolZoneWhenChildrenArePresent',
      'maxSpeedInConstructionZone',
      'vehicleMinSpeed',
      'vehicleMaxSpeed',
      'vehicleNightMaxSpeed',
      'truckMinSpeed',
      'truckMaxSpeed',
      'truckNightMaxSpeed',
      'vehiclesWithTrailersMinSpeed',
      'vehiclesWithTrailersMaxSpeed',
      'vehiclesWithTrailersNightMaxSpeed',
    ]),
    speed: Speed,
  }),
  1,
  9,
);

/** DF_LaneAttributes: who shares the lane, and its kind with the bits of that kind. */
export const LaneAttributes = sequence({
  shareWith: optional(bits(10)),
  laneType: openChoice({
    vehicle: openBits(8),
    crosswalk: bits(16),
    bikeLane: bits(16),
    sidewalk: bits(16),
    median: bits(16),
    striping: bits(16),
    trackedVehicle: bits(16),
    parking: bits(16),
  }),
});

/** DF_Connection: where a lane leads behind the intersection. */
const Connection = sequence({
  remoteIntersection: NodeReferenceID,
  connectingLane: optional(sequence({ lane: integer(0, 255), maneuver: optional(AllowedManeuvers) })),
  phaseId: optional(PhaseId),
});

/** DF_Lane. */
export const Lane = openSequence({
  laneID: integer(0, 255),
  laneWidth: optional(Width),
  laneAttributes: optional(LaneAttributes),
  maneuvers: optional(AllowedManeuvers),
  connectsTo: optional(listOf(Connection, 1, 16)),
  speedLimits: optional(SpeedLimitList),
  points: optional(PointList),
});

/** DF_Link: the road from one node to this one. */
const Link = openSequence({
  name: optional(Name),
  upstreamNodeId: NodeReferenceID,
  speedLimits: optional(SpeedLimitList),
  linkWidth: optional(Width),
  points: optional(PointList),
  movements: optional(listOf(sequence({ remoteIntersection: NodeReferenceID, phaseId: optional(PhaseId) }), 1, 32)),
  lanes: listOf(Lane, 1, 32),
});

/** DF_Node: an intersection or the end of a road. */
const Node = openSequence({
  name: optional(Name),
  id: NodeReferenceID,
  refPos: Position3D,
  inLinks: optional(listOf(Link, 1, 32)),
});

/** Map of the surroundings of a roadside unit. */
export const MapData = openSequence({
  msgCnt: MsgCount,
  timeStamp: optional(MinuteOfTheYear),
  nodes: listOf(Node, 1, 63),
});
