import type { ValueOf } from '@chedun/asn1';
import type {
  AidGroupPermissions,
  AidSsp,
  AidSspRange,
  ServiceSpecificPermissions,
  SspRange,
  ToBeSignedCertificate,
} from '../schema/certificate.ts';

type Group = ValueOf<typeof AidGroupPermissions>;
type Ssp = ValueOf<typeof ServiceSpecificPermissions>;
type Range = ValueOf<typeof SspRange>;
type Tbs = ValueOf<typeof ToBeSignedCertificate>;

/** What a range that is left away allows: anything, or only permissions that are left away too (IEEE 1609.2). */
export type OmittedRange = 'any' | 'absent';

/** Why the permissions of a certificate do not follow from those of its issuer. */
export type PermissionFault = 'permission-not-held' | 'chain-length' | 'no-permissions';

const hexBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** (one AND mask) = (two AND mask), for strings of one length. */
const agreeUnder = (mask: string, one: string, two: string): boolean => {
  if (mask.length !== one.length || mask.length !== two.length) return false;
  const [left, right] = [hexBytes(one), hexBytes(two)];
  return hexBytes(mask).every((bits, at) => (((left[at] ?? 0) ^ (right[at] ?? 0)) & bits) === 0);
};

/**
 * Whether an authority with a range may give a service specific permission (IEEE 1609.2 6.4.30 and 6.4.33). The Chinese
 * roots and the certificates of the ETSI test system leave ranges away and give permissions under them all the same:
 * that is `omitted` = any.
 */
export const sspFits = (ssp: Ssp | undefined, range: Range | undefined, omitted: OmittedRange): boolean => {
  if (range === undefined) return omitted === 'any' || ssp === undefined;
  if ('all' in range) return true;
  if (ssp === undefined) return false;
  if ('opaque' in range && 'opaque' in ssp) return range.opaque.some(({ octets }) => octets === ssp.opaque.octets);
  if ('bitmapSspRange' in range && 'bitmapSsp' in ssp)
    return agreeUnder(
      range.bitmapSspRange.sspBitmask.octets,
      range.bitmapSspRange.sspValue.octets,
      ssp.bitmapSsp.octets,
    );
  return false;
};

/** Whether a range lies in another one. */
export const rangeFits = (inner: Range | undefined, outer: Range | undefined, omitted: OmittedRange): boolean => {
  if (outer === undefined) return omitted === 'any' || inner === undefined;
  if ('all' in outer) return true;
  if (inner === undefined || 'all' in inner) return false;
  if ('opaque' in outer && 'opaque' in inner) {
    const allowed = new Set(outer.opaque.map(({ octets }) => octets));
    return inner.opaque.every(({ octets }) => allowed.has(octets));
  }
  if (!('bitmapSspRange' in outer) || !('bitmapSspRange' in inner)) return false;
  const [wide, narrow] = [outer.bitmapSspRange, inner.bitmapSspRange];
  return (
    agreeUnder(wide.sspBitmask.octets, wide.sspBitmask.octets, narrow.sspBitmask.octets) &&
    agreeUnder(wide.sspBitmask.octets, wide.sspValue.octets, narrow.sspValue.octets)
  );
};

interface Lengths {
  readonly least: number;
  /** Infinity = no bound. */
  readonly most: number;
}

/** Chain lengths that a group allows below its holder: 1 = an end entity at once (IEEE 1609.2 6.4.30). */
const lengthsOf = ({ minChainLength = 1, chainLengthRange = 0 }: Group): Lengths => ({
  least: minChainLength,
  most: chainLengthRange === -1 ? Infinity : minChainLength + chainLengthRange,
});

const isFor = ({ eeType }: Group, kind: 'app' | 'enroll'): boolean =>
  (eeType?.bits ?? '10000000')[kind === 'app' ? 0 : 1] === '1';

type Covers = (range: Range | undefined) => boolean;

const holds = (group: Group, aid: number, covers: Covers): boolean => {
  const { subjectPermissions: held } = group;
  if ('all' in held) return true;
  return 'explicit' in held && held.explicit.some((one) => one.aid === aid && covers(one.sspRange));
};

/** Looks for a group of the issuer that holds a permission and allows its chain lengths. */
const faultOf = (
  groups: readonly Group[],
  kinds: readonly ('app' | 'enroll')[],
  lengths: Lengths,
  held: (group: Group) => boolean,
): PermissionFault | undefined => {
  const candidates = groups.filter((group) => kinds.every((kind) => isFor(group, kind)) && held(group));
  if (candidates.length === 0) return 'permission-not-held';
  const fits = candidates.some((group) => {
    const allowed = lengthsOf(group);
    return allowed.least <= lengths.least && lengths.most <= allowed.most;
  });
  return fits ? undefined : 'chain-length';
};

const END: Lengths = { least: 1, most: 1 };

const kindsOf = (group: Group): readonly ('app' | 'enroll')[] =>
  (['app', 'enroll'] as const).filter((kind) => isFor(group, kind));

/** Faults of one group of the subject: every application of it has to be held by the issuer. */
const groupFault = (
  group: Group,
  above: readonly Group[],
  kinds: readonly ('app' | 'enroll')[],
  lengths: Lengths,
  omitted: OmittedRange,
): PermissionFault | undefined => {
  const { subjectPermissions: wanted } = group;
  if (!('explicit' in wanted)) return faultOf(above, kinds, lengths, ({ subjectPermissions: held }) => 'all' in held);
  for (const { aid, sspRange } of wanted.explicit as readonly ValueOf<typeof AidSspRange>[]) {
    const fault = faultOf(above, kinds, lengths, (held) =>
      holds(held, aid, (range) => rangeFits(sspRange, range, omitted)),
    );
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * Whether every permission of a certificate follows from those of its issuer (IEEE 1609.2 5.1.2.4 and 6.4.28 to
 * 6.4.30): what it may do itself, what it may issue one step further down, and what it may ask for.
 */
export const permissionFault = (subject: Tbs, issuer: Tbs, omitted: OmittedRange): PermissionFault | undefined => {
  const above = issuer.certIssuePermissions ?? [];
  const { appPermissions = [], certIssuePermissions = [], certRequestPermissions = [] } = subject;
  if (appPermissions.length + certIssuePermissions.length + certRequestPermissions.length === 0)
    return 'no-permissions';
  for (const { aid, ssp } of appPermissions as readonly ValueOf<typeof AidSsp>[]) {
    const fault = faultOf(above, ['app'], END, (group) => holds(group, aid, (range) => sspFits(ssp, range, omitted)));
    if (fault !== undefined) return fault;
  }
  for (const group of certIssuePermissions) {
    const { least, most } = lengthsOf(group);
    const fault = groupFault(group, above, kindsOf(group), { least: least + 1, most: most + 1 }, omitted);
    if (fault !== undefined) return fault;
  }
  for (const group of certRequestPermissions) {
    const fault = groupFault(group, above, ['enroll'], END, omitted);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
