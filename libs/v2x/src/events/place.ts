import type { ValueOf } from '@chedun/asn1';
import type { Position3D, PositionOffsetLLV } from '../schema/position.ts';
import { put, scaled } from './fields.ts';
import type { EventFields } from './fields.ts';

const NO_LAT = 900_000_001;
const NO_LONG = 1_800_000_001;
const NO_ELEVATION = -4096;

/** Position as the standard writes it. */
export type Place = ValueOf<typeof Position3D>;

/** Most negative value of a vertical offset of its width: unavailable. */
const NO_OFFSET: Readonly<Record<string, number>> = {
  offset1: -64,
  offset2: -128,
  offset3: -256,
  offset4: -512,
  offset5: -1024,
  offset6: -2048,
};

const elevationFrom = (from: Place, offset: ValueOf<typeof PositionOffsetLLV>['offsetV']): number | undefined => {
  const [name, value] = Object.entries(offset ?? {})[0] ?? [];
  if (name === undefined || typeof value !== 'number') return undefined;
  if (name === 'elevation') return value;
  if (from.elevation === undefined || from.elevation === NO_ELEVATION || value === NO_OFFSET[name]) return undefined;
  return from.elevation + value;
};

/** The position that lies at an offset from another one; an unavailable reference stays unavailable. */
export const placeAt = (from: Place, offset: ValueOf<typeof PositionOffsetLLV>): Place => {
  const { offsetLL } = offset;
  const elevation = elevationFrom(from, offset.offsetV);
  const up = elevation === undefined ? {} : { elevation };
  if ('position-LatLon' in offsetLL)
    return { lat: offsetLL['position-LatLon'].lat, long: offsetLL['position-LatLon'].lon, ...up };
  if (from.lat === NO_LAT || from.long === NO_LONG) return { lat: NO_LAT, long: NO_LONG, ...up };
  const [shift] = Object.values(offsetLL);
  return shift === undefined || !('lat' in shift)
    ? from
    : { lat: from.lat + shift.lat, long: from.long + shift.lon, ...up };
};

/** `v2x.lat`, `v2x.lon` in degrees and `v2x.elevation_m`, each only when it is available. */
export const addPlace = (fields: EventFields, place: Place): void => {
  put(fields, 'v2x.lat', scaled(place.lat, NO_LAT, 1e-7, 7));
  put(fields, 'v2x.lon', scaled(place.long, NO_LONG, 1e-7, 7));
  put(fields, 'v2x.elevation_m', scaled(place.elevation, NO_ELEVATION, 0.1, 1));
};
