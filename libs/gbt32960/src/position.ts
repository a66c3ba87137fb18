/** Bits of the position status (table 15): 1 = no valid fix (the last one is sent), 1 = south, 1 = west. */
const POSITION_BIT = { invalid: 1, south: 2, west: 4 } as const;

const UNITS_PER_DEGREE = 1_000_000;
const SENTINEL_FROM = 0xffff_fffe;

const degrees = (raw: number, negative: number): number | null => {
  if (raw >= SENTINEL_FROM) return null;
  const value = raw / UNITS_PER_DEGREE;
  return negative !== 0 && value !== 0 ? -value : value;
};

/** Signed degrees of a position body: east and north positive; `valid` 1 or 0. */
export const positionValue = (raw: Readonly<Record<string, number>>): Record<string, number | null> => {
  const status = raw['status'] ?? 0;
  return {
    valid: (status & POSITION_BIT.invalid) === 0 ? 1 : 0,
    lon: degrees(raw['lon'] ?? 0, status & POSITION_BIT.west),
    lat: degrees(raw['lat'] ?? 0, status & POSITION_BIT.south),
  };
};

/** Raw fields of a position in signed degrees. */
export const positionRaw = (
  lon: number,
  lat: number,
  valid: 0 | 1,
): { readonly status: number; readonly lon: number; readonly lat: number } => ({
  status:
    (valid === 1 ? 0 : POSITION_BIT.invalid) | (lat < 0 ? POSITION_BIT.south : 0) | (lon < 0 ? POSITION_BIT.west : 0),
  lon: Math.round(Math.abs(lon) * UNITS_PER_DEGREE),
  lat: Math.round(Math.abs(lat) * UNITS_PER_DEGREE),
});
