import { encodeOer } from '@chedun/asn1/oer';
import { CRL_AID, MANAGEMENT_AID, sspFits, verificationKeyValue } from '@chedun/v2x-security';
import type { ParsedCertificate, PublicKey, ToBeSignedValue } from '@chedun/v2x-security';
import { CrlSsp, ScmsSsp } from '@chedun/v2x-security/schema';
import { toHex } from './bytes.ts';
import { pkiError } from './errors.ts';
import type { Suite } from './suite.ts';

/** Series of the revocation lists that application and identity certificates name; that of pseudonyms is another one. */
export const SERVICE_CRL_SERIES = 2;

/** Service specific permissions of a certificate, as hex. */
export interface Ssp {
  readonly form: 'opaque' | 'bitmap';
  readonly hex: string;
}

/** One application that a certificate speaks for; without `ssp` it has no special permissions in it. */
export interface ServicePermission {
  readonly aid: number;
  readonly ssp?: Ssp | undefined;
}

/** What a profile or an authority may give for one application. A bitmap has to agree with `value` wherever `mask` has a bit. */
export interface PermissionRange {
  readonly aid: number;
  readonly ssp:
    | { readonly kind: 'any' }
    | { readonly kind: 'opaque'; readonly values: readonly string[] }
    | { readonly kind: 'bitmap'; readonly value: string; readonly mask: string };
}

/** Where a certificate holds: a country by its UN number (156 = China), or a circle in degrees and metres. */
export type ServiceRegion =
  | { readonly kind: 'country'; readonly country: number }
  | { readonly kind: 'circle'; readonly lat: number; readonly lon: number; readonly radius: number };

type AidSsp = NonNullable<ToBeSignedValue['appPermissions']>[number];
type Group = NonNullable<ToBeSignedValue['certIssuePermissions']>[number];
type Explicit = Extract<Group['subjectPermissions'], { readonly explicit: unknown }>['explicit'][number];

const aidSspOf = ({ aid, ssp }: ServicePermission): AidSsp => {
  if (ssp === undefined) return { aid };
  const octets = { octets: ssp.hex };
  return { aid, ssp: ssp.form === 'opaque' ? { opaque: octets } : { bitmapSsp: octets } };
};

const rangeOf = ({ aid, ssp }: PermissionRange): Explicit => {
  switch (ssp.kind) {
    case 'any':
      return { aid, sspRange: { all: null } };
    case 'opaque':
      return { aid, sspRange: { opaque: ssp.values.map((octets) => ({ octets })) } };
    case 'bitmap':
      return {
        aid,
        sspRange: { bitmapSspRange: { sspValue: { octets: ssp.value }, sspBitmask: { octets: ssp.mask } } },
      };
  }
};

/** Permissions of a certificate as plain values. Throws `v2xpki.message` for forms of later editions. */
export const permissionsIn = ({ appPermissions = [] }: ToBeSignedValue): readonly ServicePermission[] =>
  appPermissions.map(({ aid, ssp }) => {
    if (ssp === undefined) return { aid };
    if ('opaque' in ssp) return { aid, ssp: { form: 'opaque', hex: ssp.opaque.octets } };
    if ('bitmapSsp' in ssp) return { aid, ssp: { form: 'bitmap', hex: ssp.bitmapSsp.octets } };
    throw pkiError('v2xpki.message', { reason: 'service specific permissions of a later edition' });
  });

/** The first permission that no range gives; undefined when all are given. */
export const permissionBeyond = (
  asked: readonly ServicePermission[],
  ranges: readonly PermissionRange[],
): ServicePermission | undefined =>
  asked.find(
    (one) =>
      !ranges.some((range) => range.aid === one.aid && sspFits(aidSspOf(one).ssp, rangeOf(range).sspRange, 'absent')),
  );

const UNITS = 10_000_000;
const MOST_RADIUS = 65_535;

const regionValue = (region: ServiceRegion): NonNullable<ToBeSignedValue['region']> => {
  if (region.kind === 'country') return { identified: [{ countryOnly: region.country }] };
  const { lat, lon, radius } = region;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius >= 1 && radius <= MOST_RADIUS))
    throw pkiError('v2xpki.value', { field: 'region', reason: 'a circle lies on the earth, 1 to 65,535 metres wide' });
  const center = { latitude: Math.round(lat * UNITS), longitude: Math.round(lon * UNITS) };
  return { circular: { center, radius: Math.round(radius) } };
};

/** Region of a certificate as plain values; undefined when it has none. Throws `v2xpki.message` for other forms. */
export const regionIn = ({ region }: ToBeSignedValue): ServiceRegion | undefined => {
  if (region === undefined) return undefined;
  if ('circular' in region) {
    const { center, radius } = region.circular;
    return { kind: 'circle', lat: center.latitude / UNITS, lon: center.longitude / UNITS, radius };
  }
  if ('identified' in region) {
    const [one, more] = region.identified;
    if (one !== undefined && more === undefined && 'countryOnly' in one)
      return { kind: 'country', country: one.countryOnly };
  }
  throw pkiError('v2xpki.message', { reason: 'a region that is neither a circle nor one country' });
};

/** What an application or identity certificate says. */
export interface ServiceFields {
  readonly suite: Suite;
  /** Name in the certificate, 1 to 255 bytes of UTF-8. */
  readonly name: string;
  readonly key: PublicKey;
  /** Seconds since 2004. */
  readonly start: number;
  /** 1 to 65,535. */
  readonly hours: number;
  readonly permissions: readonly ServicePermission[];
  readonly region?: ServiceRegion | undefined;
}

/** Fields that a device asks to be certified: no authority and no list are named yet. */
export const askedFields = ({ name, key, start, hours, permissions, region }: ServiceFields): ToBeSignedValue => ({
  id: { name },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start, duration: { hours } },
  ...(region && { region: regionValue(region) }),
  appPermissions: permissions.map(aidSspOf),
  verifyKeyIndicator: { verificationKey: verificationKeyValue(key) },
});

/** Fields of an application or identity certificate (YD/T 3957 7.4, IEEE 1609.2 6.4) under the root that names its lists. */
export const serviceFields = (fields: ServiceFields, root: ParsedCertificate): ToBeSignedValue => ({
  ...askedFields(fields),
  cracaId: { octets: toHex(root.hash.subarray(-3)) },
  crlSeries: SERVICE_CRL_SERIES,
});

/** What the authority of application and identity certificates is made of. */
export interface ServiceAuthorityFields {
  readonly suite: Suite;
  readonly name: string;
  readonly start: number;
  readonly hours: number;
  readonly signing: PublicKey;
  readonly ranges: readonly PermissionRange[];
}

const CRL_SSP = toHex(encodeOer(CrlSsp, { version: 1, associatedCraca: 'issuerIsCraca', crls: [SERVICE_CRL_SERIES] }));
const ACA_SSP = toHex(encodeOer(ScmsSsp, { aca: { version: 1 } }));

const opaque = (hex: string) => ({ opaque: { octets: hex } });

/** Fields of that authority: it certifies exactly these applications with these permissions, and signs its own lists. */
export const serviceAuthorityFields = (fields: ServiceAuthorityFields): ToBeSignedValue => {
  const { suite, name, start, hours, signing, ranges } = fields;
  return {
    id: { name },
    cracaId: { octets: '000000' },
    crlSeries: 0,
    validityPeriod: { start, duration: { hours } },
    appPermissions: [
      { aid: MANAGEMENT_AID, ssp: opaque(ACA_SSP) },
      { aid: CRL_AID[suite.profile], ssp: opaque(CRL_SSP) },
    ],
    certIssuePermissions: [
      {
        subjectPermissions: { explicit: ranges.map(rangeOf) },
        minChainLength: 1,
        chainLengthRange: 0,
        eeType: { bits: '10000000' },
      },
    ],
    verifyKeyIndicator: { verificationKey: verificationKeyValue(signing) },
  };
};

/** Ranges that an authority may give, as plain values. */
export const rangesIn = ({ certIssuePermissions = [] }: ToBeSignedValue): readonly PermissionRange[] =>
  certIssuePermissions.flatMap(({ subjectPermissions }) =>
    'explicit' in subjectPermissions ? subjectPermissions.explicit.map(plainRange) : [],
  );

const plainRange = ({ aid, sspRange }: Explicit): PermissionRange => {
  if (sspRange !== undefined && 'opaque' in sspRange)
    return { aid, ssp: { kind: 'opaque', values: sspRange.opaque.map(({ octets }) => octets) } };
  if (sspRange !== undefined && 'bitmapSspRange' in sspRange) {
    const { sspValue, sspBitmask } = sspRange.bitmapSspRange;
    return { aid, ssp: { kind: 'bitmap', value: sspValue.octets, mask: sspBitmask.octets } };
  }
  return { aid, ssp: { kind: 'any' } };
};
