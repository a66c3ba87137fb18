import { FindingPage } from '@chedun/governance/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FirewallDetail, FirewallList, MOST_WEAKNESSES } from './contract.ts';
import { firewallWorld, type FirewallWorld } from './testing/world.ts';

let world: FirewallWorld;
beforeAll(async () => {
  world = await firewallWorld();
});
afterAll(() => world.close());

const EXPORT = `*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -s 10.0.0.0/8 -p tcp --dport 443 -j DROP
-A FORWARD -s 10.1.0.0/16 -p tcp --dport 443 -j ACCEPT
-A FORWARD -p tcp --dport 8443 -m comment --comment "expires 2026-11-23" -j ACCEPT
-A FORWARD -s nowhere -j ACCEPT
COMMIT
`;
const call = (request: string, body?: unknown) => world.call(request, body);
const open = async (): Promise<string[]> => {
  const { items } = (await call('GET /findings?module=firewalls&status=open&limit=200')).as(FindingPage);
  return items.map(({ severity, titleZh }) => `${severity} ${titleZh ?? ''}`).toSorted();
};
const soon = (expected: readonly string[]) =>
  vi.waitFor(async () => expect(await open()).toEqual(expected), { timeout: 20_000, interval: 100 });
const check = () =>
  world.app.registry
    .checks()
    .find(({ id }) => id === 'firewalls.rules')
    ?.run();
const [dead, wide] = [
  'medium 防火墙“边界”：filter FORWARD 2 被在先规则遮蔽，永不生效',
  'high 防火墙“边界”：filter FORWARD 未匹配的流量默认放行',
];
let id = '';
const take = async (text: string) =>
  (await call(`POST /firewalls/${id}/exports`, Buffer.from(text))).as(FirewallDetail);

it('says nothing while no firewall is registered', async () => {
  expect(await check()).toMatchObject({ outcome: 'unknown' });
});

it('takes an export in, names what it cannot read, and makes findings of what has to be mended', async () => {
  const made = (await call('POST /firewalls', { name: '边界', place: '武汉', owner: '网络组' })).as(FirewallDetail);
  id = made.firewall.id;
  expect(made).toMatchObject({ firewall: { version: 0, uploadedAt: null }, rules: [] });
  expect((await call('POST /firewalls', { name: '边界' })).problem?.code).toBe('firewalls.duplicate');
  const { firewall, rules, weaknesses, unread } = await take(EXPORT);
  expect(firewall).toMatchObject({ format: 'iptables', version: 1, rules: 3, unread: 1 });
  expect(rules.map(({ sources, services, weaknesses: found }) => [sources, services, found.join()])).toEqual([
    ['10.0.0.0/8', 'TCP 443', ''],
    ['10.1.0.0/16', 'TCP 443', 'shadowed'],
    ['*', 'TCP 8443', ''],
  ]);
  expect(weaknesses.map(({ kind, by }) => [kind, by.map(({ line }) => line)])).toEqual([
    ['shadowed', [3]],
    ['default-allow', []],
  ]);
  expect(unread).toEqual([{ line: 6, text: '-A FORWARD -s nowhere -j ACCEPT', reason: 'address nowhere' }]);
  await soon([wide, dead]);
  expect(await check()).toMatchObject({ outcome: 'fail', facts: { weakRules: 2, firewallRules: 3, unreadLines: 1 } });
});

it('changes nothing for the same bytes, and refuses what is no export', async () => {
  expect((await take(EXPORT)).versions).toHaveLength(1);
  expect((await call(`POST /firewalls/${id}/exports`, Buffer.from('hello'))).problem?.code).toBe(
    'firewall.unknown-format',
  );
  expect((await call(`POST /firewalls/${id}/exports`, Buffer.from('*filter\n\0'))).problem?.code).toBe(
    'firewalls.no-text',
  );
  expect((await call('GET /firewalls/0193a000-0000-7000-8000-000000000009')).problem?.code).toBe('firewalls.unknown');
});

it('finds a rule that ran out over night', async () => {
  world.platform.clock.advance(86_400_000);
  await world.platform.platform.jobs.send('firewalls/analyse-again', {});
  await soon(
    [wide, '防火墙“边界”：filter FORWARD 3 已过有效期仍在放行', dead]
      .map((text) => (text.startsWith('防') ? `medium ${text}` : text))
      .toSorted(),
  );
});

it('closes what the newest export does not have any more, and tells what changed', async () => {
  const mended = EXPORT.replace(':FORWARD ACCEPT', ':FORWARD DROP')
    .replace(/-A FORWARD -s 10.1.*\n/, '')
    .replace(/.*8443.*\n/, '')
    .replace(/.*nowhere.*\n/, '');
  const { changes, versions } = await take(mended);
  expect(changes.map(({ kind, text }) => `${kind} ${text.slice(0, 27)}`)).toEqual([
    'removed -A FORWARD -s 10.1.0.0/16 -',
    'removed -A FORWARD -p tcp --dport 8',
  ]);
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  await soon([]);
  expect(await check()).toMatchObject({ outcome: 'pass', facts: { firewallRules: 1, weakRules: 0 } });
  world.platform.clock.advance(91 * 86_400_000);
  expect(await check()).toMatchObject({ outcome: 'fail', facts: { staleExports: 1 } });
});

it('lists as many weaknesses as its contract allows, and counts them all', async () => {
  const rule = '-A INPUT -p tcp --dport 22 -m comment --comment "expires 2020-01-01" -j ACCEPT';
  const { firewall, weaknesses } = await take(`*filter\n:INPUT DROP [0:0]\n${`${rule}\n`.repeat(6_000)}COMMIT\n`);
  expect(firewall.rules).toBe(6_000);
  expect(weaknesses).toHaveLength(MOST_WEAKNESSES);
  expect(firewall.counts.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(MOST_WEAKNESSES);
}, 60_000);

it('is removed with its exports', async () => {
  await take(EXPORT);
  await soon([wide, 'medium 防火墙“边界”：filter FORWARD 3 已过有效期仍在放行', dead].toSorted());
  expect((await call(`DELETE /firewalls/${id}`)).status).toBe(200);
  expect((await call('GET /firewalls')).as(FirewallList).items).toEqual([]);
  await soon([]);
});
