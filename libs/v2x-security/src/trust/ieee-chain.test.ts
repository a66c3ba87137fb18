import { beforeAll, describe, expect, it } from 'vitest';
import { NOW, rootTbs } from '../../testing/certificates.ts';
import { testKey } from '../../testing/signers.ts';
import {
  buildRootCtl,
  createVerifier,
  issueCertificate,
  newSpduView,
  parseRootCtl,
  selfSign,
  SignerCache,
  signMessage,
  trustStore,
  verificationKeyValue,
  verifyCertificateChain,
  verifyMessage,
  verifyTrustList,
} from '../index.ts';
import type { Curve, ParsedCertificate, Signer, ToBeSignedValue } from '../index.ts';

const verifier = createVerifier();
const CAM = 36;
const range = { bitmapSspRange: { sspValue: { octets: '01fffc' }, sspBitmask: { octets: 'ff0003' } } };
const bothTypes = { bits: '11000000' };

const common = (curve: Curve, seed: number) => ({
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start: NOW - 100, duration: { hours: 100 } },
  verifyKeyIndicator: { verificationKey: verificationKeyValue(testKey(curve, seed).key) },
});

const root = (): ToBeSignedValue => ({
  ...rootTbs(testKey('nistP384', 41).key),
  certIssuePermissions: [
    { subjectPermissions: { explicit: [{ aid: CAM, sspRange: range }] }, minChainLength: 2, eeType: bothTypes },
    { subjectPermissions: { explicit: [{ aid: 623, sspRange: { all: null } }] }, eeType: bothTypes },
  ],
});
const authority = (change: Partial<ToBeSignedValue> = {}): ToBeSignedValue => ({
  ...common('nistP256', 42),
  id: { name: 'aa.example' },
  assuranceLevel: { octets: '80' },
  appPermissions: [{ aid: 623, ssp: { bitmapSsp: { octets: '0132' } } }],
  certIssuePermissions: [{ subjectPermissions: { explicit: [{ aid: CAM, sspRange: range }] }, eeType: bothTypes }],
  ...change,
});
const ticket = (ssp: string, change: Partial<ToBeSignedValue> = {}): ToBeSignedValue => ({
  ...common('brainpoolP256r1', 43),
  id: { none: null },
  assuranceLevel: { octets: '00' },
  appPermissions: [{ aid: CAM, ssp: { bitmapSsp: { octets: ssp } } }],
  ...change,
});

let top: Signer;
let middle: Signer;
beforeAll(async () => {
  const [first, second] = [testKey('nistP384', 41), testKey('nistP256', 42)];
  top = {
    curve: 'nistP384',
    sign: first.sign,
    certificate: await selfSign(root(), { curve: 'nistP384', sign: first.sign }),
  };
  middle = { curve: 'nistP256', sign: second.sign, certificate: await issueCertificate(authority(), top) };
});

const judge = (certificate: ParsedCertificate, more: readonly ParsedCertificate[] = []): string => {
  const store = trustStore([top.certificate], [middle.certificate, ...more]);
  const verdict = verifyCertificateChain(certificate, { profile: 'ieee', now: NOW, verifier, ...store });
  return verdict.isValid ? 'valid' : verdict.reason;
};

describe('a European chain over three curves', () => {
  it('names issuers by the hash of their own keys', () => {
    expect(middle.certificate.issuer).toEqual({ hashName: 'sha384', id8: top.certificate.id8 });
    expect(judge(middle.certificate)).toBe('valid');
  });

  it.each([
    ['01fffc', 'valid'],
    ['010000', 'valid'],
    ['01fffd', 'permission-not-held'],
    ['02fffc', 'permission-not-held'],
    ['01ff', 'permission-not-held'],
  ])('gives a ticket with the permissions %s: %s', async (ssp, expected) => {
    expect(judge(await issueCertificate(ticket(ssp), middle))).toBe(expected);
  });

  it('refuses an authority that gives more than it has', async () => {
    const wide = { subjectPermissions: { explicit: [{ aid: CAM, sspRange: { all: null } }] }, eeType: bothTypes };
    const greedy = await issueCertificate(authority({ certIssuePermissions: [wide] }), top);
    expect(judge(greedy)).toBe('permission-not-held');
    const bare = { subjectPermissions: { explicit: [{ aid: CAM }] }, eeType: bothTypes };
    expect(judge(await issueCertificate(authority({ certIssuePermissions: [bare] }), top))).toBe('permission-not-held');
  });

  it('refuses a ticket of the root itself, and one with more assurance', async () => {
    expect(judge(await issueCertificate(ticket('01fffc'), top))).toBe('chain-length');
    const high = ticket('01fffc', { assuranceLevel: { octets: 'c0' } });
    expect(judge(await issueCertificate(high, middle))).toBe('assurance-too-high');
  });

  it('carries a message on a brainpool curve', async () => {
    const { sign } = testKey('brainpoolP256r1', 43);
    const certificate = await issueCertificate(ticket('01fffc'), middle);
    const vehicle: Signer = { curve: 'brainpoolP256r1', sign, certificate };
    const store = trustStore([top.certificate], [middle.certificate]);
    const context = {
      profile: 'ieee',
      now: NOW * 1e6,
      verifier,
      signers: new SignerCache({ profile: 'ieee', verifier, ...store }, 10),
      policyOf: () => ({ needsTime: true, needsLocation: false, mostAge: 1e6, mostAhead: 1e6 }),
    } as const;
    const draft = {
      profile: 'ieee',
      payload: Uint8Array.of(1),
      header: { aid: CAM, generationTime: NOW * 1e6 },
    } as const;
    const [long, short] = await Promise.all(
      (['certificate', 'digest'] as const).map((signer) => signMessage({ ...draft, signer }, vehicle)),
    );
    if (long === undefined || short === undefined) throw new Error('two messages');
    const verdicts = [long, short, short.with(-1, (short.at(-1) ?? 0) ^ 1)].map(
      (bytes) => verifyMessage(bytes, newSpduView(), context).verdict,
    );
    expect(verdicts).toEqual(['valid', 'valid', 'signature-invalid']);
  });

  it('stands in a list of trust that a root of 384 bits signed', async () => {
    const fields = {
      version: 1,
      issuer: { sha384AndDigest: { octets: top.certificate.id8 } },
      series: 1,
      issueDate: NOW - 1,
      nextRootCtl: NOW + 1,
      pkiCtlInfos: [{ rootCertificate: top.certificate.value }],
    };
    const list = parseRootCtl(await buildRootCtl(fields, top));
    expect(verifyTrustList(list, { issuer: top.certificate, now: NOW, verifier })).toBe('valid');
    const own = parseRootCtl(await buildRootCtl({ ...fields, issuer: { self: 'sha384' } }, top));
    expect(verifyTrustList(own, { issuer: top.certificate, now: NOW, verifier })).toBe('valid');
    expect(verifyTrustList(own, { issuer: middle.certificate, now: NOW, verifier })).toBe('issuer');
  });
});
