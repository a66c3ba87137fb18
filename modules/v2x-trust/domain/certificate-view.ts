import { parseCertificate, publicKeyOf, validityOf } from '@chedun/v2x-security';
import type { ParsedCertificate, Place, Region } from '@chedun/v2x-security';
import type { CertificateView, RegionView } from '../contract.ts';
import { unixOfSeconds } from './v2x-time.ts';

const PER_DEGREE = 10_000_000;

/** Degrees of a place as people write them. */
export const placeText = ({ latitude, longitude }: Place): string =>
  `${(latitude / PER_DEGREE).toFixed(5)}, ${(longitude / PER_DEGREE).toFixed(5)}`;

/** Degrees of a place. */
export const degreesOf = ({ latitude, longitude }: Place): { readonly lat: number; readonly lon: number } => ({
  lat: latitude / PER_DEGREE,
  lon: longitude / PER_DEGREE,
});

/** A place of degrees. */
export const placeOf = ({ lat, lon }: { readonly lat: number; readonly lon: number }): Place => ({
  latitude: Math.round(lat * PER_DEGREE),
  longitude: Math.round(lon * PER_DEGREE),
});

const countryOf = (region: object): string => {
  const [value] = Object.values(region) as readonly unknown[];
  if (typeof value === 'number') return String(value);
  const [country] = Object.values((value ?? {}) as object) as readonly unknown[];
  return String(country ?? '?');
};

/** Where a certificate holds, in numbers. */
export const regionView = (region: Region | undefined): RegionView => {
  if (region === undefined) return { kind: 'any', text: '' };
  if ('circular' in region)
    return { kind: 'circle', text: `${placeText(region.circular.center)} · ${region.circular.radius} m` };
  if ('rectangular' in region)
    return {
      kind: 'rectangles',
      text: region.rectangular
        .slice(0, 4)
        .map(({ northWest, southEast }) => `${placeText(northWest)} – ${placeText(southEast)}`)
        .join('; '),
    };
  if ('polygonal' in region) return { kind: 'polygon', text: region.polygonal.slice(0, 8).map(placeText).join('; ') };
  if ('identified' in region) return { kind: 'countries', text: region.identified.map(countryOf).join(', ') };
  return { kind: 'any', text: '' };
};

/** Name in a certificate; empty for a pseudonym and for one without a name. */
export const nameOf = ({ value }: ParsedCertificate): string => {
  const { id } = value.toBeSigned;
  return 'name' in id ? id.name : '';
};

/** From when until when a certificate holds. */
export const validityDates = (
  certificate: ParsedCertificate,
  leapSeconds: number,
): { readonly from: string; readonly until: string } => {
  const { start, end } = validityOf(certificate);
  const iso = (seconds: number): string => new Date(unixOfSeconds(seconds, leapSeconds)).toISOString();
  return { from: iso(start), until: iso(end) };
};

const curveOf = (certificate: ParsedCertificate): string => {
  try {
    return publicKeyOf(certificate).curve;
  } catch {
    // a key that is not on its curve is told by the verdict
    return '';
  }
};

/** A certificate as screens show it. */
export const certificateView = (certificate: ParsedCertificate, leapSeconds: number): CertificateView => {
  const { appPermissions = [], region } = certificate.value.toBeSigned;
  return {
    id8: certificate.id8,
    name: nameOf(certificate),
    issuer: certificate.issuer?.id8 ?? null,
    ...validityDates(certificate, leapSeconds),
    curve: curveOf(certificate),
    region: regionView(region),
    applications: appPermissions.map(({ aid }) => aid),
  };
};

/** Reads a certificate; undefined when the bytes are none. */
export const tryCertificate = (bytes: Uint8Array): ParsedCertificate | undefined => {
  try {
    return parseCertificate(bytes);
  } catch {
    return undefined;
  }
};
