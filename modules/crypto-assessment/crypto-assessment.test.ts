import { once } from 'node:events';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { Endpoint, EndpointDetail } from '@chedun/cryptography/contract';
import { FindingPage } from '@chedun/governance/contract';
import { DocumentDetail } from '@chedun/documents/contract';
import { testCertificate } from '@chedun/tls-probe/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AssessmentDetail,
  AssessmentDocument,
  AssessmentList,
  ItemsImported,
  type AssessmentItem,
} from './contract.ts';
import { cryptoAssessmentWorld, type CryptoAssessmentWorld } from './testing/world.ts';

const HOST = '127.0.0.1';
const DAY = 86_400_000;
const soon = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 100 });

let world: CryptoAssessmentWorld;
const servers: Server[] = [];
beforeAll(async () => {
  world = await cryptoAssessmentWorld();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world.close();
});

const call = (request: string, body?: unknown) => world.call(request, body);
const findings = async () => {
  const { items } = (await call('GET /findings?module=crypto-assessment&status=open&limit=200')).as(FindingPage);
  return items.map(({ titleZh, severity }) => `${severity} ${titleZh ?? ''}`).toSorted();
};
const checked = async () => {
  const checks = world.app.registry.checks();
  return checks.find(({ id }) => id === 'crypto-assessment.in-time')?.run();
};
const serve = async (options: TlsOptions): Promise<number> => {
  const now = world.platform.clock.now();
  const leaf = await testCertificate({ hosts: [HOST], notBefore: now - DAY, notAfter: now + 200 * DAY });
  const server = createServer({ key: leaf.keyPem, cert: leaf.pem, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  server.on('tlsClientError', () => {});
  server.listen(0, HOST);
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('an assessment', () => {
  const head = {
    system: '车联网服务平台',
    level: 3,
    organisation: '测评机构',
    assessedOn: '2026-10-12',
    reportedOn: '2026-11-02',
    filedOn: null,
  };
  const detail = async (request: string, body?: unknown) => (await call(request, body)).as(AssessmentDetail);
  const judged = ({ units }: AssessmentDetail, more: Partial<AssessmentItem> = {}): Partial<AssessmentItem>[] =>
    units.map(({ id, group }) => ({
      unit: id,
      object: '平台',
      applicable: true,
      ...(group === 'management' ? { conformity: 'conform' as const } : { d: true, a: true, k: true }),
      ...(id === 'net-3' ? more : {}),
    }));

  it('proves nothing before there is one', async () => {
    expect(await checked()).toMatchObject({ outcome: 'unknown' });
    const missing = await call('GET /cryptography/assessments/018f7a00-0000-7000-8000-000000000001');
    expect(missing.problem?.code).toBe('crypto-assessment.unknown');
  });

  it('is judged, scored and completed; gaps become findings until the next one', async () => {
    const made = await detail('POST /cryptography/assessments', head);
    const { id } = made.assessment;
    expect(made).toMatchObject({
      dates: { fileBy: '2026-12-02', nextBy: '2027-10-12' },
      score: { total: null, conclusion: null },
    });
    expect(made.score.missing).toHaveLength(41);
    expect((await call(`POST /cryptography/assessments/${id}/complete`)).problem?.code).toBe('crypto-assessment.open');
    const wrong = await call(`PUT /cryptography/assessments/${id}/items`, {
      items: [{ unit: 'pol-1', object: 'x', applicable: true, d: true }],
    });
    expect(wrong.problem?.code).toBe('crypto-assessment.unknown-unit');
    const gap = { a: false, highRisk: false };
    const open = await detail(`PUT /cryptography/assessments/${id}/items`, { items: judged(made, gap) });
    expect(open.score).toMatchObject({ missing: [], conclusion: 'basic', highRisk: 0 });
    expect(open.score.total).toBeLessThan(100);
    expect((await call(`POST /cryptography/assessments/${id}/complete`)).problem?.detail).toContain('net-3');
    await detail(`PUT /cryptography/assessments/${id}/items`, {
      items: judged(made, { ...gap, rectifyBy: '2026-12-31' }),
    });
    expect((await detail(`POST /cryptography/assessments/${id}/complete`)).assessment.status).toBe('done');
    const name = '密评整改（车联网服务平台）：网络和通信 通信过程中重要数据的机密性 · 平台';
    await soon(async () => expect(await findings()).toEqual([`medium ${name}`]));
    expect((await call(`PUT /cryptography/assessments/${id}/items`, { items: [] })).problem?.code).toBe(
      'crypto-assessment.done',
    );
    expect((await call(`DELETE /cryptography/assessments/${id}`)).problem?.code).toBe('crypto-assessment.done');
    expect(await checked()).toMatchObject({
      outcome: 'pass',
      facts: { systems: 1, overdue: 0, unfiled: 0, failed: 0 },
    });
    const csv = (await call(`GET /cryptography/assessments/${id}/report?format=csv`)).text;
    expect((await call(`POST /cryptography/assessments/${id}/import`, csv)).problem?.code).toBe(
      'crypto-assessment.done',
    );
    expect(csv.split('\r\n').filter((line) => line.includes('平台'))).toHaveLength(41);
    expect(csv).toContain('结论,基本符合');
    world.platform.clock.advance(30 * DAY);
    expect(await checked()).toMatchObject({ outcome: 'fail', facts: { unfiled: 1 } });
    await detail(`PUT /cryptography/assessments/${id}`, { ...head, system: 'other', filedOn: '2026-11-30' });
    expect(await checked()).toMatchObject({ outcome: 'pass', facts: { unfiled: 0 } });
    expect((await call('GET /cryptography/assessments')).as(AssessmentList).items).toMatchObject([
      { system: head.system, gaps: 1, filedOn: '2026-11-30' },
    ]);
  });

  it('of which the result becomes a signed document without typing anything again', async () => {
    const [one] = (await call('GET /cryptography/assessments')).as(AssessmentList).items;
    const issue = `POST /cryptography/assessments/${one?.id}/document`;
    const early = await call(issue);
    expect([early.problem?.code, early.problem?.detail]).toEqual([
      'crypto-assessment.not-ready',
      expect.stringContaining('责任单位 (organisation)、责任人 (person in charge)'),
    ]);
    const profile = { name: '示例汽车集团', creditCode: '91420100MA4KXXXX2K', province: '42', isCii: false };
    expect((await call('PUT /organisation', profile)).status).toBe(200);
    const officer = { post: 'security-officer', person: '王工', phone: '13900000000', validFrom: '2026-01-01' };
    expect((await call('POST /organisation/appointments', officer)).status).toBe(200);
    const { id } = (await call(issue)).as(AssessmentDocument);
    expect((await call(issue)).as(AssessmentDocument)).toMatchObject({ id, version: 2 });
    expect((await call(`GET /documents/${id}`)).as(DocumentDetail).document).toMatchObject({
      template: 'crypto-assessment-report',
      subject: { kind: 'crypto-assessment', id: one?.id },
    });
    const form = JSON.parse((await call(`GET /documents/${id}/versions/2/file?part=json`)).text) as { data: object };
    expect(form.data).toMatchObject({
      organisation: profile.name,
      principal: '王工',
      conclusion: 'basic',
      gaps: [{ object: '平台', gap: '算法或技术不合规', due: '2026-12-31' }],
    });
  });

  it('is filled in as a table', async () => {
    const { assessment } = await detail('POST /cryptography/assessments', { ...head, system: '升级平台' });
    const empty = (await call(`GET /cryptography/assessments/${assessment.id}/report?format=csv`)).text;
    const filled = empty.replace(/net-1 身份鉴别,应/, 'net-1 身份鉴别,应,网关,适用,√,√,×');
    const done = await call(`POST /cryptography/assessments/${assessment.id}/import`, filled);
    expect(done.as(ItemsImported)).toEqual({ imported: 1, refused: [] });
    const { score } = await detail(`GET /cryptography/assessments/${assessment.id}`);
    expect(score.units.find(({ unit }) => unit === 'net-1')).toMatchObject({ score: 0.5, judged: true });
    await call(`DELETE /cryptography/assessments/${assessment.id}`);
  });

  it('of the next year closes the gaps of the last one', async () => {
    const next = await detail('POST /cryptography/assessments', {
      ...head,
      assessedOn: '2026-12-20',
      reportedOn: null,
    });
    const { id } = next.assessment;
    await detail(`PUT /cryptography/assessments/${id}/items`, { items: judged(next) });
    expect((await detail(`POST /cryptography/assessments/${id}/complete`)).score).toMatchObject({
      total: 100,
      conclusion: 'conform',
    });
    await soon(async () => expect(await findings()).toEqual([]));
  });

  it('takes from the probes what they show, and leaves K to people', async () => {
    const port = await serve({ minVersion: 'TLSv1.2' });
    const input = { name: '接口', host: HOST, port, kind: 'vehicle', speaks: 'tls', mutual: false, sm: false };
    const { id } = (await call('POST /cryptography/endpoints', input)).as(Endpoint);
    await call('POST /cryptography/probes', { endpoints: [id] });
    await soon(async () =>
      expect((await call(`GET /cryptography/endpoints/${id}`)).as(EndpointDetail).history).toHaveLength(1),
    );
    const draft = await detail('POST /cryptography/assessments', { ...head, system: '升级平台' });
    const { assessment } = await detail(`POST /cryptography/assessments/${draft.assessment.id}/suggest`);
    expect(assessment.items.map(({ unit, d, a, k }) => [unit, d, a, k])).toEqual([
      ['net-1', true, false, null],
      ['net-2', true, false, null],
      ['net-3', true, false, null],
    ]);
    expect(
      (await detail(`POST /cryptography/assessments/${draft.assessment.id}/suggest`)).assessment.items,
    ).toHaveLength(3);
    expect((await call(`DELETE /cryptography/assessments/${draft.assessment.id}`)).json).toEqual({ removed: true });
  });
});
