import { openChoice } from '@chedun/asn1';
import type { ValueOf } from '@chedun/asn1';
import { BasicSafetyMessage } from './bsm.ts';
import { MapData } from './map.ts';
import { RoadSideInformation } from './rsi.ts';
import { RoadsideSafetyMessage } from './rsm.ts';
import { SPAT } from './spat.ts';

/**
 * MessageFrame of T/CSAE 53 (YD/T 3709), Day-1 set. The Day-2 messages of T/CSAE 157 stand behind the extension marker:
 * their text was not found, so they stay `$unknown` with index and bytes.
 */
export const MessageFrame = openChoice({
  bsmFrame: BasicSafetyMessage,
  mapFrame: MapData,
  rsmFrame: RoadsideSafetyMessage,
  spatFrame: SPAT,
  rsiFrame: RoadSideInformation,
});

/** Value of a MessageFrame. */
export type Message = ValueOf<typeof MessageFrame>;
/** Value of a basic safety message. */
export type Bsm = ValueOf<typeof BasicSafetyMessage>;
/** Value of a map. */
export type MapMessage = ValueOf<typeof MapData>;
/** Value of a road safety message. */
export type Rsm = ValueOf<typeof RoadsideSafetyMessage>;
/** Value of signal phases. */
export type Spat = ValueOf<typeof SPAT>;
/** Value of road side information. */
export type Rsi = ValueOf<typeof RoadSideInformation>;
