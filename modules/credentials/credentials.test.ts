import { randomBytes } from 'node:crypto';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import type { IdentityAsks } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { pseudonyms } from '@chedun/pseudonyms';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import { serviceCertificateIn, serviceRequest, SUITES, toTime32 } from '@chedun/v2x-pki';
import type { ServiceFields } from '@chedun/v2x-pki';
import { newDevice, scalarSigner } from '@chedun/v2x-pki/device';
import {
  createVerifier,
  newSpduView,
  parseCertificate,
  parseCrl,
  parsePkiCtl,
  RevocationStore,
  SignerCache,
  signMessage,
  trustStore,
  verifyCrl,
  verifyMessage,
} from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CredentialList,
  CredentialProfileList,
  CredentialRequestList,
  credentialsPermissions,
  RenewalAnswer,
  RequestOutcomes,
  RevocationProposed,
} from './contract.ts';
import { credentials } from './module.ts';

const ALL = [...Object.values(pseudonymsPermissions), ...Object.values(credentialsPermissions)];
const MICRO = 1_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const VIN = 'LSVAA49J132047371';
const random = (length: number) => new Uint8Array(randomBytes(length));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const standIns = [
  defineModule<object>({
    name: 'governance',
    needs: [],
    permissions: [],
    errors: {},
    tells: [findingsReported, findingCleared],
    build: () => ({ asks: {} }),
  }),
  defineModule<IdentityAsks>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { tokenOwner: async (id: string) => id.replace('token-of-', '') } as IdentityAsks }),
  }),
];

describe('application and identity certificates', () => {
  let world: TestPlatform;
  let app: Composition;
  let server: TestServer;
  let root: ParsedCertificate;
  let authority: ParsedCertificate;
  const verifier = createVerifier();
  const now = () => toTime32(world.clock.now());
  const call = (person: string, request: string, body?: unknown) =>
    server.call(request, body === undefined ? { bearer: person } : { bearer: person, body });
  const ok = async <T>(
    schema: { readonly parse: (value: unknown) => T },
    person: string,
    request: string,
    body?: unknown,
  ) => {
    const { status, json } = await call(person, request, body);
    expect([request, status, json]).toEqual([request, 200, json]);
    return schema.parse(json);
  };
  const bytes = async (path: string) =>
    new Uint8Array(
      await (await fetch(`${server.url}/api${path}`, { headers: { authorization: 'Bearer lilei' } })).arrayBuffer(),
    );
  const hold = async (plan: object): Promise<void> => {
    const body = { plan: { suite: 'cn', ...plan }, note: '年度计划' };
    const { id } = await ok(RevocationProposed, 'hanmei', 'POST /pseudonyms/ceremonies', body);
    const decided = await call('lilei', `POST /pseudonyms/ceremonies/${id}/decide`, {
      verdict: 'approve',
      note: '同意',
    });
    expect(decided.status).toBe(200);
  };

  beforeAll(async () => {
    world = await testPlatform();
    app = await compose([...standIns, pseudonyms, credentials], world.platform);
    await app.start();
    server = await testServer(
      app.routes.map(({ route }) => route),
      {
        errors: [app.errors],
        authenticator: {
          authenticate: async ({ bearer = '' }) =>
            bearer === ''
              ? undefined
              : { ...testActor(ALL), kind: bearer.startsWith('token-') ? 'token' : 'user', id: bearer, name: bearer },
        },
      },
    );
  }, 300_000);
  afterAll(async () => {
    await server?.close();
    await app?.stop();
    await world?.close();
  });

  const keys = () => newDevice(SUITES.cn, 'unified', random).signing;
  const rsu = keys();
  const wanted = (change: Partial<ServiceFields> = {}): ServiceFields => ({
    suite: SUITES.cn,
    name: 'rsu-17.example.cn',
    key: rsu.key,
    start: now(),
    hours: 4383,
    permissions: [{ aid: 113, ssp: { form: 'opaque', hex: '01' } }],
    region: { kind: 'circle', lat: 31.23, lon: 121.47, radius: 800 },
    ...change,
  });
  const messageOf = async (change: Partial<ServiceFields> = {}, key = rsu) =>
    base64(await serviceRequest(wanted({ key: key.key, ...change }), scalarSigner(SUITES.cn, key.scalar)));
  const item = async (change: Partial<ServiceFields> = {}, key = rsu) => ({
    suite: 'cn',
    profile: 'rsu',
    holder: 'RSU-0017',
    basis: '市交通委 2026-118 号',
    message: await messageOf(change, key),
  });
  const handIn = async (...items: object[]) =>
    (await ok(RequestOutcomes, 'hanmei', 'POST /credentials/requests', { items })).items;
  const decide = (person: string, ids: readonly (string | null)[], verdict = 'approve') =>
    call(person, 'POST /credentials/requests/decide', { ids, verdict, note: '同意' });
  const listed = async (search = '') =>
    (await ok(CredentialList, 'lilei', `GET /credentials?search=${encodeURIComponent(search)}`)).items;
  const verdictOf = async (
    { scalar }: { readonly scalar: Uint8Array },
    certificate: ParsedCertificate,
    aid: number,
    revocations?: RevocationStore,
  ) => {
    const header = { aid, generationTime: now() * MICRO };
    const message = await signMessage(
      { profile: 'cn', payload: Uint8Array.of(1, 2), header, signer: 'certificate' },
      { ...scalarSigner(SUITES.cn, scalar), certificate },
    );
    const store = trustStore([root], [authority]);
    return verifyMessage(message, newSpduView(), {
      profile: 'cn',
      now: now() * MICRO,
      verifier,
      signers: new SignerCache({ profile: 'cn', verifier, ...store, ...(revocations && { revocations }) }, 4),
      policyOf: () => ({ needsTime: true, needsLocation: false, mostAge: MICRO, mostAhead: MICRO }),
    }).verdict;
  };

  it('are refused before a ceremony made their authority', async () => {
    await hold({ kind: 'create-hierarchy', domain: 'v2x.example.cn', perPeriod: 4, periodsAhead: 1 });
    expect(await handIn(await item())).toMatchObject([
      { state: 'refused', problem: expect.stringContaining('credentials.no-authority') as string },
    ]);
    const { items } = await ok(CredentialProfileList, 'lilei', 'GET /credentials/profiles');
    await hold({
      kind: 'service-authority',
      name: 'services.v2x.example.cn',
      ranges: items
        .flatMap(({ permissions }) => permissions)
        .filter(({ aid }, at, all) => all.findIndex((one) => one.aid === aid) === at),
    });
    await hold({ kind: 'authority-list', days: 30 });
    const list = parsePkiCtl(await bytes('/pseudonyms/authority-lists/cn/newest'));
    const names = list.certificates.map(({ value }) => value.toBeSigned.id);
    authority = list.certificates[names.findIndex((id) => 'name' in id && id.name.startsWith('services'))] ?? root;
    const published = await call('', 'GET /pseudonyms/authorities/cn');
    const { certificates } = published.json as { certificates: { role: string; certificate: string }[] };
    const own = certificates.find(({ role }) => role === 'root')?.certificate ?? '';
    root = parseCertificate(new Uint8Array(Buffer.from(own, 'base64')));
  });

  it('are issued only when another person approves, and sign what receivers accept', async () => {
    const [made] = await handIn(await item());
    expect(made).toMatchObject({ state: 'proposed', problem: null });
    for (const same of ['hanmei', 'token-of-hanmei'])
      expect((await decide(same, [made?.id ?? null])).json).toMatchObject({ code: 'credentials.same-person' });
    expect((await bytes(`/credentials/requests/${made?.id}/answer`)).length).toBeGreaterThan(0);
    expect(await listed()).toEqual([]);
    expect((await decide('lilei', [made?.id ?? null])).status).toBe(200);
    expect((await decide('lilei', [made?.id ?? null])).json).toMatchObject({ code: 'credentials.decided' });
    const certificate = serviceCertificateIn(await bytes(`/credentials/requests/${made?.id}/answer`));
    expect(await verdictOf(rsu, certificate, 113)).toBe('valid');
    expect(await verdictOf(rsu, certificate, 114)).toBe('aid-not-permitted');
    expect(await listed('RSU-0017')).toMatchObject([{ id8: certificate.id8, state: 'valid', aids: [113] }]);
    expect(await listed('nobody')).toEqual([]);
  });

  it('of a batch stand each for itself, and a request counts once', async () => {
    const other = keys();
    const good = await item({ name: 'rsu-18.example.cn' }, other);
    const outcomes = await handIn(
      good,
      { ...good },
      await item({ permissions: [{ aid: 9 }] }),
      await item({ hours: 9000 }),
      await item({ region: { kind: 'circle', lat: 31, lon: 121, radius: 3000 } }),
      { ...good, message: 'gAMA' },
      { ...(await item({ name: 'rsu-19.example.cn' }, other)), profile: 'emergency-vehicle' },
    );
    expect(outcomes.map(({ state, problem }) => problem?.split(':')[0] ?? state)).toEqual([
      'proposed',
      'credentials.decided',
      'credentials.beyond-profile',
      'credentials.beyond-profile',
      'credentials.beyond-profile',
      'credentials.bad-request',
      'credentials.beyond-profile',
    ]);
    expect((await decide('lilei', [outcomes[0]?.id ?? null], 'reject')).status).toBe(200);
    const { items } = await ok(CredentialRequestList, 'lilei', 'GET /credentials/requests?search=rsu-18');
    expect(items).toMatchObject([{ state: 'rejected', decidedBy: 'lilei' }]);
  });

  it('that claim special rights belong to a vehicle, and carry exactly the values of their profile', async () => {
    const ambulance = keys();
    const base = { profile: 'emergency-vehicle', vin: VIN, holder: '市急救中心', region: undefined };
    const ssp = (hex: string) => [{ aid: 111, ssp: { form: 'opaque' as const, hex } }];
    const of = async (hex: string) => ({
      ...(await item({ name: 'ambulance-3.example.cn', permissions: ssp(hex), region: undefined }, ambulance)),
      ...base,
      region: undefined,
    });
    const [beyond] = await handIn(await of('04'));
    expect(beyond?.problem).toContain('application 111 with permissions 04');
    const [made] = await handIn(await of('02'));
    expect(made).toMatchObject({ state: 'proposed' });
    await decide('lilei', [made?.id ?? null]);
    const certificate = serviceCertificateIn(await bytes(`/credentials/requests/${made?.id}/answer`));
    expect(await verdictOf(ambulance, certificate, 111)).toBe('valid');
    expect(certificate.value.toBeSigned.region).toEqual({ identified: [{ countryOnly: 156 }] });
    expect(await listed(VIN)).toMatchObject([{ kind: 'identity', vin: VIN, state: 'valid' }]);
  });

  it('are issued at once where the profile says so, and renewed under themselves within their window', async () => {
    const [cloud, next] = [keys(), keys()];
    const fields = {
      name: 'cloud.example.cn',
      hours: 24 * 90,
      permissions: [{ aid: 114, ssp: { form: 'opaque' as const, hex: '00' } }],
      region: undefined,
    };
    const [made] = await handIn({ ...(await item(fields, cloud)), profile: 'cloud-service', holder: 'cloud' });
    expect(made).toMatchObject({ state: 'issued' });
    const first = serviceCertificateIn(await bytes(`/credentials/requests/${made?.id}/answer`));
    const renewal = async (name = fields.name) =>
      base64(
        await serviceRequest(wanted({ ...fields, name, key: next.key }), scalarSigner(SUITES.cn, cloud.scalar), first),
      );
    const ask = async (name?: string) =>
      call('line', 'POST /credentials/renewals', { suite: 'cn', message: await renewal(name) });
    expect((await ask()).json).toMatchObject({ code: 'credentials.not-renewable' });
    world.clock.advance(40 * DAY);
    expect((await ask('other.example.cn')).json).toMatchObject({ code: 'credentials.not-renewable' });
    const { message } = RenewalAnswer.parse((await ask()).json);
    const second = serviceCertificateIn(new Uint8Array(Buffer.from(message ?? '', 'base64')));
    expect(await verdictOf(next, second, 114)).toBe('valid');
    expect((await ask()).json).toMatchObject({ code: 'credentials.not-renewable' });
    expect((await listed('cloud')).map(({ id8, state }) => [id8, state])).toEqual([
      [second.id8, 'valid'],
      [first.id8, 'replaced'],
    ]);
  });

  it('are revoked by two persons, and refused by who has the list', async () => {
    const [one] = await listed('RSU-0017');
    const what = { certificate: one?.id, reason: 'key-compromise', note: '设备被盗' };
    const { id } = await ok(RevocationProposed, 'hanmei', 'POST /credentials/revocations', what);
    const again = await call('hanmei', 'POST /credentials/revocations', what);
    expect(again.json).toMatchObject({ code: 'credentials.decided' });
    const yes = { verdict: 'approve', note: '同意' };
    const refused = await call('hanmei', `POST /credentials/revocations/${id}/decide`, yes);
    expect(refused.json).toMatchObject({ code: 'credentials.same-person' });
    expect((await call('lilei', `POST /credentials/revocations/${id}/decide`, yes)).json).toEqual({
      state: 'done',
      list: 1,
    });
    const crl = parseCrl('cn', await bytes('/credentials/lists/cn/newest'));
    const store = trustStore([root], [authority]);
    expect(verifyCrl(crl, { profile: 'cn', now: now(), verifier, ...store })).toBe('valid');
    const revocations = new RevocationStore();
    revocations.apply(crl.contents);
    const certificate = parseCertificate(await bytes(`/credentials/${one?.id}/certificate`));
    expect(await verdictOf(rsu, certificate, 113, revocations)).toBe('chain:revoked');
    expect(await listed('RSU-0017')).toMatchObject([{ state: 'revoked', reason: 'key-compromise' }]);
  });

  it('take profiles of the operator, and never change those of the product', async () => {
    const { items } = await ok(CredentialProfileList, 'lilei', 'GET /credentials/profiles');
    const { origin, certificates, ...own } = items.find(({ id }) => id === 'rsu') ?? fail();
    expect([origin, certificates]).toEqual(['built-in', 1]);
    expect((await call('lilei', 'PUT /credentials/profiles', own)).json).toMatchObject({
      code: 'credentials.profile-built-in',
    });
    const mine = { ...own, id: 'rsu-own', permissions: [{ aid: 7, ssp: { kind: 'any' } }] };
    const saved = await ok(CredentialProfileList, 'lilei', 'PUT /credentials/profiles', mine);
    expect(saved.items.at(-1)).toMatchObject({ id: 'rsu-own', origin: 'operator' });
    // The authority of the ceremony may not give application 7, whatever a profile says.
    const [made] = await handIn({ ...(await item({ permissions: [{ aid: 7 }] }, keys())), profile: 'rsu-own' });
    expect(made).toMatchObject({ state: 'proposed' });
    expect((await decide('lilei', [made?.id ?? null])).json).toMatchObject({ code: 'credentials.beyond-profile' });
  });

  it('are watched by a check', async () => {
    const check = app.registry.checks().find(({ id }) => id === 'credentials.certificates');
    expect(await check?.run()).toMatchObject({
      outcome: 'pass',
      facts: { serviceAuthorities: 1, revokedCredentials: 1, staleCredentialLists: 0, endingCredentials: 0 },
    });
    world.clock.advance(3 * DAY);
    expect(await check?.run()).toMatchObject({ outcome: 'fail', facts: { staleCredentialLists: 1 } });
  });
});

const fail = (): never => {
  throw new Error('no profile');
};
