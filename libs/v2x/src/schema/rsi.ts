import {
  bits,
  choice,
  ia5,
  integer,
  listOf,
  octets,
  openEnumerated,
  openSequence,
  optional,
  sequence,
} from '@chedun/asn1';
import { Confidence, Id, MinuteOfTheYear, MsgCount, NodeReferenceID, TimeConfidence } from './common.ts';
import { Position3D, PositionOffsetLLV } from './position.ts';

/** DF_Description: ASCII, or bytes in GB 2312. */
export const Description = choice({ textString: ia5(1, 512), textGB2312: octets(2, 512) });

/** DF_RSITimeDetails. */
const RSITimeDetails = sequence({
  startTime: optional(MinuteOfTheYear),
  endTime: optional(MinuteOfTheYear),
  endTimeConfidence: optional(TimeConfidence),
});

/** DF_ReferencePath: a line and a radius in 0.1 m (unit unverified). */
const ReferencePath = sequence({
  activePath: listOf(PositionOffsetLLV, 1, 32),
  pathRadius: integer(0, 65_535),
});

/** DF_ReferenceLink: lanes of a link of the map. */
const ReferenceLink = sequence({
  upstreamNodeId: NodeReferenceID,
  downstreamNodeId: NodeReferenceID,
  referenceLanes: optional(bits(16)),
});

const where = {
  description: optional(Description),
  timeDetails: optional(RSITimeDetails),
  priority: optional(octets(1)),
  referencePaths: optional(listOf(ReferencePath, 1, 8)),
  referenceLinks: optional(listOf(ReferenceLink, 1, 16)),
} as const;

/** DF_RTEData: a traffic event; the type is the code of GB/T 29100. */
export const RTEData = openSequence({
  rteId: integer(0, 255),
  eventType: integer(0, 65_535),
  eventSource: openEnumerated(['unknown', 'police', 'government', 'meteorological', 'internet', 'detection']),
  eventPos: optional(PositionOffsetLLV),
  eventRadius: optional(integer(0, 65_535)),
  ...where,
  eventConfidence: optional(Confidence),
});

/** DF_RTSData: a traffic sign; the type is the code of GB 5768.2. */
const RTSData = openSequence({
  rtsId: integer(0, 255),
  signType: integer(0, 65_535),
  signPos: optional(PositionOffsetLLV),
  ...where,
});

/** Road side information: events and signs. */
export const RoadSideInformation = openSequence({
  msgCnt: MsgCount,
  moy: optional(MinuteOfTheYear),
  id: Id,
  refPos: Position3D,
  rtes: optional(listOf(RTEData, 1, 8)),
  rtss: optional(listOf(RTSData, 1, 16)),
});
