import { buildPackage, canonicalBytes } from '@chedun/exchange';
import { attacks, exampleSigner, pdfWith } from '@chedun/exchange/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access, AccessPage, GuestList, LetInResult } from './contract.ts';
import { orderPackage } from './testing/order.ts';
import { accessWorld, type AccessWorld } from './testing/world.ts';

let world: AccessWorld;
beforeAll(async () => {
  world = await accessWorld();
}, 60_000);
afterAll(() => world.close());

let serial = 0;
const nextId = (): string => `018f7a00-0000-7000-8000-0000000001${String((serial += 1)).padStart(2, '0')}`;
const fresh = (change: Parameters<AccessWorld['orderFor']>[0] = {}) => world.orderFor({ id: nextId(), ...change });
const accept = (id: string, more: object = {}) =>
  world.staff(`POST /inspection-access/inspections/${id}/accept`, {
    signerSm3: world.signerSm3,
    compared: '电话核对',
    ...more,
  });
const letIn = (id: string, position: number, account: object) =>
  world.staff(`POST /inspection-access/inspections/${id}/inspectors/${position}/let-in`, { account });

describe('an order', () => {
  it('is brought once; nobody is in, and the certificate is not told', async () => {
    const order = fresh();
    const { inspection } = (await world.bring(order)).as(Access);
    expect(inspection).toMatchObject({ state: 'waiting', opened: null, number: 'JC-2026-0001', signer: { sm3: null } });
    expect(inspection.ordered).toMatchObject({ kinds: order.kinds, obligations: order.obligations });
    expect(inspection.inspectors.map(({ name, login }) => [name, login])).toEqual([
      ['周明', ''],
      ['吴敏', ''],
    ]);
    expect((await world.bring(order)).as(Access).inspection.id).toBe(inspection.id);
    const answer = await world.staff(`GET /inspection-access/inspections/${inspection.id}`);
    expect(answer.text).not.toContain(world.signerSm3);
  });

  it('that comes again under its id with other words is refused', async () => {
    const order = fresh();
    await world.bring(order);
    const other = await world.bring({ ...order, kinds: ['posture', 'findings', 'documents'] });
    expect(other.problem?.code).toBe('inspection-access.order-refused');
  });

  it.each([
    ['of another organisation', { enterprise: { name: '乙', creditCode: '91420100MA4KXXXX2P' } }, 'not-ours'],
    ['whose time is over', { from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' }, 'expired'],
  ])('%s is refused', async (_, change, code) => {
    expect((await world.bring(fresh(change))).problem?.code).toBe(`inspection-access.${code}`);
  });

  it('of another kind of document, without its order, or with a form that differs is refused', async () => {
    const order = fresh();
    const another = await world.bring(order, { template: 'grading-filing' });
    expect(another.problem).toMatchObject({ code: 'inspection-access.order-refused' });
    const form = canonicalBytes({ schema: { id: 'x', version: 1 }, data: {} });
    const head = {
      id: order.id,
      version: 1,
      template: { id: 'supervision-inspection', version: 1 },
      title: { zh: '通知', en: 'Order' },
      subject: { kind: 'inspection', id: order.id },
      issuedAt: order.from,
      issuer: order.authority,
    };
    const parts = (pdf: Uint8Array) => [
      { name: 'form.json', bytes: form },
      { name: 'form.pdf', bytes: pdfWith([pdf]) },
    ];
    const bytes = (pdf: Uint8Array) => buildPackage(head, parts(pdf), world.signer);
    const send = async (pdf: Uint8Array) => world.staff('POST /inspection-access/orders', await bytes(pdf));
    expect((await send(form)).problem?.detail).toContain('order.json');
    expect((await send(canonicalBytes({ other: 1 }))).problem?.detail).toContain('form.pdf');
    const strange = await world.bring(order, { orderBytes: canonicalBytes({ schema: 'x' }) });
    expect(strange.problem?.code).toBe('inspection-access.order-refused');
    expect(strange.problem?.detail).toContain('inspection.order-invalid');
  });

  it('whose signature does not hold is refused: changed, in the future, by a certificate that has ended', async () => {
    const order = fresh();
    const now = world.platform.clock.now();
    const tomorrow = await world.bring(order, {}, { ...world.signer, signingTime: now + 86_400_000 });
    expect(tomorrow.problem).toMatchObject({ code: 'inspection-access.signature', detail: 'signed-in-future' });
    const before = await world.bring(order, {}, { ...world.signer, signingTime: Date.UTC(2020, 0, 1) });
    expect(before.problem).toMatchObject({ code: 'inspection-access.signature', detail: 'certificate-period' });
    const other = await exampleSigner('冒名');
    const forged = await world.bring(order, {}, { ...world.signer, sign: other.sign });
    expect(forged.problem?.code).toBe('inspection-access.signature');
    const bytes = await orderPackage(world.signer, order);
    const inOrder = Buffer.from(bytes).indexOf('"announced"');
    for (const at of [inOrder + 2, Math.floor(bytes.length / 2), bytes.length - 30]) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      const answer = await world.staff('POST /inspection-access/orders', changed);
      expect(answer.status, `byte ${at}`).toBe(422);
    }
  });

  it('is refused with any trick of paths or sizes, and with what is no package', async () => {
    const bytes = await orderPackage(world.signer, fresh());
    const tricks = attacks(bytes);
    expect(tricks.length).toBeGreaterThan(10);
    for (const [what, wrong, code] of tricks) {
      const { problem } = await world.staff('POST /inspection-access/orders', wrong);
      expect(problem?.code, what).toBe('inspection-access.order-refused');
      expect(problem?.detail, what).toContain(code);
    }
    for (const wrong of ['', 'PK', 'hello'])
      expect((await world.staff('POST /inspection-access/orders', wrong)).status).toBe(422);
  });
});

describe('accepting', () => {
  it('takes the SM3 that the authority tells, and nothing near it', async () => {
    const { id } = (await world.bring(fresh())).as(Access).inspection;
    const wrong = `${world.signerSm3.slice(0, -1)}${world.signerSm3.endsWith('0') ? '1' : '0'}`;
    expect((await accept(id, { signerSm3: wrong })).problem?.code).toBe('inspection-access.certificate');
    expect((await letIn(id, 0, { kind: 'new', login: 'too.early' })).problem?.code).toBe('inspection-access.not-now');
    expect((await accept(id, { compared: '' })).status).toBe(400);
    const spaced = (world.signerSm3.toUpperCase().match(/.{8}/g) ?? []).join(' ');
    const { inspection } = (await accept(id, { signerSm3: spaced })).as(Access);
    expect(inspection).toMatchObject({ state: 'running', compared: '电话核对', signer: { sm3: world.signerSm3 } });
    expect(inspection.opened).toEqual(inspection.ordered);
    expect((await accept(id)).problem?.code).toBe('inspection-access.not-now');
  });

  it('opens less than was ordered, and never more', async () => {
    const order = fresh({ until: new Date(world.platform.clock.now() + 2 * 86_400_000).toISOString() });
    const { id } = (await world.bring(order)).as(Access).inspection;
    const { kinds, obligations, units, from, until } = order;
    const scope = { kinds, obligations, units, from, until };
    for (const wider of [
      { kinds: [...kinds, 'documents'] },
      { obligations: [] },
      { obligations: ['1.3-a', '1.4-a'] },
      { from: new Date(Date.parse(from) - 1).toISOString() },
      { until: new Date(Date.parse(until) + 1).toISOString() },
    ])
      expect((await accept(id, { scope: { ...scope, ...wider } })).problem?.code, JSON.stringify(wider)).toBe(
        'inspection-access.scope-wider',
      );
    const less = { ...scope, kinds: ['posture'], obligations: ['1.3-a'] };
    const { inspection } = (await accept(id, { scope: less })).as(Access);
    expect(inspection.opened).toEqual(less);
    expect(inspection.ordered.kinds).toEqual(kinds);
  });

  it('comes too late when the box is over, and not after a refusal', async () => {
    const now = world.platform.clock.now();
    const short = fresh({ until: new Date(now + 60_000).toISOString() });
    const { id } = (await world.bring(short)).as(Access).inspection;
    const refused = (await world.bring(fresh())).as(Access).inspection.id;
    const at = `POST /inspection-access/inspections/${refused}`;
    expect((await world.staff(`${at}/withdraw`, { why: '未接受' })).problem?.code).toBe('inspection-access.not-now');
    const { inspection } = (await world.staff(`${at}/refuse`, { why: '检查机关称未签发' })).as(Access);
    expect(inspection).toMatchObject({ state: 'refused', why: '检查机关称未签发' });
    expect((await accept(refused)).problem?.code).toBe('inspection-access.not-now');
    world.platform.clock.advance(120_000);
    expect((await accept(id)).problem?.code).toBe('inspection-access.not-now');
    const list = (await world.staff('GET /inspection-access/inspections?limit=200')).as(AccessPage);
    expect(list.items.find((each) => each.id === id)?.state).toBe('expired');
  });
});

describe('letting in', () => {
  it('takes each inspector by hand, once, with an account of an inspector only', async () => {
    const { id } = (await world.bring(fresh())).as(Access).inspection;
    await accept(id);
    const made = (await letIn(id, 0, { kind: 'new', login: 'zhou.ming' })).as(LetInResult);
    expect(made.oneTimePassword).toMatch(/^[A-Za-z0-9-]{12,}$/);
    expect(made.inspection.inspectors.map(({ login }) => login)).toEqual(['zhou.ming', '']);
    const again = await letIn(id, 0, { kind: 'new', login: 'zhou.other' });
    expect(again.problem?.code).toBe('inspection-access.guest');
    expect((await letIn(id, 1, { kind: 'new', login: 'zhou.ming' })).problem?.code).toBe('identity.name-taken');
    expect((await letIn(id, 2, { kind: 'new', login: 'nobody.named' })).problem?.code).toBe(
      'inspection-access.unknown',
    );
    const { items } = (await world.staff('GET /inspection-access/guests')).as(GuestList);
    expect(
      items.map(({ name }) => name),
      'a refused let-in leaves no account',
    ).toEqual(['周明']);
    const account = { kind: 'existing', id: items[0]?.id ?? '' };
    expect((await letIn(id, 1, account)).problem?.code, 'one account is one person').toBe('inspection-access.guest');
    const other = (await world.bring(fresh())).as(Access).inspection.id;
    await accept(other);
    const known = (await letIn(other, 0, account)).as(LetInResult);
    expect(known).toMatchObject({ login: 'zhou.ming', oneTimePassword: null });
    const stranger = { kind: 'existing', id: '018f7a00-0000-7000-8000-00000000ffff' };
    expect((await letIn(other, 1, stranger)).problem?.code).toBe('inspection-access.guest');
    const text = (await world.staff(`GET /inspection-access/inspections/${id}`)).text;
    expect(text).not.toContain(made.oneTimePassword);
  });

  it('lists page by page', async () => {
    const first = (await world.staff('GET /inspection-access/inspections?limit=2')).as(AccessPage);
    expect(first.items).toHaveLength(2);
    const second = (await world.staff(`GET /inspection-access/inspections?limit=2&cursor=${first.next}`)).as(
      AccessPage,
    );
    expect(second.items.map(({ id }) => id)).not.toContain(first.items[1]?.id);
    expect((await world.staff('GET /inspection-access/inspections?cursor=x')).problem?.code).toBe(
      'inspection-access.cursor-invalid',
    );
    expect((await world.staff(`GET /inspection-access/inspections/${nextId()}`)).status).toBe(404);
  });
});
