import { parseCertificate, regionHolds, validityOf } from '@chedun/v2x-security';
import { placeOf } from './certificate-view.ts';
import { unixOfSeconds } from './v2x-time.ts';

/** A roadside unit of the register. */
export interface RegisteredUnit {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
}

/** A certificate of a roadside unit that was heard. */
export interface HeardCertificate {
  readonly name: string;
  readonly certificate: Uint8Array;
  /** Messages of it that were outside its region. */
  readonly outside: number;
}

/** The register beside the certificates that were heard, in numbers and names. */
export interface UnitComparison {
  readonly registered: number;
  readonly certified: number;
  /** Registered units without a valid certificate that was heard. */
  readonly missing: readonly string[];
  /** Certificates of units that are not registered. */
  readonly strangers: readonly string[];
  /** Registered units that stand outside the region of their certificate, or were heard outside it. */
  readonly displaced: readonly string[];
  readonly expired: readonly string[];
  /** Certificates that end within so many days as are given. */
  readonly ending: readonly string[];
}

const DAY = 86_400_000;
const ENDING_DAYS = 7;

/**
 * Compares the register of roadside units with the certificates that were heard: the name in a certificate is the id of
 * its unit, the place of the unit has to lie in the region of the certificate, and the certificate has to be valid now.
 */
export const compareUnits = (
  units: readonly RegisteredUnit[],
  heard: readonly HeardCertificate[],
  now: number,
  leapSeconds: number,
): UnitComparison => {
  const known = heard.map(({ name, certificate, outside }) => {
    const parsed = parseCertificate(certificate);
    const end = unixOfSeconds(validityOf(parsed).end, leapSeconds);
    return { name, outside, end, region: parsed.value.toBeSigned.region };
  });
  const valid = known.filter(({ end }) => end >= now);
  const names = (some: readonly { readonly name: string }[]): readonly string[] => [
    ...new Set(some.map(({ name }) => name)),
  ];
  const ids = new Set(units.map(({ id }) => id));
  const certified = new Set(names(valid));
  const renewed = (name: string, end: number): boolean => known.some((one) => one.name === name && one.end > end);
  const displaced = valid.filter(({ name, outside, region }) => {
    const unit = units.find(({ id }) => id === name);
    if (outside > 0) return true;
    return unit !== undefined && region !== undefined && regionHolds(region, placeOf(unit)) === 'outside';
  });
  return {
    registered: units.length,
    certified: units.filter(({ id }) => certified.has(id)).length,
    missing: units.filter(({ id }) => !certified.has(id)).map(({ id }) => id),
    strangers: names(valid).filter((name) => !ids.has(name)),
    displaced: names(displaced),
    expired: names(known.filter(({ name, end }) => end < now && !renewed(name, end))),
    ending: names(valid.filter(({ name, end }) => end - now <= ENDING_DAYS * DAY && !renewed(name, end))),
  };
};
