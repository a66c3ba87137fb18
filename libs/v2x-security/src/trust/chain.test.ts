import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../testing/certificates.ts';
import { AID, authorityTbs, box, testPki, vehicleTbs } from '../../testing/pki.ts';
import type { TestPki } from '../../testing/pki.ts';
import {
  createVerifier,
  issueCertificate,
  newSpduView,
  ReplayWindow,
  SignerCache,
  trustStore,
  verifyCertificateChain,
} from '../index.ts';
import type { ChainContext, ParsedCertificate, ToBeSignedValue } from '../index.ts';
import { testKey } from '../../testing/signers.ts';

const verifier = createVerifier();
const judge = (pki: TestPki, more: Partial<ChainContext> = {}) =>
  verifyCertificateChain(pki.vehicle.certificate, { profile: 'cn', now: NOW, verifier, ...pki.store, ...more });
const reasonOf = (verdict: ReturnType<typeof verifyCertificateChain>): string =>
  verdict.isValid ? 'valid' : verdict.reason;

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki('sm2');
});

describe('a chain', () => {
  it('is valid up to a trusted root', () => {
    const verdict = judge(pki);
    expect(verdict).toEqual({
      isValid: true,
      chain: [pki.vehicle.certificate, pki.authority.certificate, pki.root.certificate],
    });
  });

  it.each([
    ['before its time', { now: NOW - 3601 }, 'not-yet-valid'],
    ['after its time', { now: NOW + 8 * 86_400 }, 'expired'],
    ['without its authority', { issuerOf: () => undefined }, 'issuer-unknown'],
    ['without its root', { isRoot: () => false }, 'root-not-trusted'],
  ] as const)('%s is refused', (_, more, reason) => {
    expect(reasonOf(judge(pki, more))).toBe(reason);
  });

  const changes: readonly (readonly [string, Partial<ToBeSignedValue>, Partial<ToBeSignedValue>, string])[] = [
    [
      'longer than its issuer',
      { validityPeriod: { start: NOW - 10, duration: { years: 9 } } },
      {},
      'validity-not-contained',
    ],
    ['for another application', { appPermissions: [{ aid: AID + 7 }] }, {}, 'permission-not-held'],
    ['elsewhere', { region: { rectangular: [box(0, 0, 10)] } }, {}, 'region-not-contained'],
    ['in a country, under a square', { region: { identified: [{ countryOnly: 156 }] } }, {}, 'region-undecided'],
    [
      'with more assurance',
      { assuranceLevel: { octets: 'e0' } },
      { assuranceLevel: { octets: '40' } },
      'assurance-too-high',
    ],
    [
      'under an issuer of issuers',
      {},
      { certIssuePermissions: [{ subjectPermissions: { all: null }, minChainLength: 2 }] },
      'chain-length',
    ],
  ];
  it.each(changes)('%s is refused', async (_, vehicle, authority, reason) => {
    const other = await testPki('sm2', { vehicle, authority });
    const verdict = judge(other);
    expect(reasonOf(verdict)).toBe(reason);
    if (!verdict.isValid) expect(verdict.certificate).toBe(other.vehicle.certificate);
  });

  it('accepts a region that cannot be compared when it is told to', async () => {
    const other = await testPki('sm2', { vehicle: { region: { identified: [{ countryOnly: 156 }] } } });
    expect(reasonOf(judge(other, { undecidedRegion: 'accept' }))).toBe('valid');
  });

  it('is refused when a signature was made by another key', async () => {
    const thief = { ...pki.authority, sign: testKey('sm2', 99).sign };
    const forged = await issueCertificate(vehicleTbs('sm2', 3), thief);
    const verdict = verifyCertificateChain(forged, { profile: 'cn', now: NOW, verifier, ...pki.store });
    expect(reasonOf(verdict)).toBe('signature-invalid');
  });

  it('is refused when an issuer has the right id under another hash', () => {
    const { vehicle } = pki;
    const renamed: ParsedCertificate = {
      ...vehicle.certificate,
      issuer: { hashName: 'sha256', id8: pki.authority.certificate.id8 },
    };
    expect(reasonOf(verifyCertificateChain(renamed, { profile: 'cn', now: NOW, verifier, ...pki.store }))).toBe(
      'issuer-hash',
    );
  });

  it('ends: a ring of issuers is too long, or its permissions end', () => {
    const { vehicle } = pki;
    const ring: ParsedCertificate = { ...vehicle.certificate, issuer: { hashName: 'sm3', id8: 'ring' } };
    const verdict = verifyCertificateChain(ring, {
      profile: 'cn',
      now: NOW,
      verifier,
      isRoot: () => true,
      issuerOf: () => ring,
    });
    expect(verdict.isValid).toBe(false);
  });

  it('is refused when any link is revoked', () => {
    for (const one of [pki.vehicle, pki.authority, pki.root]) {
      const revocations = {
        version: 1,
        isRevoked: (certificate: ParsedCertificate) => certificate.id8 === one.certificate.id8,
      };
      const verdict = judge(pki, { revocations });
      expect(verdict).toMatchObject({ isValid: false, reason: 'revoked', certificate: { id8: one.certificate.id8 } });
    }
  });

  it('trusts a root byte for byte', () => {
    const { root, authority } = pki;
    const other = { ...root.certificate, bytes: root.certificate.bytes.with(0, 0) };
    const store = trustStore([other], [authority.certificate, root.certificate]);
    expect(store.isRoot(root.certificate)).toBe(false);
    expect(trustStore([root.certificate]).isRoot(root.certificate)).toBe(true);
  });
});

describe('the cache of signers', () => {
  it('keeps so many, and lets those go that were not used', async () => {
    const certificates = await Promise.all(
      [11, 12, 13, 14].map((seed) => issueCertificate(vehicleTbs('sm2', seed), pki.authority)),
    );
    const cache = new SignerCache({ profile: 'cn', verifier, ...pki.store }, 3);
    for (const one of certificates.slice(0, 3)) expect(typeof cache.admit(one.bytes, one.id8, NOW)).toBe('object');
    const [first, second, , fourth] = certificates;
    if (first === undefined || second === undefined || fourth === undefined) throw new Error('four certificates');
    cache.find(first.id8, NOW);
    cache.admit(fourth.bytes, fourth.id8, NOW);
    expect(cache.size).toBe(3);
    expect(cache.find(first.id8, NOW)).toBeDefined();
    expect(cache.find(second.id8, NOW)).toBeUndefined();
    cache.clear();
    expect(cache.size).toBe(0);
  });

  it('keeps nothing that was refused, and never throws for bad bytes', async () => {
    const cache = new SignerCache({ profile: 'cn', verifier, ...pki.store }, 3);
    expect(cache.admit(new Uint8Array(10), 'x', NOW)).toBe('certificate-format');
    const { bytes } = pki.vehicle.certificate;
    const key = Buffer.from(testKey('sm2', 3).key.point.subarray(1, 33));
    const at = Buffer.from(bytes).indexOf(key);
    const off = Uint8Array.from(bytes, (byte, index) => (index >= at && index < at + 32 ? 0xff : byte));
    expect(cache.admit(off, 'y', NOW)).toBe('signature-invalid');
    expect(cache.admit((await issueCertificate(authorityTbs('sm2', 4), pki.authority)).bytes, 'z', NOW)).toBe(
      'chain-length',
    );
    expect(cache.size).toBe(0);
  });
});

describe('the window of replays', () => {
  it('remembers for one window at least, and not for more than two', () => {
    const window = new ReplayWindow(100, 1000);
    window.add('a', 0);
    expect(window.has('a')).toBe(true);
    window.add('b', 100);
    expect(window.has('a')).toBe(true);
    window.add('c', 200);
    expect([window.has('a'), window.has('b'), window.has('c')]).toEqual([false, true, true]);
    window.add('d', 1000);
    expect([window.has('c'), window.has('d')]).toEqual([false, true]);
    expect(window.overflows).toBe(0);
  });

  it('stays within its bounds under a flood, and counts it', () => {
    const window = new ReplayWindow(1000, 10);
    for (let at = 0; at < 100; at += 1) window.add(String(at), 0);
    expect(window.overflows).toBeGreaterThan(5);
    expect(window.has('99')).toBe(true);
    expect(window.has('0')).toBe(false);
  });
});

describe('a view', () => {
  it('begins empty', () => {
    expect(newSpduView()).toMatchObject({ aid: -1, hasLocation: false, payloadStart: -1 });
  });
});
