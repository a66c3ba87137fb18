import {
  buildCrl,
  createVerifier,
  issueCertificate,
  newSpduView,
  parseCrl,
  RevocationStore,
  revocationId,
  selfSign,
  SignerCache,
  signMessage,
  trustStore,
  verifyCertificateChain,
  verifyCrl,
  verifyMessage,
} from '@chedun/v2x-security';
import type { ParsedCertificate, Signer } from '@chedun/v2x-security';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex } from './bytes.ts';
import { rootFields } from './certificates.ts';
import { newDevice, scalarSigner } from './device.ts';
import { readServiceRequest, serviceAnswer, serviceCertificateIn, serviceRequest } from './service-request.ts';
import {
  permissionBeyond,
  permissionsIn,
  rangesIn,
  regionIn,
  SERVICE_CRL_SERIES,
  serviceAuthorityFields,
  serviceFields,
} from './services.ts';
import type { PermissionRange, ServiceFields } from './services.ts';
import { SUITES } from './suite.ts';

const NOW = 700_000_000;
const MICRO = 1_000_000;
const SIGNAL = 3617;
const PRIORITY = 3618;
const ranges: readonly PermissionRange[] = [
  { aid: SIGNAL, ssp: { kind: 'opaque', values: ['01', '0102'] } },
  { aid: PRIORITY, ssp: { kind: 'bitmap', value: '0180', mask: 'ff3f' } },
];
const verifier = createVerifier();
const bytesFrom = (seed: number) => (length: number) => new Uint8Array(length).fill(seed);

interface Pki {
  readonly root: Signer;
  readonly authority: Signer;
}

describe.each(['cn', 'ieee'] as const)('application and identity certificates of the profile %s', (name) => {
  const suite = SUITES[name];
  const keyOf = (seed: number) => newDevice(suite, 'unified', bytesFrom(seed)).signing;
  const signerOf = (seed: number) => scalarSigner(suite, keyOf(seed).scalar);
  const hours = 24 * 365;
  let pki: Pki;
  beforeAll(async () => {
    const start = NOW - 1000;
    const rootKey = keyOf(1);
    const fields = { suite, name: 'root.example', start, years: 30, signing: rootKey.key, aids: [] };
    const root = { ...signerOf(1), certificate: await selfSign(rootFields(fields), signerOf(1)) };
    const tbs = serviceAuthorityFields({
      suite,
      name: 'services.example',
      start,
      hours: 60_000,
      signing: keyOf(2).key,
      ranges,
    });
    pki = { root, authority: { ...signerOf(2), certificate: await issueCertificate(tbs, root) } };
  });
  const asked = (change: Partial<ServiceFields> = {}): ServiceFields => ({
    suite,
    name: 'rsu-17.example',
    key: keyOf(3).key,
    start: NOW,
    hours,
    permissions: [{ aid: SIGNAL, ssp: { form: 'opaque', hex: '0102' } }],
    ...change,
  });
  const store = () => trustStore([pki.root.certificate], [pki.authority.certificate]);
  const context = () => ({ profile: suite.profile, now: NOW + 5, verifier, ...store() });
  const issued = (change: Partial<ServiceFields> = {}): Promise<ParsedCertificate> =>
    issueCertificate(serviceFields(asked(change), pki.root.certificate), pki.authority);
  const verdictOf = async (certificate: ParsedCertificate, aid: number, revocations?: RevocationStore) => {
    const header = { aid, generationTime: (NOW + 4) * MICRO };
    const draft = { profile: suite.profile, payload: fromHex('00ff'), header, signer: 'certificate' } as const;
    const message = await signMessage(draft, { ...signerOf(3), certificate });
    return verifyMessage(message, newSpduView(), {
      profile: suite.profile,
      now: (NOW + 5) * MICRO,
      verifier,
      signers: new SignerCache({ ...context(), ...(revocations && { revocations }) }, 4),
      policyOf: () => ({ needsTime: true, needsLocation: false, mostAge: 10 * MICRO, mostAhead: MICRO }),
    }).verdict;
  };

  it('sign messages that receivers accept, for their own applications only', async () => {
    const certificate = await issued();
    expect(await verdictOf(certificate, SIGNAL)).toBe('valid');
    expect(await verdictOf(certificate, PRIORITY)).toBe('aid-not-permitted');
  });

  it.each([
    ['another value', { aid: SIGNAL, ssp: { form: 'opaque', hex: '03' } }],
    ['no value', { aid: SIGNAL }],
    ['a bit that is not given', { aid: PRIORITY, ssp: { form: 'bitmap', hex: '0181' } }],
    ['another application', { aid: 9, ssp: { form: 'opaque', hex: '01' } }],
  ] as const)('are refused by every receiver with %s in their permissions', async (_, permission) => {
    expect(permissionBeyond([permission], ranges)).toEqual(permission);
    const certificate = await issued({ permissions: [permission] });
    expect(verifyCertificateChain(certificate, context())).toMatchObject({ reason: 'permission-not-held' });
    expect(await verdictOf(certificate, permission.aid)).toBe('chain:permission-not-held');
  });

  it('may set bits that the mask leaves free', async () => {
    const permissions = [{ aid: PRIORITY, ssp: { form: 'bitmap', hex: '01c0' } }] as const;
    expect(permissionBeyond(permissions, ranges)).toBeUndefined();
    expect(verifyCertificateChain(await issued({ permissions }), context()).isValid).toBe(true);
  });

  it('are revoked by the hash list of their authority, which has no say over the series of pseudonyms', async () => {
    const certificate = await issued();
    const contents = (crlSeries: number) => ({
      version: 1,
      crlSeries,
      crlCraca: { octets: pki.root.certificate.id8 },
      issueDate: NOW,
      nextCrl: NOW + 86_400,
      priorityInfo: {},
      typeSpecific: {
        fullHashCrl: {
          crlSerial: 1,
          entries: [{ id: { octets: revocationId(certificate) }, expiry: NOW + hours * 3600 }],
        },
      },
    });
    const crl = parseCrl(suite.profile, await buildCrl(suite.profile, contents(SERVICE_CRL_SERIES), pki.authority));
    expect(verifyCrl(crl, context())).toBe('valid');
    const other = parseCrl(suite.profile, await buildCrl(suite.profile, contents(1), pki.authority));
    expect(verifyCrl(other, context())).toBe('series-not-permitted');
    const revocations = new RevocationStore();
    revocations.apply(crl.contents);
    expect(await verdictOf(certificate, SIGNAL, revocations)).toBe('chain:revoked');
    expect(await verdictOf(await issued({ name: 'rsu-18.example' }), SIGNAL, revocations)).toBe('valid');
  });

  it('are asked for with a proof that the key is there, or under the certificate that is renewed', async () => {
    const region = { kind: 'circle', lat: 31.2304, lon: 121.4737, radius: 800 } as const;
    const wanted = asked({ region });
    const request = readServiceRequest(await serviceRequest(wanted, signerOf(3)), verifier);
    expect(request).toMatchObject({ name: 'rsu-17.example', hours, region, generationTime: NOW, signer: undefined });
    expect(request.permissions).toEqual(wanted.permissions);
    expect(request.key).toEqual(wanted.key);
    const thief = await serviceRequest(wanted, signerOf(4));
    expect(() => readServiceRequest(thief, verifier)).toThrow(/^v2xpki\.signature/);
    const current = await issued();
    const renewal = await serviceRequest({ ...wanted, key: keyOf(5).key }, signerOf(3), current);
    expect(readServiceRequest(renewal, verifier).signer?.id8).toBe(current.id8);
  });

  it('come back in an answer', async () => {
    const certificate = await issued();
    expect(serviceCertificateIn(serviceAnswer(certificate, NOW)).id8).toBe(certificate.id8);
    expect(() => serviceCertificateIn(fromHex('0380020181'))).toThrow(/^v2xpki\.message/);
  });

  it('tell what they may', async () => {
    const tbs = pki.authority.certificate.value.toBeSigned;
    expect(rangesIn(tbs)).toEqual(ranges);
    const own = (await issued({ region: { kind: 'country', country: 156 } })).value.toBeSigned;
    expect([permissionsIn(own), regionIn(own)]).toEqual([asked().permissions, { kind: 'country', country: 156 }]);
  });
});

describe('a request', () => {
  const { cn } = SUITES;
  const { key, scalar } = newDevice(cn, 'unified', bytesFrom(9)).signing;
  const fields = { suite: cn, key, start: NOW, permissions: [{ aid: 1 }] };

  it.each([
    ['no name', { name: '', hours: 1 }],
    ['a name with a line break', { name: 'a\nb', hours: 1 }],
    ['a long name', { name: 'a'.repeat(101), hours: 1 }],
    ['no validity', { name: 'a', hours: 0 }],
  ])('with %s is refused', async (_, change) => {
    const bytes = await serviceRequest({ ...fields, ...change }, scalarSigner(cn, scalar));
    expect(() => readServiceRequest(bytes, verifier)).toThrow(/^v2xpki\.message/);
  });

  it('for a circle beyond the earth is not written', () => {
    const region = { kind: 'circle', lat: 91, lon: 0, radius: 5 } as const;
    expect(() => serviceRequest({ ...fields, name: 'a', hours: 1, region }, scalarSigner(cn, scalar))).toThrow(
      /^v2xpki\.value/,
    );
  });

  it('of any bytes is read or refused with an error of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [() => readServiceRequest(bytes, verifier), () => serviceCertificateIn(bytes)])
          expect(read).toThrow(/^v2xpki\./);
      }),
      { numRuns: 200 },
    );
  });
});

describe('permissions', () => {
  const hex = fc.uint8Array({ minLength: 2, maxLength: 2 }).map((bytes) => Buffer.from(bytes).toString('hex'));

  it('of a bitmap are given exactly when they agree under the mask', () => {
    fc.assert(
      fc.property(hex, hex, hex, (value, mask, asked) => {
        const agrees =
          (Number.parseInt(value, 16) & Number.parseInt(mask, 16)) ===
          (Number.parseInt(asked, 16) & Number.parseInt(mask, 16));
        const range = { aid: 7, ssp: { kind: 'bitmap', value, mask } } as const;
        const beyond = permissionBeyond([{ aid: 7, ssp: { form: 'bitmap', hex: asked } }], [range]);
        expect(beyond === undefined).toBe(agrees);
      }),
    );
  });
});
