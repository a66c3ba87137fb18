import { FindingPage } from '@chedun/governance/contract';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  AccessOverview,
  AccessReview,
  AccountPage,
  AccountsImported,
  ItemPage,
  PeopleImported,
  SystemDetail,
} from './contract.ts';
import { accessWorld, LAST_ADMINISTRATOR, ownAccount, type AccessWorld } from './testing/world.ts';

let world: AccessWorld;
beforeAll(async () => {
  world = await accessWorld();
});
afterAll(() => world.close());

const call = (request: string, body?: unknown) => world.call(request, body);
const open = async (): Promise<string[]> => {
  const { items } = (await call('GET /findings?module=access-reviews&status=open&limit=200')).as(FindingPage);
  return items.map(({ severity, titleZh }) => `${severity} ${titleZh ?? ''}`).toSorted();
};
const soon = (expected: readonly string[]) =>
  vi.waitFor(async () => expect(await open()).toEqual(expected), { timeout: 20_000, interval: 100 });
const overview = async () => (await call('GET /access-reviews')).as(AccessOverview);
const systemOf = async (name: string) => {
  const found = (await overview()).systems.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no system ${name}`);
  return found;
};
const check = () =>
  world.app.registry
    .checks()
    .find(({ id }) => id === 'access-reviews.periodic')
    ?.run();
const bring = async (text: string, query: string) =>
  (await call(`POST /access-reviews/import?${query}`, Buffer.from(text))).as(AccountsImported);
const decide = (id: string, body: object) => call(`POST /access-reviews/reviews/${id}/decisions`, body);
const job = (name: string) => world.job(name);

const HEAD = '系统,账号,姓名,角色,最近登录,启用,双因素,类型';
const LI = 'ERP,li,李工,采购,2026-11-20,是,是,';
const ZHAO = 'ERP,zhao,赵工,查询,2026-11-20,是,是,';
const OLD = 'ERP,old,钱工,查询,2020-01-01,是,是,';
const BAD = 'ERP,bad,孙工,查询,昨天,是,是,';
const table = (...rows: readonly string[]): string => [HEAD, ...rows].join('\n');

it('says nothing while no accounts are collected', async () => {
  expect(await check()).toMatchObject({ outcome: 'unknown' });
  expect((await overview()).systems).toEqual([]);
});

it('previews a table without keeping it, and names the row that is wrong', async () => {
  const seen = await bring(table(LI, BAD, OLD), 'format=table&source=erp.csv');
  expect(seen).toMatchObject({
    isApplied: false,
    rows: 3,
    refusedRows: 1,
    systems: [{ name: 'ERP', isNew: true, accounts: 2, flagged: 1 }],
  });
  expect(seen.refused[0]).toMatchObject({ row: 3, column: '最近登录', value: '昨天' });
  expect((await overview()).systems).toEqual([]);
  expect((await call('POST /access-reviews/import?format=table', Buffer.from('账号\nli'))).problem?.code).toBe(
    'account-readers.missing-column',
  );
  expect((await call('POST /access-reviews/import?format=linux', Buffer.from('x'))).problem?.code).toBe(
    'access-reviews.needs-system',
  );
});

it('keeps a collection with its SM3, flags accounts, counts addresses of records, and makes findings', async () => {
  await world.store(
    Array.from({ length: 12 }, (_, at) => ({ classUid: 3_002, user: 'zhao', srcIp: `10.0.0.${at + 1}`, statusId: 1 })),
  );
  const text = table(LI, ZHAO, OLD, BAD);
  await bring(text, 'format=table&source=erp.csv&apply=yes');
  const system = await systemOf('ERP');
  expect(system).toMatchObject({
    accounts: 3,
    flagged: 2,
    sm3: createHash('sm3').update(text).digest('hex'),
    source: 'erp.csv',
  });
  expect(system.counts).toEqual([
    { rule: 'shared', count: 1 },
    { rule: 'dormant', count: 1 },
  ]);
  const page = (await call(`GET /access-reviews/systems/${system.id}/accounts?only=flagged&limit=1`)).as(AccountPage);
  expect([page.total, page.next, page.items[0]?.name]).toEqual([2, '1', 'old']);
  const found = (
    await call(`GET /access-reviews/systems/${system.id}/accounts?q=${encodeURIComponent('赵')}&sort=lastSignIn`)
  ).as(AccountPage);
  expect(found.items.map(({ name, addresses }) => [name, addresses])).toEqual([['zhao', 12]]);
  await soon(['medium 系统“ERP”：多人共用账号', 'medium 系统“ERP”：账号长期未登录']);
});

let review = '';
it('opens a review, lets people decide, and refuses what a review must not be', async () => {
  const { id } = await systemOf('ERP');
  review = (await call(`POST /access-reviews/systems/${id}/reviews`)).as(AccessReview).id;
  expect((await call(`POST /access-reviews/systems/${id}/reviews`)).problem?.code).toBe('access-reviews.is-open');
  const { items } = (await call(`GET /access-reviews/reviews/${review}/items`)).as(ItemPage);
  expect(items.map(({ name, flags }) => [name, flags.join()])).toEqual([
    ['old', 'dormant'],
    ['zhao', 'shared'],
    ['li', ''],
  ]);
  const named = (accounts: readonly string[], decision: string, reason = '') =>
    decide(review, { kind: 'named', accounts, decision, reason });
  expect((await named(['old', 'zhao'], 'remove', '不用')).problem?.code).toBe('access-reviews.bulk-flagged');
  expect((await named(['zhao'], 'keep')).problem?.code).toBe('access-reviews.needs-reason');
  expect((await named(['nobody'], 'keep')).problem?.code).toBe('access-reviews.unknown');
  expect((await call(`POST /access-reviews/reviews/${review}/completion`)).problem?.code).toBe(
    'access-reviews.undecided',
  );
  await named(['old'], 'remove', '已离岗');
  await named(['zhao'], 'keep', '值班终端较多，已核实');
  const after = (await decide(review, { kind: 'unflagged', decision: 'keep' })).as(AccessReview);
  expect(after).toMatchObject({
    decided: 3,
    flaggedLeft: 0,
    decisions: [
      { decision: 'keep', count: 2 },
      { decision: 'remove', count: 1 },
    ],
  });
});

it('freezes a completed review, chains it, and accepts what was kept with a reason', async () => {
  const done = (await call(`POST /access-reviews/reviews/${review}/completion`)).as(AccessReview);
  expect(done).toMatchObject({ state: 'completed', number: 1, previousSm3: '' });
  const record = await call(`GET /access-reviews/reviews/${review}/record`);
  expect(createHash('sm3').update(record.text).digest('hex')).toBe(done.sm3);
  expect((await decide(review, { kind: 'unflagged', decision: 'keep' })).problem?.code).toBe(
    'access-reviews.completed',
  );
  expect(await systemOf('ERP')).toMatchObject({ flagged: 1, tasks: 1, tasksHeld: 0, openReview: null });
  await soon(['medium 系统“ERP”：账号长期未登录']);
  expect(await check()).toMatchObject({ outcome: 'pass', facts: { accessSystems: 1, decisionsOpen: 1 } });
});

it('finds a removed account that is still there, closes it when it is gone, and finds it again when it comes back', async () => {
  const held = 'high 系统“ERP”：账号 old 已决定删除，仍未执行';
  await bring(table(LI, ZHAO, OLD), 'format=table&apply=yes');
  await soon([held, 'medium 系统“ERP”：账号长期未登录']);
  expect(await check()).toMatchObject({ outcome: 'fail', facts: { decisionsHeld: 1 } });
  const gone = await bring(table(LI, ZHAO), 'format=table&apply=yes');
  expect(gone.systems[0]).toMatchObject({ isNew: false, gone: 1, added: 0 });
  await soon([]);
  expect(await check()).toMatchObject({ outcome: 'pass' });
  await bring(table(LI, ZHAO, OLD), 'format=table&apply=yes');
  await soon([held, 'medium 系统“ERP”：账号长期未登录']);
  await bring(table(LI, ZHAO), 'format=table&apply=yes');
  const detail = (await call(`GET /access-reviews/systems/${(await systemOf('ERP')).id}`)).as(SystemDetail);
  expect(detail.tasks.map(({ account, state }) => [account, state])).toEqual([['old', 'done']]);
  expect(detail.collections).toHaveLength(5);
});

it('collects its own accounts, and disables those of which a review decides so', async () => {
  for (const each of [
    ownAccount('wang', { displayName: '王工', roles: ['system-admin', 'audit-admin'], hasSecondFactor: false }),
    ownAccount(LAST_ADMINISTRATOR, { displayName: '周工' }),
    ownAccount('zhou', { roles: ['analyst', 'engineer-pki'], lastSignInAt: null }),
  ])
    world.own.set(each.name, each);
  await call('POST /access-reviews/collect-own');
  const own = await systemOf('车盾 CheDun');
  expect(own.counts.map(({ rule }) => rule)).toEqual([
    'conflicting-duties',
    'no-second-factor',
    'never-used',
    'administrator',
  ]);
  const { id } = (await call(`POST /access-reviews/systems/${own.id}/reviews`)).as(AccessReview);
  for (const name of ['wang', LAST_ADMINISTRATOR])
    await decide(id, { kind: 'named', accounts: [name], decision: 'disable', reason: '不再需要' });
  await decide(id, { kind: 'named', accounts: ['zhou'], decision: 'reduce', reason: '只做分析' });
  expect((await call(`POST /access-reviews/reviews/${id}/completion`)).as(AccessReview)).toMatchObject({ number: 2 });
  expect(world.own.get('wang')?.isDisabled).toBe(true);
  const { tasks } = (await call(`GET /access-reviews/systems/${own.id}`)).as(SystemDetail);
  expect(tasks.map(({ account, state, note }) => [account, state, note])).toEqual([
    [LAST_ADMINISTRATOR, 'held', 'identity.last-administrator'],
    ['zhou', 'open', ''],
    ['wang', 'done', ''],
  ]);
  await soon([`high 系统“车盾 CheDun”：账号 ${LAST_ADMINISTRATOR} 已决定停用，仍未执行`]);
});

it('lets nobody decide about their own account', async () => {
  const me = (await systemOf('ERP')).collectedBy;
  world.own.set(me, ownAccount(me));
  await call('POST /access-reviews/collect-own');
  const { id: system } = await systemOf('车盾 CheDun');
  const { id } = (await call(`POST /access-reviews/systems/${system}/reviews`)).as(AccessReview);
  const refused = await decide(id, { kind: 'named', accounts: [me], decision: 'keep', reason: '我' });
  expect(refused.problem?.code).toBe('access-reviews.own-account');
  const { items } = (await call(`GET /access-reviews/reviews/${id}/items?show=undecided`)).as(ItemPage);
  expect(items.filter(({ isOwn }) => isOwn).map(({ name }) => name)).toEqual([me]);
});

it('opens what is due, and says when a review is late', async () => {
  await job('open-due');
  expect((await systemOf('ERP')).openReview).toBeNull();
  world.platform.clock.advance(91 * 86_400_000);
  await job('open-due');
  await job('judge');
  expect((await systemOf('ERP')).openReview).not.toBeNull();
  expect(await check()).toMatchObject({
    outcome: 'fail',
    facts: { reviewsOverdue: 2, staleCollections: 2, neverReviewed: 0 },
  });
});

it('takes, reviews and freezes ten thousand accounts with wrong rows in the middle', async () => {
  const rows = Array.from({ length: 10_000 }, (_, at) =>
    at % 1_000 === 500 ? `MES,u${at},员工${at},查询,昨天,是,是,` : `MES,u${at},员工${at},查询,2027-02-20,是,是,`,
  );
  const taken = await bring(table(...rows), 'format=table&apply=yes');
  expect([taken.rows, taken.refusedRows, taken.refused[0]?.row, taken.systems[0]?.accounts]).toEqual([
    10_000, 10, 502, 9_990,
  ]);
  const { id: system } = await systemOf('MES');
  const { id } = (await call(`POST /access-reviews/systems/${system}/reviews`)).as(AccessReview);
  const decided = (await decide(id, { kind: 'unflagged', decision: 'keep' })).as(AccessReview);
  expect([decided.items, decided.decided]).toEqual([9_990, 9_990]);
  const done = (await call(`POST /access-reviews/reviews/${id}/completion`)).as(AccessReview);
  expect(done).toMatchObject({ state: 'completed', number: 3 });
  expect(done.previousSm3).toMatch(/^[0-9a-f]{64}$/);
});

it('reads a directory, whose system is its domain', async () => {
  const entry = (name: string, group: string): string =>
    `dn: CN=${name},DC=corp,DC=example\nobjectClass: user\nsAMAccountName: ${name}\nmemberOf: CN=${group},DC=corp\n`;
  await bring(`${entry('li', 'Staff')}\n${entry('chief', 'Domain Admins')}`, 'format=ldif&apply=yes');
  const { id, counts } = await systemOf('corp.example');
  expect(counts).toContainEqual({ rule: 'root-rights', count: 1 });
  const page = (await call(`GET /access-reviews/systems/${id}/accounts?rule=root-rights`)).as(AccountPage);
  expect(page.items.map(({ name, roles }) => [name, roles])).toEqual([['chief', ['Domain Admins']]]);
  await call(`DELETE /access-reviews/systems/${id}`);
});

it('takes people in service, settings, Linux hosts, and forgets a system that is gone', async () => {
  const people = await call('POST /access-reviews/people', Buffer.from(`姓名\n李工\n王工\n${'长'.repeat(101)}`));
  expect(people.as(PeopleImported)).toMatchObject({ people: 2, refused: [{ row: 4 }] });
  expect((await systemOf('ERP')).counts).toContainEqual({ rule: 'orphan', count: 1 });
  await call('PUT /access-reviews/settings', { administrators: ['采购'], conflicts: [] });
  expect((await systemOf('ERP')).counts).toContainEqual({ rule: 'administrator', count: 1 });
  const host =
    'root:x:0:0::/root:/bin/bash\nops:x:1000:10:Ops:/home/ops:/bin/bash\n%wheel ALL=(ALL) NOPASSWD: ALL\nwheel:x:10:ops\n';
  await bring(host, 'format=linux&system=db-1&apply=yes');
  const system = await systemOf('db-1');
  expect(system.counts.map(({ rule }) => rule)).toContain('root-rights');
  expect((await call(`DELETE /access-reviews/systems/${system.id}`)).status).toBe(200);
  expect((await call(`GET /access-reviews/systems/${system.id}`)).problem?.code).toBe('access-reviews.unknown');
  expect((await call(`DELETE /access-reviews/systems/${(await systemOf('车盾 CheDun')).id}`)).problem?.code).toBe(
    'access-reviews.unknown',
  );
});
