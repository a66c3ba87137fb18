import { assetsModule } from '@chedun/assets';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportReport, Organisation, organisationPermissions, Uploaded } from './contract.ts';
import { organisation } from './module.ts';

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
beforeAll(async () => {
  platform = await testPlatform();
  app = await compose([assetsModule, organisation], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const ALL = Object.values(organisationPermissions).join(',');
const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const checkOf = (id: string) => app.registry.checks().find((check) => check.id === id);
const outcome = async (id: string) => (await checkOf(id)?.run())?.outcome;
const appointment = (post: string, more: object = {}) => ({
  post,
  person: '王芳',
  phone: '027-87654321',
  validFrom: '2026-01-01',
  ...more,
});

describe('the organisation', () => {
  it('takes a code only with its check character', async () => {
    const profile = { name: '示例汽车有限公司', creditCode: '91420100MA4KXXXX20', province: '42', isCii: false };
    const answers = await Promise.all(
      [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((sign) =>
        call('PUT /organisation', { ...profile, creditCode: `91420100MA4KXXXX2${sign}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status !== 200)?.problem?.code).toBe('organisation.credit-code');
    expect((await call('GET /organisation')).as(Organisation).profile?.name).toBe('示例汽车有限公司');
    expect(await app.asksOf(organisation).profile()).toMatchObject({ province: '42', isCii: false });
  });

  it('fails its check until officer, deputy and contact are appointed with documents', async () => {
    expect(await outcome('organisation.security-officer')).toBe('fail');
    const file = new TextEncoder().encode('appointment');
    const { blob } = (await server.call('POST /organisation/documents', { bearer: ALL, body: file })).as(Uploaded);
    const document = { blob, name: '任命.pdf' };
    for (const post of ['security-officer', 'emergency-contact'])
      for (const isDeputy of [false, true])
        await call(
          'POST /organisation/appointments',
          appointment(post, { isDeputy, document: isDeputy ? null : document }),
        );
    expect(await outcome('organisation.security-officer')).toBe('pass');
    expect(await outcome('organisation.data-officer')).toBe('fail');
    const { appointments } = (await call('GET /organisation')).as(Organisation);
    expect(appointments.find(({ document: kept }) => kept !== null)?.document).toMatchObject({
      name: '任命.pdf',
      bytes: 11,
    });
  });

  it('names who answers for an obligation today, and nobody after the last day', async () => {
    const asks = app.asksOf(organisation);
    expect(await asks.responsibleFor('1.3-i')).toMatchObject({ name: '王芳', post: { zh: '网络安全负责人' } });
    expect(await asks.responsibleFor('3.1-a')).toBeNull();
    const { appointments } = (await call('GET /organisation')).as(Organisation);
    const officer = appointments.find(({ post, isDeputy }) => post === 'security-officer' && !isDeputy);
    const ended = (validTo: string) => call(`POST /organisation/appointments/${officer?.id}/end`, { validTo });
    expect((await ended('2025-01-01')).problem?.code).toBe('organisation.term');
    await ended('2026-11-22');
    expect(await asks.responsibleFor('1.3-i')).toBeNull();
    expect(await outcome('organisation.security-officer')).toBe('fail');
    expect((await call('GET /organisation')).as(Organisation).appointments).toHaveLength(4);
  });

  it('fails the check of licences on the day after one ran out that services stand on', async () => {
    expect(await outcome('organisation.licences')).toBe('unknown');
    const licence = { kind: 'B21', services: ['TSP'], validFrom: '2022-01-01', validTo: '2026-11-23' };
    await call('PUT /organisation/licences/B2-2022001', licence);
    expect(await outcome('organisation.licences')).toBe('pass');
    platform.clock.advance(86_400_000);
    expect(await outcome('organisation.licences')).toBe('fail');
    expect((await call('PUT /organisation/licences/X', { ...licence, validTo: '2021-01-01' })).problem?.code).toBe(
      'organisation.term',
    );
    expect((await call('DELETE /organisation/licences/B2-2022001')).as(Organisation).licences).toEqual([]);
    expect((await call('DELETE /organisation/licences/B2-2022001')).status).toBe(404);
  });

  it('takes 10,000 rows with errors in the middle: every bad row is named, no good one lost, none doubled', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      n === 4_998 ? '网络安全负责人,坏电话,没有,2026-01-01' : `网络安全负责人,人员${n},027-1234567,2026-01-01`,
    );
    const csv = new TextEncoder().encode(['岗位,姓名,电话,任职日期', ...rows].join('\n'));
    const bring = async (mode: string) =>
      (await server.call(`POST /organisation/import?mode=${mode}`, { bearer: ALL, body: csv })).as(ImportReport);
    expect(await bring('preview')).toMatchObject({ applied: false, taken: 9_999 });
    expect((await call('GET /organisation')).as(Organisation).appointments).toHaveLength(4);
    const applied = await bring('apply');
    expect(applied).toMatchObject({ applied: true, rows: 10_000, taken: 9_999, known: 0 });
    expect(applied.refused).toEqual([expect.objectContaining({ row: 5_000, column: 'phone', value: '没有' })]);
    expect(await bring('apply')).toMatchObject({ taken: 0, known: 9_999 });
    const row = '应急联系人,赵六,027-1234567,2026-02-01';
    const twice = new TextEncoder().encode(['岗位,姓名,电话,任职日期', row, row].join('\n'));
    const { status, text } = await server.call('POST /organisation/import?mode=apply', { bearer: ALL, body: twice });
    expect(status, text).toBe(200);
    const { appointments } = (await call('GET /organisation')).as(Organisation);
    expect(appointments.filter(({ person }) => person === '赵六')).toHaveLength(1);
    const [line] = (await readAudit(platform.platform.records, { limit: 1 })).lines;
    expect(line?.action).toBe('organisation.imported');
  }, 120_000);

  it('is read and kept by permission only', async () => {
    expect((await server.call('DELETE /organisation/licences/X', { bearer: 'organisation.read' })).status).toBe(403);
    expect((await server.call('GET /organisation', { bearer: 'posture.read' })).status).toBe(403);
  });
});
