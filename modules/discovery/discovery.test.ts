import { assetsModule } from '@chedun/assets';
import { Host } from '@chedun/assets/contract';
import type { CapturesAsks } from '@chedun/captures/contract';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ChangePage,
  discoveryPermissions,
  DiscoverySummary,
  ImportReport,
  OrphanPage,
  RunReport,
  ThingDetail,
  ThingPage,
  type Thing,
} from './contract.ts';
import { discovery } from './module.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = [
  ...Object.values(discoveryPermissions),
  ...Object.values(governancePermissions),
  'assets.write',
  'assets.read',
].join(',');

let hosts: { address: string; serverPorts: number[]; at: number }[] = [];
let logs: { value: string; at: number }[] = [];
const asked: { sql: string; params: Readonly<Record<string, unknown>> }[] = [];
const captures = defineModule<CapturesAsks>({
  name: 'captures',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {
      hostsSeen: (since) => Promise.resolve(hosts.filter(({ at }) => at > since)),
      flowsSeen: () => Promise.resolve([]),
    },
  }),
});

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
beforeAll(async () => {
  const events = {
    query: (query: { sql: string; params: Readonly<Record<string, unknown>> }) => {
      asked.push(query);
      const isHosts = query.sql.startsWith('SELECT host');
      return Promise.resolve(logs.filter(({ value }) => /^[\d.]+$/.test(value) !== isHosts));
    },
  };
  platform = await testPlatform({ events: events as never });
  app = await compose([assetsModule, governance, captures, discovery], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
}, 60_000);
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const bring = async (text: string, query = 'mode=apply') =>
  (await server.call(`POST /discovery/import?${query}`, { bearer: ALL, body: new TextEncoder().encode(text) })).as(
    ImportReport,
  );
const things = async (query = ''): Promise<readonly Thing[]> =>
  (await call(`GET /discovery/things?${query}`)).as(ThingPage).items;
const summary = async () => (await call('GET /discovery')).as(DiscoverySummary);
const thingAt = async (q: string): Promise<Thing> => {
  const [thing] = await things(`q=${q}`);
  if (thing === undefined) throw new Error(`nothing is at ${q}`);
  return thing;
};
const findings = async (status: string) =>
  (await call(`GET /findings?module=discovery&status=${status}&limit=200`))
    .as(FindingPage)
    .items.map(({ titleZh }) => titleZh);
const check = async (id: string) =>
  app.registry
    .checks()
    .find((each) => each.id === id)
    ?.run();
const until = (work: () => Promise<void>) => vi.waitFor(work, { timeout: 15_000, interval: 100 });

const host = (
  address: string,
  mac: string,
  name: string,
  ports: string,
) => `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/>
<address addr="${mac}" addrtype="mac"/><hostnames><hostname name="${name}"/></hostnames><ports>${ports}</ports></host>`;
const port = (number: number, product = 'nginx', version = '1.26') =>
  `<port protocol="tcp" portid="${number}"><state state="open"/><service name="http" product="${product}" version="${version}"/></port>`;
const nmap = (inside: string) =>
  `<nmaprun scanner="nmap"><scaninfo protocol="tcp" services="1-10000"/>${inside}</nmaprun>`;

describe('discovery', () => {
  it('has no verdict while nothing was ever discovered', async () => {
    expect(await check('discovery.inventory')).toMatchObject({ outcome: 'unknown' });
    expect(await check('discovery.orphans')).toMatchObject({ outcome: 'unknown' });
    expect(await app.asksOf(discovery).newestDiscovery()).toBeNull();
  });

  it('previews a file without changing anything, and names wrong rows', async () => {
    const text = `Address HWtype HWaddress\n? (10.1.2.3) at 00:1b:21:0a:0b:0c on eth0\nnonsense here\n`;
    const report = await bring(text, 'mode=preview');
    expect(report).toMatchObject({ applied: false, source: 'neighbours', taken: 1, appeared: 1, unknown: 1 });
    expect(report.refused).toEqual([
      {
        line: 3,
        field: 'line',
        value: 'nonsense here',
        text: { zh: '无法识别这一行', en: 'this entry has another shape' },
      },
    ]);
    expect(await things()).toEqual([]);
  });

  it('takes scans: what is not on record is unknown and a finding', async () => {
    await call('PUT /assets/hosts/tsp-web-01', { addresses: ['10.1.2.3'], team: '平台部' });
    const report = await bring(
      nmap(
        host('10.1.2.3', '00:1b:21:0a:0b:0c', 'tsp-web-01', port(443)) +
          host('10.1.2.66', '00:1b:21:0a:0b:66', 'nas', port(8080)),
      ),
    );
    expect(report).toMatchObject({ applied: true, source: 'nmap', appeared: 2, unknown: 1 });
    expect((await things('state=registered')).map(({ registeredAs }) => registeredAs)).toEqual(['tsp-web-01']);
    expect((await things('state=unknown')).map(({ label }) => label)).toEqual(['nas']);
    await until(async () => expect(await findings('open')).toEqual(['发现未登记资产 nas (10.1.2.66)']));
    expect(await summary()).toMatchObject({
      things: 2,
      unknown: 1,
      registered: 1,
      hosts: 1,
      hostsSeen: 1,
      sources: [{ source: 'nmap', things: 2, hosts: 1 }],
    });
    expect((await readAudit(platform.platform.records, { limit: 5 })).lines.map(({ action }) => action)).toContain(
      'discovery.imported',
    );
  });

  it('closes the finding when the thing is registered', async () => {
    const nas = await thingAt('10.1.2.66');
    const taken = await call('POST /discovery/register', { things: [{ id: nas.id, name: 'tsp-web-01' }] });
    expect(taken.problem).toMatchObject({ code: 'discovery.name-taken' });
    await call('POST /discovery/register', { things: [{ id: nas.id, name: 'nas-01' }], team: '运维部' });
    expect(await thingAt('10.1.2.66')).toMatchObject({ state: 'registered', registeredAs: 'nas-01' });
    await until(async () => expect(await findings('resolved')).toEqual(['发现未登记资产 nas (10.1.2.66)']));
    const again = await call('POST /discovery/register', { things: [{ id: nas.id, name: 'nas-02' }] });
    expect(again.problem).toMatchObject({ code: 'discovery.already-registered' });
    expect((await call('GET /assets/hosts/nas-01')).as(Host)).toMatchObject({
      addresses: ['10.1.2.66'],
      team: '运维部',
    });
  });

  it('logs ports that open and close, and versions that change', async () => {
    platform.clock.advance(HOUR);
    await bring(
      nmap(host('10.1.2.66', '00:1b:21:0a:0b:66', 'nas', port(8080, 'nginx', '1.27') + port(22, 'OpenSSH', '9.6'))),
    );
    platform.clock.advance(HOUR);
    await bring(nmap(host('10.1.2.67', '00:1b:21:0a:0b:66', 'nas', port(8080, 'nginx', '1.27'))));
    const detail = (await call(`GET /discovery/things/${(await thingAt('nas')).id}`)).as(ThingDetail);
    expect(detail.changes.map(({ kind, after, before }) => `${kind} ${after || before}`)).toEqual(
      expect.arrayContaining([
        'port-opened 22/tcp http OpenSSH 9.6',
        'port-closed 22/tcp http OpenSSH 9.6',
        'version-changed 8080/tcp http nginx 1.27',
        'address-changed 10.1.2.67',
        'registered nas-01',
        'appeared 10.1.2.66',
      ]),
    );
    const page = (await call('GET /discovery/changes?kind=port-closed&limit=1')).as(ChangePage);
    expect(page).toMatchObject({ items: [{ label: 'nas', before: '22/tcp http OpenSSH 9.6' }], next: null });
  });

  it('sees hosts and senders in logs and recordings, from where the last look ended', async () => {
    const now = platform.clock.now();
    logs = [
      { value: 'TSP-Web-01', at: now },
      { value: '10.1.2.90', at: now },
      { value: '127.0.0.1', at: now },
    ];
    hosts = [{ address: '10.1.2.91', serverPorts: [1883], at: now - HOUR }];
    const first = (await call('POST /discovery/run', {})).as(RunReport);
    expect(first).toMatchObject({ observations: 3, appeared: 2, unknown: 2 });
    expect((await thingAt('tsp-web-01')).sources).toEqual(['logs', 'nmap']);
    expect(await thingAt('10.1.2.91')).toMatchObject({ services: 1, sources: ['flows'] });
    platform.clock.advance(HOUR);
    await call('POST /discovery/run', {});
    expect(asked.at(-1)?.params).toMatchObject({ from: now - 600_000, to: now + HOUR });
    expect(asked.every(({ sql }) => !sql.includes('10.1.2'))).toBe(true);
  });

  it('sets a thing aside with a reason until a day, and takes it up again after that', async () => {
    const thing = await thingAt('10.1.2.90');
    await until(async () => expect(await findings('open')).toContain('发现未登记资产 10.1.2.90'));
    const past = await call(`POST /discovery/things/${thing.id}/ignore`, { reason: '会议室投影', until: '2026-11-23' });
    expect(past.problem).toMatchObject({ code: 'discovery.end-past' });
    await call(`POST /discovery/things/${thing.id}/ignore`, { reason: '会议室投影', until: '2026-11-25' });
    expect(await thingAt('10.1.2.90')).toMatchObject({
      state: 'ignored',
      ignored: { reason: '会议室投影', until: '2026-11-25' },
    });
    await until(async () => expect(await findings('open')).not.toContain('发现未登记资产 10.1.2.90'));
    platform.clock.advance(3 * DAY);
    logs = [{ value: '10.1.2.90', at: platform.clock.now() }];
    await call('POST /discovery/run', {});
    expect((await thingAt('10.1.2.90')).state).toBe('unknown');
    await until(async () => expect(await findings('open')).toContain('发现未登记资产 10.1.2.90'));
    await call(`POST /discovery/things/${thing.id}/ignore`, { reason: '会议室投影', until: '2026-12-25' });
    await call(`POST /discovery/things/${thing.id}/watch`, {});
    expect((await thingAt('10.1.2.90')).state).toBe('unknown');
  });

  it('fails its check while something is unknown for more than a day, and counts', async () => {
    expect(await check('discovery.inventory')).toMatchObject({
      outcome: 'fail',
      facts: {
        observedThings: 4,
        registeredThings: 2,
        unknownThings: 2,
        unknownOverdue: 1,
        registeredShare: 50,
        discoverySources: 3,
      },
    });
    const unknown = await things('state=unknown');
    await call('POST /discovery/register', {
      things: unknown.map(({ id }, at) => ({ id, name: `host-${at}` })),
      team: '平台部',
    });
    expect(await check('discovery.inventory')).toMatchObject({ outcome: 'pass', facts: { registeredShare: 100 } });
    platform.clock.advance(25 * HOUR);
    expect(await check('discovery.inventory')).toMatchObject({ outcome: 'fail', facts: { discoveryAgeHours: 25 } });
  });

  it('names hosts on record that are nobody’s or that nothing sees, and takes it back', async () => {
    await call('PUT /assets/hosts/tsp-db-02', { addresses: ['10.1.2.9'] });
    await call('POST /discovery/run', {});
    expect((await call('GET /discovery/orphans')).as(OrphanPage).items).toMatchObject([
      { host: 'tsp-db-02', noTeam: true, unseen: false, lastSeenAt: null },
    ]);
    await until(async () => expect(await findings('open')).toContain('主机 tsp-db-02 未登记责任部门'));
    expect(await check('discovery.orphans')).toMatchObject({ outcome: 'fail', facts: { hostsWithoutTeam: 1 } });
    await call('PUT /assets/hosts/tsp-db-02', { addresses: ['10.1.2.9'], team: '数据部' });
    platform.clock.advance(31 * DAY);
    await call('POST /discovery/run', {});
    await until(async () => expect(await findings('open')).toContain('主机 tsp-db-02 已超过 30 天未被任何来源发现'));
    await until(async () => expect(await findings('resolved')).toContain('主机 tsp-db-02 未登记责任部门'));
    await bring('10.1.2.9 dev eth0 lladdr 00:1b:21:0a:0b:09 REACHABLE\n');
    await until(async () =>
      expect(await findings('resolved')).toContain('主机 tsp-db-02 已超过 30 天未被任何来源发现'),
    );
    await call('PUT /discovery/settings', { unseenDays: 365 });
    expect(await summary()).toMatchObject({ settings: { unseenDays: 365 } });
    await call('POST /assets/hosts/tsp-db-02/retire');
    await until(async () =>
      expect((await things('q=10.1.2.9&state=unknown')).map(({ label }) => label)).toContain('10.1.2.9'),
    );
  });

  it('joins a sender of logs with the thing that a lease shows at its address: one row, one log, and its finding closes', async () => {
    const now = platform.clock.now();
    logs = ['laptop-05', '10.7.0.5'].map((value) => ({ value, at: now }));
    await call('POST /discovery/run', {});
    await until(async () => expect(await findings('open')).toContain('发现未登记资产 10.7.0.5'));
    platform.clock.advance(HOUR);
    await bring('1763949600 00:1b:21:07:00:05 10.7.0.5 laptop-05 *\n');
    const [thing, ...others] = await things('q=10.7.0.5');
    expect([thing, others.length]).toMatchObject([{ label: 'laptop-05', sources: ['dnsmasq', 'logs'] }, 0]);
    const detail = (await call(`GET /discovery/things/${thing?.id}`)).as(ThingDetail);
    expect(detail.changes.map(({ label, kind }) => `${label} ${kind}`).toSorted()).toEqual([
      '10.7.0.5 appeared',
      'laptop-05 appeared',
    ]);
    await until(async () => expect(await findings('resolved')).toContain('发现未登记资产 10.7.0.5'));
  });

  it('pages its lists by cursor and filters them', async () => {
    const sorted = (list: readonly Thing[]) => list.map(({ id }) => id).toSorted();
    const whole = await things('sort=name');
    const seen: Thing[] = [];
    let cursor = '';
    do {
      const page = (
        await call(`GET /discovery/things?sort=name&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).as(ThingPage);
      seen.push(...page.items);
      cursor = page.next ?? '';
    } while (cursor !== '');
    expect(sorted(seen)).toEqual(sorted(whole));
    expect((await things('source=flows')).map(({ label }) => label)).toEqual(['10.1.2.91']);
    expect((await call('GET /discovery/things?cursor=nonsense')).problem).toMatchObject({
      code: 'discovery.cursor-invalid',
    });
    expect((await call('GET /discovery/things/0193a000-0000-7000-8000-00000000000f')).problem).toMatchObject({
      code: 'discovery.thing-unknown',
    });
  });

  it('gives other modules the inventory, and takes tables with a map of columns', async () => {
    await call('PUT /discovery/settings', { unseenDays: 30 });
    const table = 'CI,Adresse\nmes-01,10.1.9.1\nmes-02,10.1.9.x\n';
    expect(
      (await server.call('POST /discovery/import?mode=apply', { bearer: ALL, body: new TextEncoder().encode(table) }))
        .problem,
    ).toMatchObject({ code: 'inventory.format-unknown' });
    const report = await bring(table, `mode=apply&columns=${encodeURIComponent('hostName=CI|addresses=Adresse')}`);
    expect(report).toMatchObject({
      source: 'table',
      taken: 1,
      refused: [{ line: 3, field: 'Adresse', value: '10.1.9.x' }],
    });
    const inventory = await app.asksOf(discovery).inventory();
    expect(inventory.find(({ hostName }) => hostName === 'mes-01')).toMatchObject({
      addresses: ['10.1.9.1'],
      state: 'unknown',
      isPresent: true,
      registeredAs: null,
    });
    expect(inventory.find(({ registeredAs }) => registeredAs === 'nas-01')).toMatchObject({
      services: [{ port: 8080, version: '1.27' }],
      isPresent: false,
    });
    const two = await app.asksOf(discovery).inventory({ limit: 2 });
    const rest = await app.asksOf(discovery).inventory({ after: two[1]?.id ?? '' });
    expect(two.length + rest.length).toBe(inventory.length);
  });

  it('takes ten thousand hosts of one scan within seconds', async () => {
    const mac = (at: number) =>
      `00:50:56:${[at >> 16, (at >> 8) & 255, at & 255].map((part) => part.toString(16).padStart(2, '0')).join(':')}`;
    const text = nmap(
      Array.from({ length: 10_000 }, (_, at) =>
        host(`10.20.${at >> 8}.${at & 255}`, mac(at), `node-${at}`, port(443) + port(22, 'OpenSSH', '9.6')),
      ).join('\n'),
    );
    const began = performance.now();
    expect(await bring(text)).toMatchObject({ appeared: 10_000, refusedCount: 0 });
    const first = performance.now() - began;
    platform.clock.advance(HOUR);
    expect(await bring(text)).toMatchObject({ appeared: 0, known: 10_000, changes: 0 });
    expect(first).toBeLessThan(30_000);
  }, 120_000);
});
