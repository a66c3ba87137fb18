import { choice, enumerated, integer, optional, sequence } from '@chedun/asn1';

/** DE_Latitude: 1e-7 degrees, 900000001 = unavailable. */
const Latitude = integer(-900_000_000, 900_000_001);
/** DE_Longitude: 1e-7 degrees, 1800000001 = unavailable. */
const Longitude = integer(-1_799_999_999, 1_800_000_001);
/** DE_Elevation: 0.1 m, -4096 = unavailable. */
const Elevation = integer(-4096, 61_439);

/** DF_Position3D. */
export const Position3D = sequence({ lat: Latitude, long: Longitude, elevation: optional(Elevation) });

const signed = (width: number) => integer(-(2 ** (width - 1)), 2 ** (width - 1) - 1);
const offset = (width: number) => sequence({ lon: signed(width), lat: signed(width) });

/** DF_PositionOffsetLL: offsets of 12 to 24 bits in 1e-7 degrees, or an absolute position. */
export const PositionOffsetLL = choice({
  'position-LL1': offset(12),
  'position-LL2': offset(14),
  'position-LL3': offset(16),
  'position-LL4': offset(18),
  'position-LL5': offset(22),
  'position-LL6': offset(24),
  'position-LatLon': sequence({ lon: Longitude, lat: Latitude }),
});

/** DF_VerticalOffset: 7 to 12 bits in 0.1 m, or an absolute elevation. */
export const VerticalOffset = choice({
  offset1: signed(7),
  offset2: signed(8),
  offset3: signed(9),
  offset4: signed(10),
  offset5: signed(11),
  offset6: signed(12),
  elevation: Elevation,
});

/** DF_PositionOffsetLLV. */
export const PositionOffsetLLV = sequence({ offsetLL: PositionOffsetLL, offsetV: optional(VerticalOffset) });

/** DF_PositionalAccuracy: axes 0.05 m (255 = unavailable), orientation 360/65535 degrees (65535 = unavailable). */
export const PositionalAccuracy = sequence({
  semiMajor: integer(0, 255),
  semiMinor: integer(0, 255),
  orientation: integer(0, 65_535),
});

/** DF_PositionConfidenceSet: better than so many metres with 95 %. */
export const PositionConfidenceSet = sequence({
  pos: enumerated([
    'unavailable',
    'a500m',
    'a200m',
    'a100m',
    'a50m',
    'a20m',
    'a10m',
    'a5m',
    'a2m',
    'a1m',
    'a50cm',
    'a20cm',
    'a10cm',
    'a5cm',
    'a2cm',
    'a1cm',
  ]),
  elevation: optional(
    enumerated([
      'unavailable',
      'elev-500-00',
      'elev-200-00',
      'elev-100-00',
      'elev-050-00',
      'elev-020-00',
      'elev-010-00',
      'elev-005-00',
      'elev-002-00',
      'elev-001-00',
      'elev-000-50',
      'elev-000-20',
      'elev-000-10',
      'elev-000-05',
      'elev-000-02',
      'elev-000-01',
    ]),
  ),
});
