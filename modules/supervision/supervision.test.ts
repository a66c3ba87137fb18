import { readReceipt, sm3Hex, verifyReceipt } from '@chedun/exchange';
import { attacks, exampleSigner } from '@chedun/exchange/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  EnterpriseList,
  ExchangeAnswer,
  Filing,
  FilingPage,
  ImportReport,
  Settings,
  Statistics,
  Submission,
  SubmissionList,
} from './contract.ts';
import {
  certificateSm3,
  documentId,
  filingOf,
  FORM,
  importTable,
  join,
  packageOf,
  postPackage,
  supervisionWorld,
  uploadPackage,
  type Firm,
  type SupervisionWorld,
} from './testing/world.ts';

let world: SupervisionWorld;
let alpha: Firm;
let first: Uint8Array;
beforeAll(async () => {
  world = await supervisionWorld();
}, 180_000);
afterAll(() => world.close());

const reviewer = (request: string, body?: unknown) => world.as('reviewer')(request, body);
const DAY = 86_400_000;
const step = (who: 'reviewer' | 'telecom' | 'industry' | 'both', id: string, order: object) =>
  world.as(who)(`POST /supervision/filings/${id}/steps`, order);
const opinion = (office: string, agrees = true) => ({
  action: 'give-opinion',
  office,
  agrees,
  text: agrees ? '同意备案' : '材料不完整',
});
const receiptsOf = (answer: ExchangeAnswer) =>
  answer.receipts.map((each) => {
    const bytes = new Uint8Array(Buffer.from(each, 'base64'));
    expect(verifyReceipt(bytes, answer.manifestSm3).kind).toBe('signed');
    return readReceipt(bytes).content;
  });

describe('who hands in', () => {
  it('says nothing in checks while no enterprise files', async () => {
    expect((await world.check('supervision.reviews-on-time'))?.outcome).toBe('unknown');
    expect((await world.check('supervision.joint-opinions'))?.outcome).toBe('unknown');
  });

  it('waits until a person confirms certificate and account, and is received then', async () => {
    await reviewer('PUT /supervision/settings', { name: '湖北省通信管理局' });
    const joined = await join(world, 'alpha', '甲汽车有限公司', '91420100MA4KXXXX2A', 1);
    alpha = joined.firm;
    first = joined.bytes;
    expect(joined.waiting).toMatchObject({ state: 'waiting', receipts: [] });
    const { filing } = await filingOf(world, alpha);
    expect(filing).toMatchObject({ state: 'received', acceptance: 'SL-2026-0001', number: '', kind: 'grading' });
    const { items } = (await reviewer('GET /supervision/enterprises')).as(EnterpriseList);
    expect(items).toMatchObject([
      { account: 'alpha', filings: 1, certificates: [{ sm3: certificateSm3(alpha.signer) }] },
    ]);
  });

  it('hears the same for the same bytes, with a receipt signed in the name of the authority', async () => {
    const one = await alpha.handIn(first);
    const two = await alpha.handIn(first);
    expect(two).toEqual(one);
    const content = receiptsOf(one)[0];
    expect(content).toMatchObject({ kind: 'acceptance', number: 'SL-2026-0001', receiver: '湖北省通信管理局' });
    const { total } = (await reviewer('GET /supervision/filings?state=all')).as(FilingPage);
    expect(total).toBe(1);
    const { certificate } = (await reviewer('GET /supervision/settings')).as(Settings);
    const verdict = verifyReceipt(new Uint8Array(Buffer.from(one.receipts[0] ?? '', 'base64')), one.manifestSm3);
    expect(verdict.kind === 'signed' && sm3Hex(verdict.certificate.raw)).toBe(certificate);
    expect((await world.as('alpha')(`GET /supervision/exchange/packages/${one.manifestSm3}`)).json).toEqual(one);
  });

  it('is refused for each broken package, and the reason is kept', async () => {
    for (const [, bytes, code] of attacks(first)) {
      const answer = await postPackage(world, 'alpha', bytes);
      expect([400, 413, 422]).toContain(answer.status);
      expect(answer.problem?.code).toBe(code);
    }
    const tampered = await packageOf(alpha.signer, { id: documentId(9) });
    const at = Buffer.from(tampered).indexOf('车联网服务平台');
    tampered[at] = (tampered[at] ?? 0) ^ 1;
    expect((await postPackage(world, 'alpha', tampered)).status).toBe(422);
    const { items } = (await reviewer('GET /supervision/submissions?status=refused')).as(SubmissionList);
    expect(items.length).toBe(attacks(first).length + 1);
    expect(items.every(({ reason }) => reason.length > 3)).toBe(true);
  });

  it('is refused for kinds that nobody reviews', async () => {
    const bytes = await packageOf(alpha.signer, { id: documentId(10), template: 'letter' });
    const answer = await postPackage(world, 'alpha', bytes);
    expect(answer.problem?.code).toBe('supervision.package-refused');
    expect(answer.problem?.detail ?? JSON.stringify(answer.json)).toContain('letter');
  });

  it('comes on a medium as well; a stranger waits, and may be refused', async () => {
    const known = await packageOf(alpha.signer, { id: documentId(11), title: '离线材料' });
    expect((await uploadPackage(world, known)).as(Submission)).toMatchObject({ status: 'received', via: 'upload' });
    const stranger = await packageOf(await exampleSigner('谁'), { id: documentId(12) });
    const waits = (await uploadPackage(world, stranger)).as(Submission);
    expect(waits.status).toBe('waiting');
    const refusal = { reason: '电话核对，证书不符' };
    const left = await reviewer(`POST /supervision/submissions/${waits.id}/refuse`, refusal);
    expect(left.as(SubmissionList).items).toEqual([]);
    expect((await reviewer(`POST /supervision/submissions/${waits.id}/refuse`, refusal)).status).toBe(404);
  });

  it('comes from a table whose wrong rows are named', async () => {
    const table =
      '企业名称,统一社会信用代码,省份代码\n戊公司,91420100MA4KXXXX2E,42\n己公司,错,42\n庚公司,91420100MA4KXXXX2G,湖北\n';
    const report = (await importTable(world, table)).as(ImportReport);
    expect(report).toMatchObject({
      rows: 3,
      taken: 1,
      refused: [
        { row: 3, column: 'creditCode', value: '错' },
        { row: 4, column: 'province', value: '湖北' },
      ],
    });
    expect((await importTable(world, table)).as(ImportReport)).toMatchObject({ taken: 0, known: 1 });
    const again = { name: '戊公司', creditCode: '91420100MA4KXXXX2E', province: '42' };
    expect((await reviewer('POST /supervision/enterprises', again)).problem?.code).toBe('supervision.duplicate');
  });

  it('keeps a certificate with one enterprise, and takes it back', async () => {
    const { items } = (await reviewer('GET /supervision/enterprises')).as(EnterpriseList);
    const other = items.find(({ name }) => name === '戊公司')?.id ?? '';
    const sm3 = certificateSm3(alpha.signer);
    const order = { sm3, subject: 'CN=甲' };
    const taken = await reviewer(`POST /supervision/enterprises/${other}/certificates`, order);
    expect(taken.problem?.code).toBe('supervision.taken');
    const fresh = { sm3: 'ab'.repeat(32), subject: 'CN=戊' };
    await reviewer(`POST /supervision/enterprises/${other}/certificates`, fresh);
    const gone = await reviewer(`DELETE /supervision/enterprises/${other}/certificates/${fresh.sm3}`);
    expect(gone.as(EnterpriseList).items.find(({ id }) => id === other)?.certificates).toEqual([]);
  });
});

describe('a review', () => {
  let id = '';
  const DATA = { ...FORM, level: '3', organisationContact: '无' };

  it('shows what the machine found, and asks for a supplement that is signed', async () => {
    const sent = await alpha.handIn(
      await packageOf(alpha.signer, { id: documentId(20), title: '补正用例', data: DATA }),
    );
    const { filing, problems } = await filingOf(world, alpha, '补正用例');
    id = filing.id;
    expect(problems.map(({ rule }) => rule)).toContain('contacts');
    const items = problems.map(({ field, zh, rule }) => ({ field, text: zh, rule }));
    const order = { action: 'ask-supplement', items, dueOn: '2026-12-08' };
    expect((await step('reviewer', id, order)).problem?.code).toBe('supervision.not-now');
    await step('reviewer', id, { action: 'begin-check' });
    expect((await step('reviewer', id, { ...order, dueOn: '2026-01-01' })).status).toBe(409);
    const asked = (await step('reviewer', id, order)).as(Filing);
    expect(asked.filing).toMatchObject({ state: 'supplement', rounds: 1, dueOn: '2026-12-08' });
    const answer = await world.as('alpha')(`GET /supervision/exchange/packages/${sent.manifestSm3}`);
    const supplement = receiptsOf(answer.as(ExchangeAnswer)).find(({ kind }) => kind === 'supplement');
    expect(supplement?.supplement).toMatchObject({
      dueOn: '2026-12-08',
      items: items.map(({ field, text }) => ({ field, text })),
    });
  });

  it('reminds once a day', async () => {
    const text = { text: '请尽快补正' };
    expect((await reviewer(`POST /supervision/filings/${id}/reminders`, text)).as(Filing).receipts[0]).toMatchObject({
      kind: 'other',
      note: '催办：请尽快补正',
    });
    expect((await reviewer(`POST /supervision/filings/${id}/reminders`, text)).problem?.code).toBe(
      'supervision.reminded',
    );
  });

  it('takes the next version into the same filing and sees what was answered', async () => {
    const data = { ...DATA, organisationContact: '027-11112222' };
    const next = await packageOf(alpha.signer, { id: documentId(20), version: 2, title: '补正用例', data });
    await alpha.handIn(next);
    const { filing, items, sections, versions } = await filingOf(world, alpha, '补正用例');
    expect(filing).toMatchObject({
      id,
      state: 'received',
      version: 2,
      rounds: 1,
      acceptance: expect.stringMatching(/^SL/),
    });
    expect(items.find(({ field }) => field === 'organisationContact')?.answer).toBe('changed');
    const changed = sections.flatMap(({ fields }) => fields).filter((each) => each.changed);
    expect(changed.map(({ name }) => name)).toEqual(['organisationContact']);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    const older = await packageOf(alpha.signer, { id: documentId(20), version: 1, title: '另一个', data });
    expect((await postPackage(world, 'alpha', older)).problem?.code).toBe('supervision.package-refused');
    const newer = await packageOf(alpha.signer, { id: documentId(20), version: 3, data });
    expect((await postPackage(world, 'alpha', newer)).problem?.code).toBe('supervision.package-refused');
  });

  it('takes an explanation where nothing changed', async () => {
    await step('reviewer', id, { action: 'begin-check' });
    const open = (await filingOf(world, alpha, '补正用例')).items.filter(({ answer }) => answer === 'open');
    for (const item of open)
      await reviewer(`PUT /supervision/items/${item.id}`, { answer: 'explained', note: '电话说明' });
    expect((await filingOf(world, alpha, '补正用例')).items.every(({ answer }) => answer !== 'open')).toBe(true);
  });

  it('hears experts, then both offices by two accounts, and gives one number', async () => {
    const vote = { name: '赵教授', organisation: '某大学', way: 'material', vote: 'for', minutes: '同意' };
    expect((await reviewer(`POST /supervision/filings/${id}/votes`, vote)).status).toBe(409);
    await step('reviewer', id, { action: 'call-experts' });
    expect((await reviewer(`POST /supervision/filings/${id}/votes`, vote)).as(Filing).votes).toHaveLength(1);
    const missing = await step('reviewer', id, { action: 'number' });
    expect(missing.problem?.code).toBe('supervision.opinion-missing');
    expect((await step('telecom', id, opinion('industry'))).problem?.code).toBe('supervision.wrong-office');
    expect((await step('both', id, opinion('telecom'))).status).toBe(200);
    expect((await step('both', id, opinion('industry'))).problem?.code).toBe('supervision.same-account');
    expect((await step('industry', id, opinion('industry', false))).status).toBe(200);
    expect((await step('reviewer', id, { action: 'number' })).status).toBe(409);
    expect((await step('industry', id, opinion('industry'))).status).toBe(200);
    const both = await Promise.all([
      step('reviewer', id, { action: 'number' }),
      step('telecom', id, { action: 'number' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const done = await filingOf(world, alpha, '补正用例');
    expect(done.filing).toMatchObject({ state: 'numbered', number: 'DJ-2026-0001' });
    expect(done.opinions.map(({ office, agrees, by }) => [office, agrees, by])).toEqual([
      ['telecom', true, 'both'],
      ['industry', false, 'industry'],
      ['industry', true, 'industry'],
    ]);
    expect(done.receipts.filter(({ kind }) => kind === 'approval')).toHaveLength(1);
    expect(done.actions).toEqual(['cancel']);
  });

  it('hands files and receipts out as they came', async () => {
    const { versions, receipts } = await filingOf(world, alpha, '补正用例');
    expect(versions).toHaveLength(2);
    const form = await reviewer(`GET /supervision/filings/${id}/versions/2/file?part=form.json`);
    expect(form.text).toContain('027-11112222');
    expect((await reviewer(`GET /supervision/filings/${id}/versions/2/file?part=../x`)).status).toBe(404);
    const receipt = await reviewer(`GET /supervision/filings/${id}/receipts/${receipts[0]?.id}/file`);
    expect(receipt.text).toContain('DJ-2026-0001');
  });

  it('lets a change take the place of what it changes', async () => {
    const data = { filingNumber: 'DJ-2026-0001', unitName: FORM['unitName'] ?? '' };
    await alpha.handIn(
      await packageOf(alpha.signer, { id: documentId(21), template: 'grading-change', title: '变更', data }),
    );
    const change = (await filingOf(world, alpha, '变更')).filing.id;
    await step('reviewer', change, { action: 'begin-check' });
    await step('telecom', change, opinion('telecom'));
    await step('industry', change, opinion('industry'));
    expect((await step('reviewer', change, { action: 'number' })).as(Filing).filing.number).toBe('BG-2026-0001');
    const before = (await reviewer(`GET /supervision/filings/${id}`)).as(Filing);
    expect(before.filing.state).toBe('superseded');
    expect(before.steps.at(-1)).toMatchObject({ action: 'supersede', note: 'BG-2026-0001' });
  });

  it('rejects with reasons', async () => {
    await alpha.handIn(await packageOf(alpha.signer, { id: documentId(22), title: '不予备案用例' }));
    const { filing } = await filingOf(world, alpha, '不予备案用例');
    const done = (await step('reviewer', filing.id, { action: 'reject', note: '不属于本部门' })).as(Filing);
    expect(done.filing).toMatchObject({ state: 'rejected', dueOn: null });
    expect(done.receipts[0]).toMatchObject({ kind: 'rejection', note: '不属于本部门' });
    expect((await step('reviewer', filing.id, { action: 'begin-check' })).status).toBe(409);
  });
});

describe('what the enterprise’s side makes', () => {
  it('is taken as it is: a form that was typeset and signed by its own module', async () => {
    const actor = { kind: 'system', id: 'system', name: 'system' } as const;
    const asks = world.documents;
    const subject = { kind: 'network-unit', id: 'real' };
    const title = { zh: '真实文书', en: 'A real one' };
    const data = Object.fromEntries(Object.entries(FORM).filter(([, value]) => value !== '' && value !== undefined));
    const issued = await asks.issue({ template: 'grading-filing', title, subject, data, actor });
    const waits = (await uploadPackage(world, await asks.packageOf(issued.id, issued.version))).as(Submission);
    expect(waits).toMatchObject({ status: 'waiting', manifestSm3: issued.sm3, version: 1 });
    const enterprise = { name: '辛公司', creditCode: '91420100MA4KXXXX2X', province: '42' };
    const admitted = await reviewer(`POST /supervision/submissions/${waits.id}/admit`, { enterprise });
    expect(admitted.as(Submission).status).toBe('received');
    const { items } = (await reviewer('GET /supervision/filings?search=真实文书')).as(FilingPage);
    expect(items).toMatchObject([{ state: 'received', enterprise: { name: '辛公司' } }]);
    const pdf = await reviewer(`GET /supervision/filings/${items[0]?.id}/versions/1/file`);
    expect(pdf.text.startsWith('%PDF')).toBe(true);
  }, 60_000);

  it('is refused when its form is too large to be looked at', async () => {
    const data = { ...FORM, other: 'x'.repeat(2 * 1024 * 1024) };
    const answer = await postPackage(world, 'alpha', await packageOf(alpha.signer, { id: documentId(30), data }));
    expect(answer.problem?.code).toBe('supervision.package-refused');
  });
});

describe('many at once', () => {
  it('get numbers without holes or doubles', async () => {
    const packs = await Promise.all(
      Array.from({ length: 12 }, (_, at) => packageOf(alpha.signer, { id: documentId(100 + at), title: `并发${at}` })),
    );
    const twice = await Promise.all([...packs, ...packs].map((pack) => postPackage(world, 'alpha', pack)));
    expect(twice.every(({ status }) => status === 200)).toBe(true);
    const { items } = (await reviewer('GET /supervision/filings?state=all&search=并发&limit=200')).as(FilingPage);
    const numbers = items.map(({ acceptance }) => Number(acceptance.slice(-4))).toSorted((a, b) => a - b);
    expect(numbers).toHaveLength(12);
    expect(new Set(numbers).size).toBe(12);
    expect((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)).toBe(11);
  }, 60_000);

  it('are read page by page', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page += 1) {
      const found = await reviewer(`GET /supervision/filings?state=all&limit=5${cursor}`);
      const { items, next } = found.as(FilingPage);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    const { total } = (await reviewer('GET /supervision/filings?state=all')).as(FilingPage);
    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
    expect((await reviewer('GET /supervision/filings?cursor=x')).problem?.code).toBe('http.cursor-invalid');
  });
});

describe('the register', () => {
  it('is counted, exported and told to other modules', async () => {
    const { numbered, rejected, returnedShare, byLevel, byMonth } = (await reviewer('GET /supervision/statistics')).as(
      Statistics,
    );
    expect({ numbered, rejected }).toEqual({ numbered: 2, rejected: 1 });
    expect(returnedShare).toBeCloseTo(1 / 3);
    expect(byLevel.find(({ level }) => level === '3')?.filings).toBe(1);
    expect(byMonth.at(-1)?.month).toBe('2026-11');
    const csv = await reviewer('GET /supervision/register/export?search=变更');
    expect(csv.text).toContain('BG-2026-0001');
    const { asks } = world;
    expect((await asks.filings({ enterprise: alpha.id, kind: 'grading-change' }))[0]?.number).toBe('BG-2026-0001');
    expect((await asks.ofAccount('00000000-0000-7000-8000-000000000005'))?.id).toBe(alpha.id);
    expect(await asks.ofAccount('nobody')).toBeUndefined();
  });

  it('makes overdue reviews findings until they are done', async () => {
    expect((await world.check('supervision.reviews-on-time'))?.outcome).toBe('pass');
    expect((await world.check('supervision.joint-opinions'))?.outcome).toBe('pass');
    world.platform.clock.advance(40 * DAY);
    expect((await world.check('supervision.reviews-on-time'))?.outcome).toBe('fail');
    await world.job('watch');
    const open = (await reviewer('GET /supervision/filings?state=open&limit=200')).as(FilingPage).items;
    expect(open.every(({ overdue }) => overdue)).toBe(true);
    const one = open[0];
    await vi.waitFor(async () => expect(await world.findings(one?.acceptance ?? '')).toHaveLength(1), 10_000);
    await step('reviewer', one?.id ?? '', { action: 'reject', note: '逾期未补' });
    await world.job('watch');
    await vi.waitFor(
      async () => expect((await world.findings(one?.acceptance ?? ''))[0]?.status).not.toBe('open'),
      10_000,
    );
  });
});
