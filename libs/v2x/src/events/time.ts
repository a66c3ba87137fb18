const MINUTE = 60_000;

/**
 * The time that a DSecond means: the instant with these milliseconds in its minute that is nearest to `received`
 * (both milliseconds since 1970 UTC). Undefined for leap seconds and "unavailable" (60000 and above).
 */
export const nearestTime = (secMark: number | undefined, received: number): number | undefined => {
  if (secMark === undefined || secMark >= MINUTE) return undefined;
  const apart = secMark - (received % MINUTE);
  const turned = apart > MINUTE / 2 ? apart - MINUTE : apart < -MINUTE / 2 ? apart + MINUTE : apart;
  return received + turned;
};
