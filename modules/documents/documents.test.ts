import { buildReceipt, readPackage, sm3Hex } from '@chedun/exchange';
import { exampleSigner } from '@chedun/exchange/testing';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DocumentDetail,
  DocumentPage,
  Issued,
  Pages,
  Preview,
  Receipt,
  SignerDetail,
  TemplateDetail,
  TemplateList,
  Verification,
  type FilePart,
} from './contract.ts';
import { packageName } from './files.ts';
import { documents } from './module.ts';
import { exampleData } from './testing/example.ts';
import { documentsWorld, type DocumentsWorld } from './testing/world.ts';

let world: DocumentsWorld;
beforeAll(async () => {
  world = await documentsWorld();
}, 180_000);
afterAll(() => world.close());

const call = (request: string, body?: unknown) => world.call(request, body);
const templateOf = async (id: string) => (await call(`GET /documents/templates/${id}`)).as(TemplateDetail).template;
const order = async (template: string, subject: string) => ({
  template,
  title: { zh: '车联网服务平台', en: 'Platform' },
  subject: { kind: 'network-unit', id: subject },
  data: exampleData(await templateOf(template)),
});
const issue = async (template: string, subject: string) =>
  (await call('POST /documents', await order(template, subject))).as(Issued);
const file = async (id: string, version: number, part: FilePart): Promise<Uint8Array> => {
  const answer = await fetch(`${world.server.url}/api/documents/${id}/versions/${version}/file?part=${part}`, {
    headers: { authorization: 'Bearer documents.read' },
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};
const verify = async (bytes: Uint8Array) => (await call('POST /documents/verify', bytes)).as(Verification);
const check = (id: string) =>
  world.app.registry
    .checks()
    .find((each) => each.id === id)
    ?.run();

it('is issued in the name of the organisation until another one is set', async () => {
  const signer = async () => (await call('GET /documents/signer')).as(SignerDetail);
  expect((await signer()).organisation).toBe('');
  const profile = { name: '示例汽车集团', creditCode: '91420100MA4KXXXX2K', province: '42', isCii: false };
  const told = await call('PUT /organisation', profile);
  expect(told.status, told.text).toBe(200);
  expect(await signer()).toMatchObject({ organisation: '示例汽车集团' });
  expect((await signer()).certificate.subject).toContain('示例汽车集团');
});

describe('templates', () => {
  it('are all laid out and issued with every field filled in', async () => {
    const { items } = (await call('GET /documents/templates')).as(TemplateList);
    expect(items.length).toBeGreaterThanOrEqual(19);
    for (const { id } of items) {
      const { version } = await issue(id, 'all');
      expect(version, id).toBe(1);
    }
  }, 120_000);

  it('give a preview of what is not complete yet, and tell what is missing', async () => {
    const body = {
      template: 'grading-filing',
      title: { zh: '标题', en: 'Title' },
      data: { unitName: '平台', more: 1 },
    };
    const { svg, problems } = (await call('POST /documents/preview', body)).as(Preview);
    expect(svg.startsWith('<svg')).toBe(true);
    expect(problems).toContainEqual({ at: '/level', reason: 'is missing' });
    expect(problems).toContainEqual({ at: '/more', reason: 'is not known' });
  });

  it('refuse data that does not fit, and name the place', async () => {
    const good = await order('grading-filing', 'bad');
    const bad = { ...good, data: { ...good.data, equipment: [{ name: 1 }] } };
    const { status, problem } = await call('POST /documents', bad);
    expect([status, problem?.code]).toEqual([422, 'documents.bad-data']);
    expect(JSON.stringify(problem)).toContain('/equipment/0/name');
    expect((await call('POST /documents', { ...good, template: 'nothing' })).problem?.code).toBe(
      'documents.unknown-template',
    );
    const huge = { ...good, data: { ...good.data, other: 'x'.repeat(3 << 20) } };
    expect((await call('POST /documents', huge)).status).toBe(413);
  });
});

describe('a document', () => {
  it('is versioned, never overwritten, and holds all its files', async () => {
    await call('PUT /documents/signer', { organisation: '示例汽车有限公司' });
    const first = await issue('grading-filing', 'tsp');
    const second = await issue('grading-filing', 'tsp');
    expect([second.id, second.version]).toEqual([first.id, first.version + 1]);
    const { versions, document } = (await call(`GET /documents/${first.id}`)).as(DocumentDetail);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect([document.version, document.sm3]).toEqual([2, second.sm3]);
    expect(sm3Hex(await file(first.id, 1, 'manifest'))).toBe(first.sm3);
    const { parts, signature } = readPackage(await file(first.id, 1, 'package'));
    for (const [part, name] of [
      ['pdf', 'form.pdf'],
      ['docx', 'form.docx'],
      ['xlsx', 'form.xlsx'],
      ['json', 'form.json'],
    ] as const)
      expect(sm3Hex(await file(first.id, 1, part))).toBe(sm3Hex(parts.get(name) ?? new Uint8Array()));
    expect(await file(first.id, 1, 'signature')).toEqual(signature);
    const sql = `update documents.versions set sm3 = 'x'`;
    await expect(
      world.platform.platform.records.transaction((tx) => tx.as().executeQuery({ sql, parameters: [] } as never)),
    ).rejects.toThrow();
  });

  it('verifies with us, and not with one byte changed', async () => {
    const { id } = await issue('vulnerability-report', 'v-1');
    const bytes = await file(id, 1, 'package');
    const good = await verify(bytes);
    expect(good).toMatchObject({
      holds: true,
      document: { id, version: 1, issuer: '示例汽车有限公司' },
      signer: { ours: true },
    });
    expect((await call(`POST /documents/${id}/versions/1/verify`, {})).as(Verification)).toEqual(good);
    expect((await call(`GET /documents/${id}/versions/1/pages`)).as(Pages).svg.startsWith('<svg')).toBe(true);
    const changed = Uint8Array.from(bytes);
    const at = bytes.length >> 1;
    changed[at] = (changed[at] ?? 0) ^ 1;
    const bad = await verify(changed);
    expect(bad.holds).toBe(false);
    expect(bad.checks[0]).toMatchObject({ id: 'structure', outcome: 'failed' });
  });

  it('is found by what it is about, by words, and page by page', async () => {
    const of = await world.app.asksOf(documents).of({ kind: 'network-unit', id: 'tsp' });
    expect(of.map(({ template }) => template)).toEqual(['grading-filing']);
    const page = (await call('GET /documents?limit=5')).as(DocumentPage);
    const next = (await call(`GET /documents?limit=5&cursor=${page.next}`)).as(DocumentPage);
    expect(new Set([...page.items, ...next.items].map(({ id }) => id)).size).toBe(10);
    expect((await call('GET /documents?search=v-1')).as(DocumentPage).total).toBe(1);
    expect((await call('GET /documents?template=grading-filing&receipts=with')).as(DocumentPage).total).toBe(0);
    expect((await call('GET /documents?cursor=x')).problem?.code).toBe('http.cursor-invalid');
    const csv = (await call('GET /documents/export')).text;
    expect(csv.split('\r\n').length).toBe(page.total + 2);
  });

  it('that is damaged on disk is refused and turns the check red', async () => {
    expect((await check('documents.intact'))?.outcome).toBe('pass');
    const { id } = await issue('emergency-plan', 'damaged');
    const { blobs } = world.platform.platform;
    await blobs.remove(packageName(id, 1));
    expect((await call(`GET /documents/${id}/versions/1/file`)).problem?.code).toBe('documents.damaged');
    expect(await check('documents.intact')).toMatchObject({ outcome: 'fail', facts: { documentsBroken: 1 } });
    expect((await call(`GET /documents/${id}/versions/9/file`)).status).toBe(404);
  });
});

describe('a receipt', () => {
  const keep = async (
    id: string,
    bytes: Uint8Array,
    query = 'kind=acceptance&receiver=x&receivedAt=2026-11-24T00:00:00Z&fileName=r.pdf',
  ) => call(`POST /documents/${id}/versions/1/receipts?${query}`, bytes);

  it('of a file is kept as it is', async () => {
    const { id } = await issue('grading-filing', 'kept');
    const receipt = (await keep(id, new Uint8Array([1, 2, 3]))).as(Receipt);
    expect(receipt).toMatchObject({ proof: 'kept', bytes: 3, sm3: sm3Hex(new Uint8Array([1, 2, 3])) });
    const answer = await fetch(`${world.server.url}/api/documents/${id}/receipts/${receipt.id}/file`, {
      headers: { authorization: 'Bearer documents.read' },
    });
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect((await call(`GET /documents/${id}`)).as(DocumentDetail).document.receipts).toBe(1);
    expect((await keep(id, new Uint8Array())).status).toBe(413);
  });

  it('that is counter-signed says by itself what it is, and goes along in the package', async () => {
    const { id, sm3 } = await issue('grading-filing', 'signed');
    const content = {
      manifestSm3: sm3,
      document: { id, version: 1 },
      kind: 'approval' as const,
      number: 'BA-1',
      receiver: '省通信管理局',
      receivedAt: '2026-11-24T00:00:00.000Z',
      note: '',
    };
    const authority = await exampleSigner('省通信管理局');
    const bytes = await buildReceipt(content, authority);
    expect((await keep(id, bytes)).as(Receipt)).toMatchObject({
      proof: 'countersigned',
      kind: 'approval',
      number: 'BA-1',
    });
    const verified = await verify(await file(id, 1, 'package'));
    expect(verified.checks.find((each) => each.id === 'receipt')?.outcome).toBe('ok');
    const foreign = await buildReceipt({ ...content, manifestSm3: '0'.repeat(64) }, authority);
    expect((await keep(id, foreign)).problem?.code).toBe('documents.receipt-refused');
  });

  it('that stays away for 30 days turns the check red', async () => {
    expect((await check('documents.filing-receipts'))?.outcome).toBe('pass');
    world.platform.clock.advance(31 * 86_400_000);
    expect(await check('documents.filing-receipts')).toMatchObject({ outcome: 'fail' });
  });
});

it('files go along under the signature, and are given back as they came', async () => {
  const { issue: ask, packageOf } = world.app.asksOf(documents);
  const own = await order('drill-report', 'with-files');
  const bytes = Buffer.from('<svg/>');
  const { id, version } = await ask({ ...own, attachments: [{ name: '拓扑图.svg', bytes }], actor: SYSTEM_ACTOR });
  const { parts, manifest } = readPackage(await packageOf(id, version));
  expect(Buffer.from(parts.get('attachments/拓扑图.svg') ?? [])).toEqual(bytes);
  expect(manifest.parts).toContainEqual({ name: 'attachments/拓扑图.svg', bytes: 6, sm3: sm3Hex(bytes) });
  const file = `GET /documents/${id}/versions/${version}/file`;
  const given = await call(`${file}?attachment=${encodeURIComponent('拓扑图.svg')}`);
  expect(given.text).toBe('<svg/>');
  expect((await call(`${file}?attachment=other`)).status).toBe(404);
  for (const name of ['a/b', '../a', ''])
    await expect(ask({ ...own, attachments: [{ name, bytes }], actor: SYSTEM_ACTOR })).rejects.toThrow(/exchange\./);
});

it('the signer is named, keeps its certificate, and every act is in the audit log', async () => {
  const before = (await call('GET /documents/signer')).as(SignerDetail);
  const again = (await call('GET /documents/signer')).as(SignerDetail);
  expect(again).toEqual(before);
  expect(before.certificate.subject).toContain('示例汽车有限公司');
  const renamed = (await call('PUT /documents/signer', { organisation: '另一公司' })).as(SignerDetail);
  expect(renamed.certificate.sm3).not.toBe(before.certificate.sm3);
  expect(renamed.certificate.keyId).toBe(before.certificate.keyId);
  const { issue: ask } = world.app.asksOf(documents);
  const own = await order('drill-report', 'by-module');
  expect(await ask({ ...own, actor: SYSTEM_ACTOR })).toMatchObject({ version: 1 });
  const { lines } = await readAudit(world.platform.platform.records, { limit: 5 });
  expect(lines.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['documents.issued', 'documents.signer-named']),
  );
});
