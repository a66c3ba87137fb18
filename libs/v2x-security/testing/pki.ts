import { issueCertificate, selfSign, trustStore, verificationKeyValue } from '../src/index.ts';
import type { Curve, ParsedCertificate, Signer, ToBeSignedValue, TrustStore } from '../src/index.ts';
import { NOW, rootTbs } from './certificates.ts';
import { testKey } from './signers.ts';

/** Application that the vehicles of the tests speak for. */
export const AID = 111;

const group = (aids: readonly number[], minChainLength: number, chainLengthRange = 0) => ({
  subjectPermissions: { explicit: aids.map((aid) => ({ aid })) },
  minChainLength,
  chainLengthRange,
});

/** Fields of an authority that issues certificates for {@link AID} to vehicles. */
export const authorityTbs = (curve: Curve, seed: number): ToBeSignedValue => ({
  id: { name: 'pca.example' },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start: NOW - 86_400, duration: { years: 2 } },
  region: { rectangular: [box(300_000_000, 1_100_000_000, 10_000_000)] },
  certIssuePermissions: [group([AID, AID + 1], 1)],
  verifyKeyIndicator: { verificationKey: verificationKeyValue(testKey(curve, seed).key) },
});

/** A square between two places, `size` tenths of microdegrees long. */
export const box = (south: number, west: number, size: number) => ({
  northWest: { latitude: south + size, longitude: west },
  southEast: { latitude: south, longitude: west + size },
});

/** Fields of a pseudonym certificate of a vehicle. */
export const vehicleTbs = (curve: Curve, seed: number): ToBeSignedValue => ({
  id: { linkageData: { iCert: 7, linkageValue: { octets: '010203040506070809' } } },
  cracaId: { octets: '000000' },
  crlSeries: 1,
  validityPeriod: { start: NOW - 3600, duration: { hours: 168 } },
  appPermissions: [{ aid: AID, ssp: { opaque: { octets: '0102' } } }],
  verifyKeyIndicator: { verificationKey: verificationKeyValue(testKey(curve, seed).key) },
});

/** A root, an authority under it and a vehicle under that, on one curve. */
export interface TestPki {
  readonly root: Signer;
  readonly authority: Signer;
  readonly vehicle: Signer;
  readonly store: TrustStore;
}

const named = (curve: Curve, seed: number, certificate: ParsedCertificate): Signer => ({
  curve,
  sign: testKey(curve, seed).sign,
  certificate,
});

/** Builds the three certificates; `change` alters the vehicle's and the authority's fields first. */
export const testPki = async (
  curve: Curve,
  change: {
    readonly authority?: Partial<ToBeSignedValue>;
    readonly vehicle?: Partial<ToBeSignedValue>;
  } = {},
): Promise<TestPki> => {
  const { key, sign } = testKey(curve, 1);
  const root = named(curve, 1, await selfSign(rootTbs(key), { curve, sign }));
  const authorityFields = { ...authorityTbs(curve, 2), ...change.authority };
  const authority = named(curve, 2, await issueCertificate(authorityFields, root));
  const vehicleFields = { ...vehicleTbs(curve, 3), ...change.vehicle };
  const vehicle = named(curve, 3, await issueCertificate(vehicleFields, authority));
  return { root, authority, vehicle, store: trustStore([root.certificate], [authority.certificate]) };
};
