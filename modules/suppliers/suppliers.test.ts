import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ImportReport,
  Looked,
  SupplierDossier,
  SupplierOverview,
  SupplierPage,
  Uploaded,
  type Questionnaire,
} from './contract.ts';
import { suppliers } from './module.ts';
import { answersOf, supplierInput, supplierWorld, type SupplierWorld } from './testing/world.ts';

let world: SupplierWorld;
beforeAll(async () => {
  world = await supplierWorld();
});
afterAll(() => world.close());

const DAY = 86_400_000;
const call = (request: string, body?: unknown) => world.call(request, body);
const overview = async () => (await call('GET /suppliers/overview')).as(SupplierOverview);
const dossier = async (id: string) => (await call(`GET /suppliers/${id}`)).as(SupplierDossier);
const list = async (query = '') => (await call(`GET /suppliers?${query}`)).as(SupplierPage);
const kindsOf = async (id: string) => (await dossier(id)).problems.map(({ kind }) => kind);
const soon = (expected: readonly string[]) =>
  vi.waitFor(async () => expect(await world.open()).toEqual(expected), { timeout: 20_000, interval: 100 });
const check = () =>
  world.app.registry
    .checks()
    .find(({ id }) => id === 'suppliers.in-order')
    ?.run();
const asks = () => world.app.asksOf(suppliers);
const agreement = (more: object = {}) => ({
  title: '采购框架合同',
  validFrom: '2026-01-01',
  securityTerms: true,
  confidentiality: true,
  incidentHours: 1,
  ...more,
});
let sheet: Questionnaire;
let id = '';

describe('a dossier', () => {
  it('says nothing while none is there', async () => {
    expect(await check()).toMatchObject({ outcome: 'unknown' });
    expect(await asks().byName('示例电子')).toBeNull();
    sheet = (await overview()).questionnaire;
  });

  it('is kept with a sound code, names of its own, and assets that are on record', async () => {
    await call('PUT /assets/services/TSP', { type: 'tsp' });
    const add = (more: object) => call('POST /suppliers', { ...supplierInput('示例电子有限公司'), ...more });
    expect((await add({ creditCode: '91420100MA4KXXXX2P' })).problem?.code).toBe('suppliers.credit-code');
    const missing = await add({ dependents: [{ kind: 'host', name: 'nowhere' }] });
    expect(missing.problem).toMatchObject({ code: 'suppliers.dependent-unknown' });
    const made = (await add({ aliases: ['示例 电子'], dependents: [{ kind: 'service', name: 'TSP' }] })).as(
      SupplierDossier,
    );
    id = made.supplier.id;
    expect(made).toMatchObject({
      supplier: { name: '示例电子有限公司', isInUse: true, agreement: 'none', nextReviewOn: '2026-12-23' },
      dependents: [{ kind: 'service', name: 'TSP', isOnRecord: true }],
      history: [{ kind: 'added' }],
    });
    expect((await add({})).problem?.code).toBe('suppliers.duplicate');
    expect((await call('POST /suppliers', supplierInput('示例电子'))).problem?.code).toBe('suppliers.duplicate');
    expect(await kindsOf(id)).toEqual(['no-agreement']);
    await soon(['high 供应商“示例电子有限公司”：没有合同或协议']);
  });

  it('is changed with a history, and may name assets that were retired since', async () => {
    await call('POST /assets/services/TSP/retire');
    const body = supplierInput('示例电子有限公司', {
      aliases: ['示例 电子'],
      contactPhone: '',
      dependents: [{ kind: 'service', name: 'TSP' }],
    });
    const changed = (await call(`PUT /suppliers/${id}`, body)).as(SupplierDossier);
    expect(changed.dependents).toEqual([{ kind: 'service', name: 'TSP', isOnRecord: false }]);
    expect(changed.history[0]).toMatchObject({
      kind: 'changed',
      fields: [{ field: 'contactPhone', before: '027-87654321', after: '' }],
    });
    expect(changed.problems.map(({ kind }) => kind)).toEqual(['no-agreement', 'no-contact']);
    const back = { ...body, contactPhone: '027-87654321' };
    expect((await call(`PUT /suppliers/${id}`, back)).as(SupplierDossier).history).toHaveLength(3);
    expect((await call(`PUT /suppliers/${id}`, back)).as(SupplierDossier).history).toHaveLength(3);
    const none = '0193a000-0000-7000-8000-000000000009';
    expect((await call(`PUT /suppliers/${none}`, back)).problem?.code).toBe('suppliers.unknown');
  });
});

describe('agreements', () => {
  it('mend what was missing, keep their document with its SM3, and are ended but never removed', async () => {
    const { blob } = (await call('POST /suppliers/documents', Buffer.from('contract'))).as(Uploaded);
    const agree = (more: object) => call(`POST /suppliers/${id}/agreements`, agreement(more));
    expect((await agree({ validTo: '2025-01-01' })).problem?.code).toBe('suppliers.term');
    const gone = { blob: 'suppliers/documents/0193a000-0000-7000-8000-000000000009', name: 'x' };
    expect((await agree({ document: gone })).problem?.code).toBe('suppliers.document-unknown');
    const made = (await agree({ document: { blob, name: '合同.pdf' } })).as(SupplierDossier);
    const [kept] = made.agreements;
    expect(kept).toMatchObject({ state: 'in-force', incidentHours: 1, document: { name: '合同.pdf', bytes: 8 } });
    expect((await call(`GET /suppliers/${id}/documents/${kept?.id}`)).text).toBe('contract');
    await soon([]);
    const end = (validTo: string) => call(`POST /suppliers/${id}/agreements/${kept?.id}/end`, { validTo });
    expect((await end('2025-01-01')).problem?.code).toBe('suppliers.term');
    expect((await end('2027-01-01')).problem?.code).toBe('suppliers.day-later');
    expect((await end('2026-11-22')).as(SupplierDossier).agreements).toMatchObject([{ state: 'over' }]);
    await soon(['high 供应商“示例电子有限公司”：合同已于 2026-11-22 到期']);
    await agree({ securityTerms: false });
    await soon(['high 供应商“示例电子有限公司”：现行合同没有网络安全条款']);
    await agree({ validFrom: '2026-11-23', validTo: '2026-12-31' });
    await soon([]);
  });
});

describe('reviews', () => {
  const review = (more: object = {}) => ({
    day: '2026-11-23',
    reviewer: '李工',
    version: sheet.version,
    answers: answersOf(sheet),
    result: 'passed',
    ...more,
  });
  it('are scored, keep the words of their questions, and a failed one is a finding while the supplier is in use', async () => {
    const keep = (more: object) => call(`POST /suppliers/${id}/reviews`, review(more));
    expect((await keep({ answers: answersOf(sheet, 'no') })).problem?.code).toBe('suppliers.result-too-good');
    const failed = (await keep({ answers: answersOf(sheet, 'no'), result: 'failed' })).as(SupplierDossier);
    expect(failed.reviews[0]).toMatchObject({ score: 0, result: 'failed', createdBy: expect.any(String) });
    expect(failed.reviews[0]?.answers[0]).toMatchObject({
      question: 'responsible',
      value: 'no',
      title: { zh: /网络安全负责人/ },
    });
    await soon(['critical 供应商“示例电子有限公司”：2026-11-23 安全审核不通过，仍在使用']);
    world.platform.clock.advance(1_000);
    const conditions = [{ text: '提供软件物料清单', dueOn: '2026-11-24' }];
    const again = (await keep({ result: 'conditions', conditions })).as(SupplierDossier);
    expect(again.supplier).toMatchObject({ result: 'conditions', nextReviewOn: '2027-11-23' });
    await soon([]);
  });

  it('have conditions that are overdue over night without anybody changing anything', async () => {
    world.platform.clock.advance(2 * DAY);
    await world.platform.platform.jobs.send('suppliers/look', null);
    await soon(['high 供应商“示例电子有限公司”：整改要求“提供软件物料清单”应于 2026-11-24 前完成']);
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { suppliersWithProblems: 1 } });
    const condition = (await dossier(id)).reviews[0]?.conditions[0];
    expect(condition).toMatchObject({ isOverdue: true, metOn: null });
    const meet = (metOn: string) => call(`POST /suppliers/${id}/conditions/${condition?.id}/met`, { metOn });
    expect((await meet('2026-11-26')).problem?.code).toBe('suppliers.day-later');
    expect((await meet('2026-11-25')).as(SupplierDossier).problems).toEqual([]);
    expect((await meet('2026-11-25')).problem?.code).toBe('suppliers.part-unknown');
    await soon([]);
    expect(await check()).toMatchObject({ outcome: 'pass', facts: { suppliers: 1, suppliersCritical: 1 } });
    world.platform.clock.advance(3 * DAY);
    expect(await check()).toMatchObject({ outcome: 'unknown' });
    await call('POST /suppliers/look');
  });

  it('and the relation end on a day: nothing is wrong with who supplies no more', async () => {
    world.platform.clock.advance(40 * DAY);
    await call('POST /suppliers/look');
    await soon(['high 供应商“示例电子有限公司”：现行合同没有网络安全条款']);
    const end = (endedOn: string | null) =>
      call(`POST /suppliers/${id}/relation`, { endedOn, reason: endedOn === null ? '' : '更换供应商' });
    expect((await end('2026-12-31')).as(SupplierDossier)).toMatchObject({
      supplier: { isInUse: false, endReason: '更换供应商', nextReviewOn: null },
      problems: [],
      history: expect.arrayContaining([expect.objectContaining({ kind: 'ended' })]),
    });
    await soon([]);
    expect((await list('relation=ended')).items.map(({ name }) => name)).toEqual(['示例电子有限公司']);
    expect(await asks().standing()).toMatchObject({ total: 0, critical: 0, newestReviewAt: '2026-11-23' });
    expect((await end(null)).as(SupplierDossier).supplier.isInUse).toBe(true);
    await soon(['high 供应商“示例电子有限公司”：现行合同没有网络安全条款']);
  });
});

describe('names of the register of assets', () => {
  const ecu = (name: string, supplier: string) => ({ name, supplier });
  it('without a dossier become findings, and are taken over or merged as spellings', async () => {
    const ecus = [ecu('TBOX', '示例电子'), ecu('BMS', '某电池厂'), ecu('GW', ' Acme  GmbH '), ecu('IVI', 'ACME GmbH')];
    const vin = await call('PUT /assets/vehicles/LSVAA49J132047371', { ecus });
    expect(vin.status, vin.text).toBe(200);
    expect((await call('POST /suppliers/look')).as(Looked)).toEqual({ names: 4, unknown: 3 });
    const found = await overview();
    expect(found.unknownNames.map(({ name, ecus: count, parts }) => [name, count, parts])).toEqual([
      ['ACME GmbH', 1, ['IVI']],
      ['Acme  GmbH', 1, ['GW']],
      ['某电池厂', 1, ['BMS']],
    ]);
    expect((await dossier(id)).names).toEqual([{ name: '示例电子', vehicles: 1, ecus: 1, parts: ['TBOX'] }]);
    const wide = 'high 供应商“示例电子有限公司”：现行合同没有网络安全条款';
    const unknown = (name: string) => `medium 资产台账中的供应商“${name}”没有档案`;
    await soon([wide, unknown('Acme  GmbH'), unknown('某电池厂')].toSorted());
    expect(await asks().standing()).toMatchObject({ unknown: 3 });
    const spelt = await call(`POST /suppliers/${id}/spellings`, { name: '某电池厂' });
    expect(spelt.as(SupplierOverview).unknown).toBe(2);
    const taken = await call('POST /suppliers/take-over', { names: ['ACME GmbH', 'Acme  GmbH', '没有的'] });
    expect(taken.as(SupplierOverview)).toMatchObject({ unknown: 0, total: 2 });
    expect(await asks().byName('acmegmbh')).toMatchObject({ name: 'Acme  GmbH', ecus: 2, importance: 'ordinary' });
    const acme = 'low 供应商“Acme  GmbH”：';
    await soon([`${acme}没有可联系的安全联系人`, `${acme}没有合同或协议`, wide].toSorted());
    expect((await dossier(id)).history[0]).toMatchObject({ kind: 'spelling-added' });
  });
  it('are looked at again when assets were imported', async () => {
    const csv = `VIN,ECU 名称,ECU 供应商\nLSVAA49J132047371,TBOX,新来的`;
    const done = await call('POST /assets/import?kind=vehicle&mode=apply', Buffer.from(csv));
    expect(done.status, done.text).toBe(200);
    await vi.waitFor(async () => expect((await overview()).unknownNames).toMatchObject([{ name: '新来的' }]), 20_000);
  });
});

describe('tables', () => {
  it('are taken with 10,000 rows and errors in the middle, none lost, none doubled', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      n === 4_998 ? `供应商${n},零部件,很高` : `供应商${n},零部件；软件,一般`,
    );
    const file = Buffer.from(['名称,类别,重要程度', ...rows].join('\n'));
    const bring = async (mode: string, bytes = file) =>
      (await call(`POST /suppliers/import?mode=${mode}`, bytes)).as(ImportReport);
    expect(await bring('preview')).toMatchObject({ applied: false, added: 9_999, refusedRows: 1 });
    expect((await list()).total).toBe(2);
    const applied = await bring('apply');
    expect(applied).toMatchObject({ applied: true, rows: 10_000, added: 9_999, changed: 0, unchanged: 0 });
    expect(applied.refused).toEqual([expect.objectContaining({ row: 5_000, column: '重要程度', value: '很高' })]);
    expect(await bring('apply')).toMatchObject({ added: 0, changed: 0, unchanged: 9_999 });
    const [line] = (await readAudit(world.platform.platform.records, { limit: 1 })).lines;
    expect(line?.action).toBe('suppliers.imported');
    const exported = (await call('GET /suppliers/export')).text;
    expect(exported.split('\r\n')).toHaveLength(10_003);
    expect(await bring('preview', Buffer.from(exported))).toMatchObject({
      rows: 10_001,
      unchanged: 10_001,
      refusedRows: 0,
    });
  }, 120_000);

  it('are listed page by page in every order, and filtered', async () => {
    for (const sort of ['name', 'importance', 'review', 'problems']) {
      const seen: string[] = [];
      let next: string | null = '';
      for (let page = 0; page < 3 && next !== null; page += 1) {
        const found: SupplierPage = await list(`sort=${sort}&limit=200${next === '' ? '' : `&cursor=${next}`}`);
        seen.push(...found.items.map(({ id: each }) => each));
        ({ next } = found);
      }
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 600, 600]);
    }
    expect((await list('importance=critical')).items.map(({ name }) => name)).toEqual(['示例电子有限公司']);
    expect((await list('q=某电池')).total).toBe(1);
    expect((await list('problem=no-agreement')).total).toBe(10_000);
    expect((await list('problem=any&kind=software&relation=in-use')).total).toBe(9_999);
    expect((await call('GET /suppliers?cursor=x')).problem?.code).toBe('suppliers.bad-cursor');
  });

  it('are read and kept by permission only', async () => {
    const status = async (permission: string, request: string, body?: unknown) =>
      (await world.as(permission, request, body)).status;
    expect(await status('suppliers.read', 'POST /suppliers', supplierInput('X'))).toBe(403);
    expect(await status('suppliers.read', `GET /suppliers/${id}`)).toBe(200);
    expect(await status('assets.read', 'GET /suppliers')).toBe(403);
  });
});
