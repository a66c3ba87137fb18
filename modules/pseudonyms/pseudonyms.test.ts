import { randomBytes } from 'node:crypto';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import { findingCleared, findingsReported } from '@chedun/governance/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { createVerifier, LINKAGE_SM, parseCertificate, parseCrl, RevocationStore } from '@chedun/v2x-security';
import { periodOf, SUITES, toTime32 } from '@chedun/v2x-pki';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
} from '@chedun/v2x-pki/device';
import type { Pseudonym } from '@chedun/v2x-pki/device';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BatchList,
  CeremonyList,
  CeremonyProposed,
  DeviceAnswer,
  EnrolmentList,
  HierarchyList,
  pseudonymsPermissions,
  ReportKept,
  ReportList,
} from './contract.ts';
import { AuthorityCertificates, RevocationProposed } from './contract.ts';
import { openDesks } from './desk.ts';
import { pseudonyms } from './module.ts';
import { publishDue, watchHierarchy } from './watch.ts';

const WEEK = 604_800_000;
const VIN = 'LSVAA49J132047371';
const ALL = Object.values(pseudonymsPermissions);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const standIns = (told: { readonly type: string; readonly payload: unknown }[]) => [
  defineModule<object>({
    name: 'governance',
    needs: [],
    permissions: [],
    errors: {},
    tells: [findingsReported, findingCleared],
    build: () => ({
      asks: {},
      reactions: [findingsReported, findingCleared].map((on, at) => ({
        name: `see-${at}`,
        on,
        react: async ({ type, payload }) => void told.push({ type, payload }),
      })),
    }),
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

describe('the module', () => {
  let world: TestPlatform;
  let app: Composition;
  let server: TestServer;
  const told: { readonly type: string; readonly payload: unknown }[] = [];
  const verifier = createVerifier();
  const now = () => toTime32(world.clock.now());
  const call = (person: string, request: string, body?: unknown) => {
    const more = body === undefined ? {} : { body };
    return server.call(request, person === '' ? more : { bearer: person, ...more });
  };

  beforeAll(async () => {
    world = await testPlatform();
    app = await compose([...standIns(told), pseudonyms], world.platform);
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

  const device = newDevice(SUITES.cn, 'compactUnified', (length) => new Uint8Array(randomBytes(length)));
  let file: readonly Pseudonym[] = [];
  const ok = async <T>(
    schema: { readonly parse: (value: unknown) => T },
    person: string,
    request: string,
    body?: unknown,
  ) => {
    const { status, json: answer } = await call(person, request, body);
    expect([request, status, answer]).toEqual([request, 200, answer]);
    return schema.parse(answer);
  };

  it('refuses devices before there is a hierarchy, then builds it once', async () => {
    const early = await call('hanmei', 'POST /pseudonyms/enrol', { suite: 'cn', message: 'A4EC' });
    expect([early.status, early.json]).toMatchObject([409, { code: 'pseudonyms.no-hierarchy' }]);
    const wanted = { suite: 'cn', domain: 'v2x.example.cn', perPeriod: 4, periodsAhead: 2 };
    const plan = { kind: 'create-hierarchy', ...wanted };
    const { id } = await ok(CeremonyProposed, 'hanmei', 'POST /pseudonyms/ceremonies', { plan, note: '年度计划' });
    await expect(openDesks(world.platform).open('cn')).rejects.toMatchObject({ code: 'pseudonyms.no-hierarchy' });
    await ok(CeremonyList, 'lilei', `POST /pseudonyms/ceremonies/${id}/decide`, { verdict: 'approve', note: '同意' });
    const { items } = await ok(HierarchyList, 'hanmei', 'GET /pseudonyms/hierarchies');
    expect(items).toMatchObject([
      { suite: 'cn', perPeriod: 4, annexesVerified: false, list: { number: 1, entries: 0, fresh: true } },
    ]);
    expect(items[0]?.authorities.every(({ valid }) => valid)).toBe(true);
    const again = await call('hanmei', 'POST /pseudonyms/ceremonies', { plan, note: '再来一次' });
    expect([again.status, again.json]).toMatchObject([409, { code: 'pseudonyms.exists' }]);
  });

  it('lets a vehicle of the batch enrol, ask and download, and no other one', async () => {
    const { aids, certificates } = await ok(AuthorityCertificates, '', 'GET /pseudonyms/authorities/cn');
    const ra = parseCertificate(bytesOf(certificates.find(({ role }) => role === 'ra')?.certificate ?? ''));
    const request = await enrolmentRequest(device, VIN, now(), aids);
    const ask = (path: string, message: Uint8Array) =>
      ok(DeviceAnswer, 'line', `POST /pseudonyms/${path}`, { suite: 'cn', message: base64(message) });
    const refused = await call('line', 'POST /pseudonyms/enrol', { suite: 'cn', message: base64(request) });
    expect([refused.status, refused.json]).toMatchObject([403, { code: 'pseudonyms.not-allowed' }]);
    expect((await call('hanmei', 'POST /pseudonyms/vehicles', { suite: 'cn', vins: [VIN, VIN] })).json).toEqual({
      allowed: 1,
    });
    const enrolment = enrolmentIn(bytesOf((await ask('enrol', request)).message), verifier);
    const random = world.platform.randomBytes;
    await ask('requests', await pseudonymRequest(device, enrolment, ra, { now: now(), aids, random }));
    await call('hanmei', 'POST /pseudonyms/batches', { suite: 'cn' });
    await vi.waitFor(async () => {
      const { periods, rounds } = await ok(BatchList, 'hanmei', 'GET /pseudonyms/batches');
      expect(periods.map(({ files, certificates: made }) => [files, made])).toEqual([
        [1, 4],
        [1, 4],
      ]);
      expect(rounds).toMatchObject([{ ordered: 8, made: 8, failure: null }]);
      expect(rounds[0]?.endedAt).not.toBeNull();
    }, 20_000);
    const i = periodOf(now());
    const got = await ask('downloads', await downloadRequest(device, enrolment, ra, { now: now(), i, random }));
    file = pseudonymsIn(device, bytesOf(got.message), i, verifier);
    expect(file).toHaveLength(4);
    const { items } = await ok(EnrolmentList, 'hanmei', `GET /pseudonyms/enrolments?search=${VIN.slice(3, 12)}`);
    expect(items).toMatchObject([{ vin: VIN, state: 'enrolled' }]);
  });

  it('revokes a device only when a second person agrees, and publishes the list', async () => {
    const [pseudonym] = file;
    const evidence = base64(pseudonym?.certificate.bytes ?? new Uint8Array(0));
    const what = { suite: 'cn', evidence, observation: 'position-jump', note: '轨迹跳变' };
    const wrong = await call('hanmei', 'POST /pseudonyms/reports', { ...what, evidence: 'gAMA' });
    expect([wrong.status, wrong.json]).toMatchObject([404, { code: 'pseudonyms.unknown-certificate' }]);
    const { id: reportId } = await ok(ReportKept, 'hanmei', 'POST /pseudonyms/reports', what);
    const { id } = await ok(RevocationProposed, 'hanmei', 'POST /pseudonyms/revocations', { reportId, note: '请撤销' });
    const agree = { verdict: 'approve', note: '同意' };
    for (const same of ['hanmei', 'token-of-hanmei']) {
      const refused = await call(same, `POST /pseudonyms/revocations/${id}/decide`, agree);
      expect([refused.status, refused.json]).toMatchObject([403, { code: 'pseudonyms.same-person' }]);
    }
    expect((await call('lilei', `POST /pseudonyms/revocations/${id}/decide`, agree)).json).toEqual({
      state: 'revoked',
      list: 2,
    });
    const late = await call('lilei', `POST /pseudonyms/revocations/${id}/decide`, agree);
    expect(late.json).toMatchObject({ code: 'pseudonyms.decided' });
    const { items } = await ok(ReportList, 'lilei', 'GET /pseudonyms/reports');
    expect(items).toMatchObject([
      { observation: 'position-jump', revocation: { state: 'revoked', decidedBy: 'lilei' } },
    ]);
    const response = await fetch(`${server.url}/api/pseudonyms/lists/cn/newest`);
    const store = new RevocationStore(LINKAGE_SM);
    store.apply(parseCrl('cn', new Uint8Array(await response.arrayBuffer())).contents);
    expect(file.map(({ certificate }) => store.isRevoked(certificate))).toEqual([true, true, true, true]);
    const view = (await ok(HierarchyList, 'lilei', 'GET /pseudonyms/hierarchies')).items[0];
    expect(view).toMatchObject({ devices: 1, blocked: 1, revoked: 1, certificates: 8 });
  });

  it('bars a vehicle', async () => {
    expect((await call('hanmei', 'POST /pseudonyms/vehicles/bar', { vin: VIN })).json).toEqual({ barred: 1 });
    const { items } = await ok(EnrolmentList, 'hanmei', 'GET /pseudonyms/enrolments');
    expect(items).toMatchObject([{ vin: VIN, state: 'barred' }]);
  });

  it('finds a list that is no longer fresh, clears it after the next, and says so in its checks', async () => {
    const checks = new Map(app.registry.checks().map((check) => [check.id, check]));
    const run = async (id: string) => checks.get(id)?.run();
    expect(await run('pseudonyms.hierarchy')).toMatchObject({
      outcome: 'pass',
      facts: { revokedDevices: 1, brokenAuthorities: 0 },
    });
    expect(await run('pseudonyms.supply')).toMatchObject({
      outcome: 'pass',
      facts: { blockedDevices: 1, shortDevices: 0 },
    });
    world.clock.advance(WEEK);
    expect(await run('pseudonyms.hierarchy')).toMatchObject({ outcome: 'fail', facts: { stalePseudonymLists: 1 } });
    const desks = openDesks(world.platform);
    const watch = watchHierarchy(world.platform);
    const desk = await desks.open('cn');
    await watch(desk);
    expect(await publishDue(world.platform, desk)).toBe(true);
    expect(await publishDue(world.platform, desk)).toBe(false);
    await watch(desk);
    await vi.waitFor(() => {
      expect(
        told.filter(({ payload }) => JSON.stringify(payload).includes('pseudonyms:list:cn')).map(({ type }) => type),
      ).toEqual([findingsReported, findingCleared]);
    }, 15_000);
    expect(await run('pseudonyms.hierarchy')).toMatchObject({ outcome: 'pass' });
  });
});
