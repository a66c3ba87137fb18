import { readPackage, sm3Hex, verifyPackage } from '@chedun/exchange';
import { readAudit, verifyAudit, type Records } from '@chedun/records';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access, GuestList, LetInResult, LookPage, MineList } from './contract.ts';
import { EVIDENCE, LOOKS } from './tables.ts';
import { accessWorld, PASSWORD, type AccessWorld, type Call } from './testing/world.ts';

const HOUR = 3_600_000;
const ID = '018f7a00-0000-7000-8000-0000000000b1';
const OTHER = '018f7a00-0000-7000-8000-0000000000b2';
let world: AccessWorld;
let zhou: Call;
beforeAll(async () => {
  world = await accessWorld();
  const now = world.platform.clock.now();
  const box = { from: new Date(now + HOUR).toISOString(), until: new Date(now + 9 * HOUR).toISOString() };
  zhou = await world.inspector('zhou.ming', { id: ID, ...box });
}, 60_000);
afterAll(() => world.close());

const looks = async (query = ''): Promise<LookPage> =>
  (await world.staff(`GET /inspection-access/looks?limit=200${query}`)).as(LookPage);
const reasonOf = async (request: string): Promise<string | undefined> => {
  const answer = await zhou(request);
  if (answer.status === 403) return answer.problem?.detail;
  expect(answer.status, answer.text).toBe(200);
  return undefined;
};
const guestNamed = async (name: string) =>
  (await world.staff('GET /inspection-access/guests')).as(GuestList).items.find((each) => each.name === name);
/** Time passes; sessions end by themselves, so he signs in again. */
const later = async (ms: number): Promise<void> => {
  world.platform.clock.advance(ms);
  zhou = await world.signIn('zhou.ming', PASSWORD);
};
const mine = async () => (await zhou('GET /inspection-access/mine')).as(MineList).items[0];

describe('an inspector', () => {
  it('sees his own account and his order before the box opens, and nothing of the house', async () => {
    expect((await zhou('GET /identity/me')).json).toMatchObject({
      roles: ['inspector'],
      permissions: ['inspection-access.inspect'],
    });
    expect(await mine()).toMatchObject({ state: 'ready', pages: [], inspector: '周明', number: 'JC-2026-0001' });
    expect(await reasonOf('GET /findings')).toBe('not-yet');
    expect((await looks()).items[0]).toMatchObject({
      inspector: '周明',
      method: 'GET',
      path: '/findings',
      refused: 'not-yet',
      number: 'JC-2026-0001',
      ip: '127.0.0.1',
    });
  });

  it('reads what was opened within the box, and every look is written down with its query', async () => {
    await later(HOUR);
    expect(await reasonOf('GET /findings?limit=5')).toBeUndefined();
    expect(await reasonOf('GET /posture/obligations/1.3-a')).toBeUndefined();
    expect(await reasonOf('GET /organisation')).toBeUndefined();
    for (const request of ['GET /posture', 'GET /posture/obligations/1.4-a', 'GET /findings/export', 'GET /documents'])
      expect(await reasonOf(request), request).toBe('not-in-scope');
    expect(await reasonOf('GET /posture/obligations/1%2E4-a')).toBe('not-in-scope');
    expect(await reasonOf('GET /posture/obligations/1%2E3-a')).toBeUndefined();
    expect(await reasonOf('PUT /organisation')).toBe('not-reading');
    const answered = await looks('&outcome=answered');
    expect(answered.items.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      '/posture/obligations/1%2E3-a posture',
      '/organisation organisation',
      '/posture/obligations/1.3-a posture',
      '/findings?limit=5 findings',
    ]);
    expect(await looks('&outcome=refused')).toMatchObject({ total: 7 });
    const own = (await zhou('GET /inspection-access/mine/looks?limit=200')).as(LookPage);
    expect(own).toEqual(await looks());
    const { pages = [] } = (await mine()) ?? {};
    expect(pages.map(({ kind, paths }) => [kind, paths[0]])).toEqual([
      ['posture', '/posture/obligations/1.3-a'],
      ['findings', '/findings'],
      ['organisation', '/organisation'],
    ]);
  });

  it('never sees the desk of the enterprise, its other guests, or its tokens', async () => {
    for (const request of [
      'GET /inspection-access/inspections',
      `GET /inspection-access/inspections/${ID}`,
      'GET /inspection-access/looks',
      'GET /inspection-access/guests',
      'GET /identity/users',
      'GET /identity/me/tokens',
      'GET /identity/policy',
      'POST /identity/me/second-factor',
      `POST /inspection-access/inspections/${ID}/withdraw`,
    ])
      expect((await zhou(request)).problem?.code, request).toMatch(/^http\.(guest-refused|no-such-route)$/);
  });

  it('leaves a record that only grows, in the audit trail too', async () => {
    const db = world.platform.platform.records;
    for (const table of [LOOKS, EVIDENCE] as const) {
      const changes = [`update ${table} set inspector = 'x'`, `delete from ${table}`, `truncate ${table}`];
      for (const each of table === EVIDENCE ? changes.slice(2) : changes)
        await expect(raw(db, each), each).rejects.toThrow('never changed');
    }
    const { items, total } = await looks();
    const page = await readAudit(db, { action: 'inspection-access.looked', limit: 200 });
    expect(page.lines.length).toBe(total);
    expect(page.lines.filter(({ outcome }) => outcome === 'refused')).toHaveLength(
      items.filter(({ refused }) => refused !== '').length,
    );
    expect((await verifyAudit(db)).kind).toBe('intact');
  });

  it('takes evidence as a package that the enterprise signs, and nothing outside of scope', async () => {
    const take = (paths: string[], note = '') => zhou(`POST /inspection-access/mine/${ID}/evidence`, { paths, note });
    for (const path of [
      '/documents',
      '/findings/export',
      '/posture/obligations/1.4-a',
      '/identity/users',
      '/x',
      '/findings/%',
    ])
      expect((await take(['/findings', path])).problem?.code, path).toBe('inspection-access.not-in-scope');
    expect((await take(['/findings?limit=nonsense'])).problem?.code).toBe('inspection-access.not-in-scope');
    expect((await zhou(`POST /inspection-access/mine/${OTHER}/evidence`, { paths: ['/findings'] })).status).toBe(403);
    const paths = ['/findings?limit=5', '/posture/obligations/1.3-a', '/findings?limit=5'];
    const { items } = (await take(paths, '日志留存取证')).as(MineList);
    const [evidence] = items[0]?.evidence ?? [];
    expect(evidence).toMatchObject({ inspector: '周明', note: '日志留存取证', paths: paths.slice(0, 2) });
    const answer = await world.server.call(`GET /inspection-access/inspections/${ID}`, {
      bearer: 'inspection-access.read',
    });
    expect(answer.as(Access).evidence).toEqual(items[0]?.evidence);
    const pack = await bundle(`/inspection-access/mine/${ID}/evidence/${evidence?.id}/file`);
    expect(pack.verdict).toMatchObject({ signature: { kind: 'signed' }, embedded: 'same', form: 'canonical' });
    expect(pack.manifestSm3).toBe(evidence?.sm3);
    const form = JSON.parse(new TextDecoder().decode(pack.parts.get('form.json'))) as {
      data: { items: { finding: string }[] };
    };
    const first = pack.parts.get('attachments/001.json') ?? new Uint8Array();
    expect(form.data.items[0]?.finding).toBe(`001.json SM3 ${sm3Hex(first)}`);
    expect(JSON.parse(new TextDecoder().decode(first))).toMatchObject({ items: [] });
    expect((await looks()).items[0]).toMatchObject({ path: '/posture/obligations/1.3-a', refused: '' });
  }, 60_000);

  it('is shown out alone, let in again by hand, and refused for good when the enterprise withdraws', async () => {
    const at = `POST /inspection-access/inspections/${ID}`;
    const wu = (await world.staff(`${at}/inspectors/1/let-in`, { account: { kind: 'new', login: 'wu.min' } })).as(
      LetInResult,
    );
    const other = await world.signIn('wu.min', wu.oneTimePassword ?? '', 'Quiet-visitor-59');
    await world.staff(`${at}/inspectors/0/show-out`, { why: '换人' });
    expect(await reasonOf('GET /findings')).toBe('withdrawn');
    expect(await mine()).toMatchObject({ shownOut: true, pages: [], why: '换人', state: 'running' });
    expect((await other('GET /findings')).status).toBe(200);
    expect((await world.staff(`${at}/inspectors/0/show-out`, { why: '再次' })).status).toBe(404);
    const guest = await guestNamed('周明');
    await world.staff(`${at}/inspectors/0/let-in`, { account: { kind: 'existing', id: guest?.id } });
    expect(await reasonOf('GET /findings')).toBeUndefined();
    expect(await mine()).toMatchObject({ shownOut: false });
    const { inspection } = (await world.staff(`${at}/withdraw`, { why: '检查机关要求中止' })).as(Access);
    expect(inspection).toMatchObject({ state: 'withdrawn', why: '检查机关要求中止' });
    expect(await reasonOf('GET /findings')).toBe('withdrawn');
    expect((await other('GET /findings')).problem?.detail).toBe('withdrawn');
    const { evidence = [] } = (await mine()) ?? {};
    const file = `GET /inspection-access/mine/${ID}/evidence/${evidence[0]?.id}/file`;
    expect((await zhou(file)).problem?.code).toBe('inspection-access.not-in-scope');
    const late = await world.staff(`${at}/inspectors/1/let-in`, { account: { kind: 'new', login: 'late.one' } });
    expect(late.problem?.code).toBe('inspection-access.not-now');
  });

  it('comes again under a new order, until that ends by itself; his account is switched off a week later', async () => {
    const now = world.platform.clock.now();
    const order = world.orderFor({ id: OTHER, number: 'JC-2026-0002', until: new Date(now + 2 * HOUR).toISOString() });
    await world.bring(order);
    const at = `POST /inspection-access/inspections/${OTHER}`;
    await world.staff(`${at}/accept`, { signerSm3: world.signerSm3, compared: '电话核对' });
    const guest = await guestNamed('周明');
    await world.staff(`${at}/inspectors/0/let-in`, { account: { kind: 'existing', id: guest?.id } });
    expect(await reasonOf('GET /findings')).toBeUndefined();
    await later(2 * HOUR);
    expect(await reasonOf('GET /findings')).toBe('over');
    await world.job('close-accounts');
    expect((await zhou('GET /identity/me')).status).toBe(200);
    await later(8 * 24 * HOUR);
    await world.job('close-accounts');
    await world.job('close-accounts');
    expect((await zhou('GET /identity/me')).status).toBe(401);
    await expect(world.signIn('zhou.ming', PASSWORD)).rejects.toThrow('not signed in');
  });
});

const raw = (records: Records, text: string): Promise<unknown> => sql.raw(text).execute(records.read());

const bundle = async (path: string) => {
  const { headers } = await cookie();
  const answer = await fetch(`${world.server.url}/api${path}`, { headers });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const pack = readPackage(bytes);
  const manifestSm3 = sm3Hex(pack.manifestBytes);
  return { ...pack, manifestSm3, verdict: verifyPackage(pack, manifestSm3) };
};

const cookie = async (): Promise<{ headers: Record<string, string> }> => {
  const body = JSON.stringify({ name: 'zhou.ming', password: PASSWORD });
  const headers = { 'content-type': 'application/json', origin: world.server.url };
  const answer = await fetch(`${world.server.url}/api/identity/sign-in`, { method: 'POST', headers, body });
  return { headers: { cookie: (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' } };
};
