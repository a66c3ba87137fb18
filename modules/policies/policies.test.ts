import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import type { IdentityAsks, PersonWithRoles } from '@chedun/identity/contract';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { readAudit } from '@chedun/records';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  Difference,
  Overview,
  Policy,
  PolicyPage,
  policyPermissions,
  Readers,
  Readings,
  Templates,
  Uploaded,
  Version,
} from './contract.ts';
import { policies } from './module.ts';

const DAY = 86_400_000;
const ALL = [...Object.values(policyPermissions), ...Object.values(governancePermissions)];
const READ_ONLY = [policyPermissions.read, policyPermissions.acknowledge];
const jobs = new Map<string, () => Promise<void>>();
const people: PersonWithRoles[] = [
  { id: 'wang', name: '王芳', roles: ['viewer'] },
  { id: 'zhao', name: '赵强', roles: ['analyst', 'viewer'] },
  { id: 'li', name: '李雷', roles: ['compliance'] },
];

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
let spied: typeof policies;

const standIns = () => [
  defineModule<Pick<IdentityAsks, 'peopleWith'>>({
    name: 'identity',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({
      asks: {
        peopleWith: (roles) =>
          Promise.resolve(people.filter((each) => each.roles.some((role) => roles.includes(role)))),
      },
    }),
  }),
  defineModule<Pick<OrganisationAsks, 'profile'>>({
    name: 'organisation',
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks: { profile: () => Promise.resolve(null) } }),
  }),
];

beforeAll(async () => {
  platform = await testPlatform();
  spied = {
    ...policies,
    build: (context) => {
      const parts = policies.build(context);
      for (const { name, run } of parts.jobs ?? []) jobs.set(name, () => run(null));
      return parts;
    },
  };
  app = await compose([governance, ...standIns(), spied], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    {
      errors: [app.errors],
      // `name` signs in as that person with every right, `name-reads` as somebody who reads and acknowledges.
      authenticator: {
        authenticate: ({ bearer, ip }) => {
          if (bearer === undefined) return Promise.resolve(undefined);
          const [id = '', rights] = bearer.split('-');
          const actor = testActor(rights === 'reads' ? READ_ONLY : ALL, ip);
          return Promise.resolve({ ...actor, id, name: people.find((each) => each.id === id)?.name ?? id });
        },
      },
    },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const as = (bearer: string) => (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer } : { bearer, body });
const li = as('li');
const han = as('han');
const outcome = async (id: string) =>
  app.registry
    .checks()
    .find((check) => check.id === `policies.${id}`)
    ?.run();
const overview = async () => (await li('GET /policies/overview')).as(Overview);
const openTitles = async () =>
  (await li('GET /findings?limit=200'))
    .as(FindingPage)
    .items.filter(({ status, module }) => status === 'open' && module === 'policies')
    .map(({ titleZh }) => titleZh ?? '');
const watch = () => jobs.get('watch')?.();
const order = (code: string, more: object = {}) => ({
  code,
  title: `制度 ${code}`,
  kind: 'policy',
  owner: '信息安全部',
  audience: ['viewer'],
  ...more,
});
const today = '2026-11-23';

/** Writes, submits and approves version `number`. */
const issue = async (id: string, number: number, draft: object, effectiveFrom = today) => {
  await li(`PUT /policies/${id}/versions/${number}`, draft);
  await li(`POST /policies/${id}/versions/${number}/submit`);
  return han(`POST /policies/${id}/versions/${number}/approve`, { effectiveFrom });
};

describe('the library of policies', () => {
  let first = '';

  it('has no verdict and no findings before anybody began', async () => {
    expect((await outcome('network-security'))?.outcome).toBe('unknown');
    await watch();
    expect(await openTitles()).toEqual([]);
    const { needed, covered, clauses } = await overview();
    expect([covered, needed > 30]).toEqual([0, true]);
    expect(new Set(clauses.filter(({ need }) => need !== null).map(({ article }) => article)).size).toBe(
      new Set(clauses.map(({ article }) => article)).size,
    );
  });

  it('begins with an outline whose questions have to be answered first', async () => {
    const { items } = (await li('GET /policies/templates')).as(Templates);
    expect(items.length).toBeGreaterThanOrEqual(12);
    const made = (await li('POST /policies', order('ZD-01', { template: 'network-security' }))).as(Policy);
    first = made.id;
    expect(made).toMatchObject({ state: 'none', working: { number: 1, state: 'draft' }, effective: null });
    const draft = (await li(`GET /policies/${first}/versions/1`)).as(Version);
    expect(draft.text).toContain('# 制度 ZD-01');
    expect(draft.obligations).toContain('1.1-a');
    expect((await li(`POST /policies/${first}/versions/1/submit`)).problem?.code).toBe('policies.unanswered');
    expect((await li('POST /policies', order('ZD-01'))).problem?.code).toBe('policies.code-taken');
    expect((await li('POST /policies', order('ZD-99', { template: 'nothing' }))).problem?.code).toBe(
      'policies.template-unknown',
    );
  });

  it('is approved by another person only, and signed', async () => {
    const draft = {
      text: '# 总则\n每年检查一次。\n',
      obligations: ['1.1-a', '1.1-b'],
      references: ['GB/T 22239-2019'],
    };
    const write = (body: object) => li(`PUT /policies/${first}/versions/1`, body);
    expect((await write({ ...draft, obligations: ['9.9-z'] })).problem?.code).toBe('policies.obligation-unknown');
    await write(draft);
    const approve = (by: typeof li, effectiveFrom = today) =>
      by(`POST /policies/${first}/versions/1/approve`, { effectiveFrom });
    expect((await approve(han)).problem?.code).toBe('policies.not-submitted');
    await li(`POST /policies/${first}/versions/1/submit`);
    expect((await write(draft)).problem?.code).toBe('policies.not-draft');
    expect((await approve(li)).problem?.code).toBe('policies.same-person');
    expect((await approve(han, '2026-11-22')).problem?.code).toBe('policies.past');
    await han(`POST /policies/${first}/versions/1/return`, { reason: '缺少责任部门' });
    expect((await li(`GET /policies/${first}`)).as(Policy).versions[0]?.returned).toBe('缺少责任部门');
    await li(`POST /policies/${first}/versions/1/submit`);
    const approved = (await approve(han)).as(Policy);
    expect(approved).toMatchObject({ state: 'effective', effective: 1, reviewBy: '2027-11-23', working: null });
    const { signature } = (await li(`GET /policies/${first}/versions/1`)).as(Version);
    expect(signature).toMatchObject({ kind: 'valid', signedAt: '2026-11-23T01:00:00.000Z' });
    const [line] = (await readAudit(platform.platform.records, { limit: 1 })).lines;
    expect(line?.action).toBe('policies.approved');
  });

  it('keeps an approved version from every change, and sees one that was forced', async () => {
    const { records } = platform.platform;
    const forge = (statement: string) =>
      records.transaction(async (tx) => {
        await sql.raw(statement).execute(tx.as<object>());
      });
    const change = `update policies.versions set body = 'forged' where policy = '${first}'`;
    await expect(forge(change)).rejects.toThrow(/never change/);
    const off = (sentence: string) =>
      forge(`alter table policies.versions disable trigger keep_approved; ${sentence};
        alter table policies.versions enable trigger keep_approved`);
    await off(change);
    const verdict = async () => (await li(`GET /policies/${first}/versions/1`)).as(Version).signature;
    expect(await verdict()).toEqual({ kind: 'broken', problem: 'content' });
    expect((await overview()).weaknesses.map(({ key }) => key)).toContain(`signature:${first}`);
    await off(`update policies.versions set body = E'# 总则\\n每年检查一次。\\n' where policy = '${first}'`);
    expect((await verdict()).kind).toBe('valid');
    await off(`update policies.versions set obligations = '{1.1-a}' where policy = '${first}'`);
    expect(await verdict()).toEqual({ kind: 'broken', problem: 'statement' });
    await off(`update policies.versions set obligations = '{1.1-a,1.1-b}' where policy = '${first}'`);
    expect((await overview()).weaknesses.map(({ key }) => key)).not.toContain(`signature:${first}`);
  });

  it('reports each clause without a rule, and clears it when one comes into force', async () => {
    await watch();
    await vi.waitFor(
      async () => expect((await openTitles()).some((each) => each.startsWith('1.1-e'))).toBe(true),
      10_000,
    );
    expect((await openTitles()).some((each) => each.startsWith('1.1-a'))).toBe(false);
    const second = (await li('POST /policies', order('ZD-02', { audience: [] }))).as(Policy).id;
    expect((await issue(second, 1, { text: '隐患管理', obligations: ['1.1-e'] })).status).toBe(200);
    await watch();
    await vi.waitFor(
      async () => expect((await openTitles()).some((each) => each.startsWith('1.1-e'))).toBe(false),
      10_000,
    );
  });

  it('asks those who hold a role to read, once, and shows who did', async () => {
    const wang = as('wang-reads');
    const mine = async () => (await wang('GET /policies/mine')).as(Readings).items;
    expect(await mine()).toEqual([expect.objectContaining({ code: 'ZD-01', state: 'waiting', dueBy: '2026-12-07' })]);
    const acknowledge = (version: number) => wang(`POST /policies/${first}/acknowledge`, { version });
    expect((await acknowledge(2)).problem?.code).toBe('policies.not-effective');
    expect((await acknowledge(1)).as(Readings).items[0]?.state).toBe('read');
    expect((await acknowledge(1)).status).toBe(200);
    expect((await li(`POST /policies/${first}/acknowledge`, { version: 1 })).problem?.code).toBe(
      'policies.not-effective',
    );
    const { items } = (await li(`GET /policies/${first}/readers`)).as(Readers);
    expect(items.map(({ person, state }) => [person.name, state])).toEqual([
      ['赵强', 'waiting'],
      ['王芳', 'read'],
    ]);
    expect((await wang(`GET /policies/${first}/readers`)).status).toBe(403);
    expect((await li(`GET /policies/${first}`)).as(Policy).acknowledgement).toMatchObject({
      readers: 2,
      done: 1,
      overdue: 0,
    });
  });

  it('shows what the next version changes, and asks to read again once it holds', async () => {
    await li(`POST /policies/${first}/versions`);
    expect((await li(`POST /policies/${first}/versions`)).problem?.code).toBe('policies.in-work');
    const draft = { text: '# 总则\n每季度检查一次。\n', obligations: ['1.1-a'], note: '检查改为每季度' };
    expect((await issue(first, 2, draft, '2026-11-25')).as(Policy)).toMatchObject({ effective: 1, state: 'effective' });
    const found = (await li(`GET /policies/${first}/versions/2/difference?from=1`)).as(Difference);
    expect(found).toMatchObject({ added: 1, removed: 1, obligationsRemoved: ['1.1-b'], sameContent: false });
    expect(found.lines.filter(({ kind }) => kind === 'added')).toEqual([{ kind: 'added', text: '每季度检查一次。' }]);
    platform.clock.advance(2 * DAY);
    const now = (await li(`GET /policies/${first}`)).as(Policy);
    expect(now).toMatchObject({ effective: 2, acknowledgement: { version: 2, done: 0, readers: 2 } });
    expect((await overview()).clauses.find(({ obligation }) => obligation === '1.1-b')?.policies).toEqual([]);
  });

  it('takes a PDF with its SM3, and nothing that is none', async () => {
    const upload = (text: string) =>
      server.call('POST /policies/files', { bearer: 'li', body: new TextEncoder().encode(text) });
    expect((await upload('<html>not a document</html>')).problem?.code).toBe('policies.file-kind');
    expect((await upload('%PD')).problem?.code).toBe('policies.file-kind');
    const { blob, sm3 } = (await upload('%PDF-1.7 data')).as(Uploaded);
    const id = (await li('POST /policies', order('ZD-03', { kind: 'procedure', audience: [] }))).as(Policy).id;
    const file = { blob, name: '数据安全管理办法.pdf' };
    expect((await li(`PUT /policies/${id}/versions/1`, { text: 'x', file })).problem?.code).toBe('policies.both');
    expect((await li(`POST /policies/${id}/versions/1/submit`)).problem?.code).toBe('policies.empty');
    await issue(id, 1, { file, obligations: ['3.1-a'] }, '2026-11-25');
    const version = (await li(`GET /policies/${id}/versions/1`)).as(Version);
    expect(version).toMatchObject({ contentSm3: sm3, signature: { kind: 'valid' }, file: { name: file.name } });
    expect((await li(`GET /policies/${id}/versions/1/file`)).text).toBe('%PDF-1.7 data');
    await li(`POST /policies/${id}/versions`);
    await li(`PUT /policies/${id}/versions/2`, { keepFile: true, obligations: ['3.1-a', '3.1-b'] });
    expect((await li(`GET /policies/${id}/versions/2`)).as(Version).contentSm3).toBe(sm3);
  });

  it('passes only when every clause has a rule, everybody has read it and nothing is late', async () => {
    expect(await outcome('data-security')).toMatchObject({ outcome: 'fail', facts: { clausesCovered: 1 } });
    const needed = (await overview()).clauses.filter(({ need }) => need !== null).map(({ obligation }) => obligation);
    const id = (await li('POST /policies', order('ZD-04', { audience: ['compliance'] }))).as(Policy).id;
    await issue(id, 1, { text: '全部条款', obligations: needed }, '2026-11-25');
    expect((await outcome('data-security'))?.outcome).toBe('pass');
    expect((await outcome('network-security'))?.outcome).toBe('pass');
    platform.clock.advance(15 * DAY);
    expect(await outcome('data-security')).toMatchObject({ outcome: 'fail', facts: { policyReadersOverdue: 1 } });
    await watch();
    await vi.waitFor(
      async () => expect((await openTitles()).join()).toContain('ZD-04《制度 ZD-04》有 1 人逾期未阅读确认'),
      10_000,
    );
    await li(`POST /policies/${id}/acknowledge`, { version: 1 });
    expect(await outcome('data-security')).toMatchObject({ outcome: 'pass', facts: { policyReadersDone: 1 } });
    platform.clock.advance(366 * DAY);
    expect(await outcome('data-security')).toMatchObject({ outcome: 'fail', facts: { policyReviewsOverdue: 2 } });
  });

  it('ends a policy for good, and says so', async () => {
    const retire = () => han(`POST /policies/${first}/retire`, { reason: '由 ZD-04 代替' });
    expect((await retire()).as(Policy)).toMatchObject({ state: 'retired', retired: { reason: '由 ZD-04 代替' } });
    expect((await retire()).problem?.code).toBe('policies.retired');
    expect((await li(`POST /policies/${first}/versions`)).problem?.code).toBe('policies.retired');
    expect((await as('wang-reads')('GET /policies/mine')).as(Readings).items).toEqual([]);
  });

  it('lists by page and finds by number, title and owner', async () => {
    const page = (await li('GET /policies?limit=2')).as(PolicyPage);
    expect([page.items.length, page.total]).toEqual([2, 4]);
    const rest = (await li(`GET /policies?limit=2&cursor=${page.next}`)).as(PolicyPage);
    expect(rest.items.map(({ code }) => code)).toEqual(['ZD-03', 'ZD-04']);
    expect(rest.next).toBeNull();
    expect((await li('GET /policies?find=zd-02')).as(PolicyPage).items).toHaveLength(1);
    expect(await app.asksOf(spied).covering('3.1-g')).toEqual([{ code: 'ZD-04', title: '制度 ZD-04' }]);
  });

  it('is changed by permission only', async () => {
    const wang = as('wang-reads');
    expect((await wang('POST /policies', order('X'))).status).toBe(403);
    expect((await wang(`POST /policies/${first}/retire`, { reason: 'x' })).status).toBe(403);
    expect((await wang('GET /policies')).status).toBe(200);
  });
});
