import type { ValueOf } from '@chedun/asn1';
import { fromHex, toHex } from '../bytes.ts';
import { advanceSeeds, linkageValueOf, linkageValuesOf } from '../butterfly/linkage.ts';
import type { LinkageProfile, LinkageSeedOf } from '../butterfly/linkage.ts';
import type { ToBeSignedLinkageValueCrl } from '../schema/lists.ts';

/** Fields of a revocation by linkage values. */
export type LinkedCrl = ValueOf<typeof ToBeSignedLinkageValueCrl>;

/** One device or group that is revoked from a period on. */
interface Revoked {
  readonly seeds: readonly LinkageSeedOf[];
  readonly iRev: number;
  readonly iMax: number;
  /** Highest index of a certificate in a period; -1 for a group, whose index stands in the certificate. */
  readonly jMax: number;
}

/** Periods behind iRev that are computed: twenty years of weeks. */
const MOST_PERIODS = 1040;

const seedOf = (laId: { readonly octets: string }, seed: { readonly octets: string }): LinkageSeedOf => ({
  laId: fromHex(laId.octets),
  seed: fromHex(seed.octets),
});

const individuals = ({ iRev, individual = [] }: LinkedCrl): readonly Revoked[] =>
  individual.flatMap(({ jmax, contents }) =>
    contents.flatMap(({ la1Id, la2Id, contents: groups }) =>
      groups.flatMap(({ iMax, contents: pairs, singleSeeds = [] }) => [
        ...pairs.map(({ linkageSeed1, linkageSeed2 }) => ({
          seeds: [seedOf(la1Id, linkageSeed1), seedOf(la2Id, linkageSeed2)],
          iRev,
          iMax,
          jMax: jmax,
        })),
        // One authority alone; that its identifier is the first one is unverified.
        ...singleSeeds.map((seed) => ({ seeds: [seedOf(la1Id, seed)], iRev, iMax, jMax: jmax })),
      ]),
    ),
  );

const groups = ({ iRev, groups: pairs = [], groupsSingleSeed = [] }: LinkedCrl): readonly Revoked[] => [
  ...pairs.map(({ iMax, la1Id, linkageSeed1, la2Id, linkageSeed2 }) => ({
    seeds: [seedOf(la1Id, linkageSeed1), seedOf(la2Id, linkageSeed2)],
    iRev,
    iMax,
    jMax: -1,
  })),
  ...groupsSingleSeed.map(({ iMax, laId, linkageSeed }) => ({
    seeds: [seedOf(laId, linkageSeed)],
    iRev,
    iMax,
    jMax: -1,
  })),
];

/** Linkage data of a certificate. */
export interface LinkageOf {
  readonly iCert: number;
  readonly linkageValue: { readonly octets: string };
  readonly groupLinkageValue?: {
    readonly jValue: { readonly octets: string };
    readonly value: { readonly octets: string };
  };
}

/** Periods whose linkage values are kept. */
const KEPT_PERIODS = 4;

/**
 * Revocations by linkage values. The values of a period are computed when the first certificate of that period is asked
 * about: entries × indices blocks of the cipher, and one hash for each period since the revocation.
 */
export class LinkedRevocations {
  private readonly profile: LinkageProfile;
  private readonly devices: readonly Revoked[];
  private readonly groups: readonly Revoked[];
  private readonly periods = new Map<number, ReadonlySet<string>>();
  constructor(profile: LinkageProfile, lists: readonly LinkedCrl[]) {
    this.profile = profile;
    this.devices = lists.flatMap(individuals);
    this.groups = lists.flatMap(groups);
  }

  /**
   * Whether a certificate with these data is revoked. A period more than twenty years of weeks behind a revocation
   * cannot be computed in bounded time and counts as revoked.
   */
  has({ iCert, linkageValue, groupLinkageValue }: LinkageOf): boolean {
    if (this.valuesOf(iCert).has(linkageValue.octets)) return true;
    if (groupLinkageValue === undefined) return this.isTooFar(this.devices, iCert);
    const j = Number.parseInt(groupLinkageValue.jValue.octets, 16);
    return (
      this.isTooFar([...this.devices, ...this.groups], iCert) ||
      this.inForce(this.groups, iCert).some((one) => this.valueAt(one, iCert, j) === groupLinkageValue.value.octets)
    );
  }

  private inForce(list: readonly Revoked[], i: number): readonly Revoked[] {
    return list.filter(({ iRev, iMax }) => i >= iRev && i <= iMax && i - iRev <= MOST_PERIODS);
  }

  private isTooFar(list: readonly Revoked[], i: number): boolean {
    return list.some(({ iRev, iMax }) => i <= iMax && i - iRev > MOST_PERIODS);
  }

  private valueAt({ seeds, iRev }: Revoked, i: number, j: number): string {
    return toHex(linkageValueOf(this.profile, advanceSeeds(this.profile, seeds, i - iRev), j));
  }

  /** All values of a period; indices from 0, as the texts do not agree whether the first is 0 or 1. */
  private valuesOf(i: number): ReadonlySet<string> {
    const known = this.periods.get(i);
    if (known !== undefined) return known;
    const values = new Set<string>();
    for (const { seeds, iRev, jMax } of this.inForce(this.devices, i)) {
      const now = advanceSeeds(this.profile, seeds, i - iRev);
      for (const value of linkageValuesOf(this.profile, now, jMax)) values.add(toHex(value));
    }
    const [oldest] = this.periods.keys();
    if (this.periods.size >= KEPT_PERIODS && oldest !== undefined) this.periods.delete(oldest);
    this.periods.set(i, values);
    return values;
  }
}
