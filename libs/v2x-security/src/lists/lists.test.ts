import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../testing/certificates.ts';
import { testPki, vehicleTbs } from '../../testing/pki.ts';
import type { TestPki } from '../../testing/pki.ts';
import { testKey } from '../../testing/signers.ts';
import {
  advanceSeeds,
  buildCrl,
  buildPkiCtl,
  buildRootCtl,
  compareLists,
  createVerifier,
  issueCertificate,
  LINKAGE_AES,
  LINKAGE_SM,
  linkageValueOf,
  parseCrl,
  parsePkiCtl,
  parseRootCtl,
  RevocationStore,
  revocationId,
  selfSign,
  verifyCrl,
  verifyTrustList,
} from '../index.ts';
import type { CrlValue, LinkageSeedOf, ParsedCertificate, RootCtlFields, Signer, ToBeSignedValue } from '../index.ts';
import { fromHex, toHex } from '../bytes.ts';
import { rootTbs } from '../../testing/certificates.ts';

const verifier = createVerifier();
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki('sm2');
});

const rootFields = (): RootCtlFields => ({
  version: 1,
  issuer: { sm3AndDigest: { octets: pki.root.certificate.id8 } },
  series: 2,
  issueDate: NOW - 1000,
  nextRootCtl: NOW + 1000,
  pkiCtlInfos: [{ rootCertificate: pki.root.certificate.value, caListUrl: 'https://example.cn/ca.ctl' }],
});

describe('lists of trust', () => {
  const context = (more: object = {}) => ({ issuer: pki.root.certificate, now: NOW, verifier, ...more });

  it('of roots come back with their certificates and verify', async () => {
    const bytes = await buildRootCtl(rootFields(), pki.root);
    expect(bytes[0]).toBe(1);
    const list = parseRootCtl(bytes);
    expect(list.certificates.map(({ id8 }) => id8)).toEqual([pki.root.certificate.id8]);
    expect(verifyTrustList(list, context())).toBe('valid');
    expect(verifyTrustList(list, context({ now: NOW + 1001 }))).toBe('stale');
    expect(verifyTrustList(list, context({ now: NOW - 1001 }))).toBe('not-yet-valid');
    expect(verifyTrustList(list, context({ known: NOW }))).toBe('older-than-known');
    expect(verifyTrustList(list, context({ issuer: pki.authority.certificate }))).toBe('issuer');
    const changed = parseRootCtl(bytes.with(12, (bytes[12] ?? 0) ^ 1));
    expect(verifyTrustList(changed, context())).toBe('signature-invalid');
    expect(() => parseRootCtl(bytes.subarray(1))).toThrow(/^v2xsec\.format/);
  });

  it('of authorities carry their addresses', async () => {
    const { pkiCtlInfos: _, nextRootCtl, ...rest } = rootFields();
    const certificates = [pki.authority.certificate.value, pki.vehicle.certificate.value];
    const fields = {
      ...rest,
      nextPkiCtl: nextRootCtl,
      pkiCertInfos: [{ certificates, crlUrl: 'https://example.cn/crl' }],
    };
    const list = parsePkiCtl(await buildPkiCtl(fields, pki.root));
    expect(list.value.toBeSigned.pkiCertInfos[0]?.crlUrl).toBe('https://example.cn/crl');
    expect(verifyTrustList(list, context())).toBe('valid');
    const { added, removed } = compareLists([pki.root.certificate, pki.authority.certificate], list.certificates);
    expect([added.map(({ id8 }) => id8), removed.map(({ id8 }) => id8)]).toEqual([
      [pki.vehicle.certificate.id8],
      [pki.root.certificate.id8],
    ]);
  });
});

/** A root that may sign revocation lists of series 1 itself. */
const craca = async (ssp: string): Promise<Signer> => {
  const { key, sign } = testKey('sm2', 1);
  const tbs: ToBeSignedValue = { ...rootTbs(key), appPermissions: [{ aid: 3628, ssp: { opaque: { octets: ssp } } }] };
  return { curve: 'sm2', sign, certificate: await selfSign(tbs, { curve: 'sm2', sign }) };
};

const contents = (
  signer: ParsedCertificate,
  typeSpecific: CrlValue['typeSpecific'],
  issueDate = NOW - 10,
): CrlValue => ({
  version: 1,
  crlSeries: 1,
  crlCraca: { octets: signer.id8 },
  issueDate,
  nextCrl: NOW + 1000,
  priorityInfo: {},
  typeSpecific,
});

const hashes = (crlSerial: number, ...certificates: readonly ParsedCertificate[]) => ({
  crlSerial,
  entries: certificates.map((one) => ({ id: { octets: revocationId(one) }, expiry: NOW + 9999 })),
});

describe('a signed revocation list', () => {
  const SERIES_1 = '0001000101' + '0001';
  const judge = async (signer: Signer, value: CrlValue) =>
    verifyCrl(parseCrl('cn', await buildCrl('cn', value, signer)), {
      profile: 'cn',
      now: NOW,
      verifier,
      issuerOf: () => undefined,
      isRoot: () => true,
    });

  it('holds when its signer may sign its series', async () => {
    const signer = await craca(SERIES_1);
    const value = contents(signer.certificate, { fullHashCrl: hashes(1, pki.vehicle.certificate) });
    expect(await judge(signer, value)).toBe('valid');
    expect(await judge(signer, { ...value, crlSeries: 2 })).toBe('series-not-permitted');
    expect(await judge(signer, { ...value, crlCraca: { octets: '00'.repeat(8) } })).toBe('craca');
    expect(await judge(signer, { ...value, nextCrl: NOW - 1 })).toBe('stale');
    expect(await judge(signer, { ...value, issueDate: NOW + 1 })).toBe('not-yet-valid');
    expect(await judge(await craca('ff'), value)).toBe('series-not-permitted');
    expect(await judge({ ...signer, sign: testKey('sm2', 9).sign }, value)).toBe('signature-invalid');
    expect(await judge(pki.vehicle, value)).toBe('series-not-permitted');
  });

  it('has an untrusted signer when its root is none', async () => {
    const signer = await craca(SERIES_1);
    const bytes = await buildCrl('cn', contents(signer.certificate, { fullHashCrl: hashes(1) }), signer);
    const verdict = verifyCrl(parseCrl('cn', bytes), { profile: 'cn', now: NOW, verifier, ...pki.store });
    expect(verdict).toBe('chain:root-not-trusted');
    expect(() => parseCrl('cn', bytes.subarray(0, -1))).toThrow(/^v2xsec\.format/);
  });
});

describe('what is revoked', () => {
  it('by hash: full lists replace, deltas add in order', async () => {
    const store = new RevocationStore();
    const { vehicle, authority, root } = pki;
    const signer = root.certificate;
    expect(store.apply(contents(signer, { deltaHashCrl: hashes(1, vehicle.certificate) }))).toBe('gap');
    expect(store.apply(contents(signer, { fullHashCrl: hashes(1, vehicle.certificate) }))).toBe('applied');
    expect([store.isRevoked(vehicle.certificate), store.isRevoked(authority.certificate), store.version]).toEqual([
      true,
      false,
      1,
    ]);
    expect(store.apply(contents(signer, { deltaHashCrl: hashes(3, authority.certificate) }))).toBe('gap');
    expect(store.apply(contents(signer, { deltaHashCrl: hashes(2, authority.certificate) }))).toBe('applied');
    expect([store.isRevoked(vehicle.certificate), store.isRevoked(authority.certificate)]).toEqual([true, true]);
    expect(store.apply(contents(signer, { fullHashCrl: hashes(9) }, NOW - 99))).toBe('older');
    expect(store.apply(contents(signer, { fullHashCrl: hashes(9) }))).toBe('applied');
    expect(store.isRevoked(vehicle.certificate)).toBe(false);
  });

  const seeds: readonly LinkageSeedOf[] = [
    { laId: fromHex('0001'), seed: new Uint8Array(16).fill(5) },
    { laId: fromHex('0002'), seed: new Uint8Array(16).fill(6) },
  ];
  const [one, two] = seeds.map(({ laId, seed }) => ({ laId: { octets: toHex(laId) }, seed: { octets: toHex(seed) } }));

  const withLinkage = (
    profile: typeof LINKAGE_AES,
    i: number,
    j: number,
    group?: number,
  ): Promise<ParsedCertificate> => {
    const at = advanceSeeds(profile, seeds, i - 10);
    const groupLinkageValue =
      group === undefined
        ? {}
        : {
            groupLinkageValue: {
              jValue: { octets: group.toString(16).padStart(8, '0') },
              value: { octets: toHex(linkageValueOf(profile, at, group)) },
            },
          };
    const lv = group === undefined ? toHex(linkageValueOf(profile, at, j)) : '00'.repeat(9);
    const linkageData = { iCert: i, linkageValue: { octets: lv }, ...groupLinkageValue };
    return issueCertificate({ ...vehicleTbs('sm2', 3), id: { linkageData } }, pki.authority);
  };

  it.each([LINKAGE_AES, LINKAGE_SM])(
    'by seeds: every certificate from the period of the revocation on (%o)',
    async (profile) => {
      if (one === undefined || two === undefined) throw new Error('two seeds');
      const store = new RevocationStore(profile);
      const pair = { linkageSeed1: one.seed, linkageSeed2: two.seed };
      const individual = [
        { jmax: 20, contents: [{ la1Id: one.laId, la2Id: two.laId, contents: [{ iMax: 1100, contents: [pair] }] }] },
      ];
      store.apply(contents(pki.root.certificate, { fullLinkedCrl: { iRev: 10, indexWithinI: 0, individual } }));
      for (const [i, j] of [
        [10, 1],
        [10, 20],
        [13, 7],
        [30, 0],
      ] as const)
        expect(store.isRevoked(await withLinkage(profile, i, j)), `${i} ${j}`).toBe(true);
      expect(store.isRevoked(await withLinkage(profile, 10, 21))).toBe(false);
      const early = {
        ...vehicleTbs('sm2', 3),
        id: { linkageData: { iCert: 9, linkageValue: { octets: '00'.repeat(9) } } },
      };
      expect(store.isRevoked(await issueCertificate(early, pki.authority))).toBe(false);
      const far = { ...early, id: { linkageData: { iCert: 1090, linkageValue: { octets: '00'.repeat(9) } } } };
      expect(store.isRevoked(await issueCertificate(far, pki.authority))).toBe(true);
      expect(store.isRevoked(pki.authority.certificate)).toBe(false);
    },
  );

  it('by the seeds of a group, and by single seeds', async () => {
    if (one === undefined || two === undefined) throw new Error('two seeds');
    const store = new RevocationStore();
    const entry = { iMax: 40, la1Id: one.laId, linkageSeed1: one.seed, la2Id: two.laId, linkageSeed2: two.seed };
    store.apply(contents(pki.root.certificate, { fullLinkedCrl: { iRev: 10, indexWithinI: 0, groups: [entry] } }));
    expect(store.isRevoked(await withLinkage(LINKAGE_AES, 12, 0, 77_000))).toBe(true);
    expect(store.isRevoked(await withLinkage(LINKAGE_AES, 41, 0, 77_000))).toBe(false);
    const single = { iMax: 40, laId: one.laId, linkageSeed: one.seed };
    const delta = { iRev: 10, indexWithinI: 1, groupsSingleSeed: [single] };
    expect(store.apply(contents(pki.root.certificate, { deltaLinkedCrl: delta }))).toBe('applied');
    expect(store.isRevoked(await withLinkage(LINKAGE_AES, 12, 0, 77_000))).toBe(true);
  });
});
