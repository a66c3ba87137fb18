import { blankObservation, type Observation } from '@chedun/inventory-readers';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiscoverySource } from '../contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { openRegister } from './identity.ts';
import { isWeakness, judgeHost, judgeThing } from './judge.ts';
import { openMatcher } from './match.ts';
import { reconcile, type Reconciled } from './reconcile.ts';
import { addressesOf, freshThing, labelOf, type KnownThing } from './thing.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 1);
const MAC = '00:1b:21:0a:0b:0c';
const OTHER_MAC = '00:1b:21:0a:0b:0d';

const seen = (more: Partial<Observation>): Observation => ({ ...blankObservation, ...more });
const ssh = (version = '9.6') => ({ transport: 'tcp' as const, port: 22, name: 'ssh', product: 'OpenSSH', version });
const all = { transport: 'tcp' as const, from: 1, to: 1000 };

/** A network that is looked at again and again. */
const network = () => {
  let things: readonly KnownThing[] = [];
  let ids = 0;
  return {
    things: () => things,
    look: (source: DiscoverySource, observations: readonly Observation[], now = NOW): Reconciled => {
      const newId = (): string => {
        ids += 1;
        return `t${ids}`;
      };
      const step = reconcile(things, { source, observations }, { now, newId });
      things = [...step.register.things.values()];
      return step;
    },
  };
};
const kinds = ({ differences }: Reconciled): string[] => differences.map(({ kind }) => kind);
const said = ({ differences }: Reconciled): unknown[] =>
  differences.map(({ kind, before, after }) => [kind, before, after]);

describe('identity', () => {
  it('is the MAC before the name before the address', () => {
    const net = network();
    net.look('kea', [seen({ mac: MAC, hostName: 'web-01', addresses: ['10.1.2.3'] })]);
    const moved = net.look('kea', [seen({ mac: MAC, hostName: 'web-01', addresses: ['10.1.2.9'] })], NOW + 1);
    expect(said(moved)).toEqual([['address-changed', '10.1.2.3', '10.1.2.9']]);
    net.look('logs', [seen({ hostName: 'web-01' }), seen({ addresses: ['10.1.2.9'] })], NOW + 2);
    expect(net.things()).toHaveLength(1);
    expect(Object.keys(net.things()[0]?.sources ?? {}).toSorted()).toEqual(['kea', 'logs']);
  });

  it('is never shared by two MACs, though they claim one name and address', () => {
    const net = network();
    net.look('kea', [seen({ mac: MAC, hostName: 'web-01', addresses: ['10.1.2.3'] })]);
    const stranger = net.look('neighbours', [seen({ mac: OTHER_MAC, hostName: 'web-01', addresses: ['10.1.2.3'] })]);
    expect(kinds(stranger)).toEqual(['appeared']);
    expect(net.things()).toHaveLength(2);
  });

  it('joins what was only an address with the thing that it turns out to be', () => {
    const net = network();
    net.look('logs', [seen({ addresses: ['10.1.2.3'] }), seen({ hostName: 'web-01' })], NOW - DAY);
    expect(net.things()).toHaveLength(2);
    const step = net.look('nmap', [seen({ mac: MAC, hostName: 'web-01', addresses: ['10.1.2.3'], services: [ssh()] })]);
    expect(step.absorbed.map(({ part, into }) => [labelOf(part), into])).toEqual([['10.1.2.3', net.things()[0]?.id]]);
    expect(net.things()).toHaveLength(1);
    expect(net.things()[0]).toMatchObject({ mac: MAC, hostName: 'web-01', firstAt: NOW - DAY });
  });

  it('lets an address go to another thing after a week without a sighting', () => {
    const net = network();
    net.look('kea', [seen({ mac: MAC, addresses: ['10.1.2.3'] })]);
    net.look('logs', [seen({ addresses: ['10.1.2.3'] })], NOW + 6 * DAY);
    expect(net.things()).toHaveLength(1);
    net.look('logs', [seen({ addresses: ['10.1.2.3'] })], NOW + 14 * DAY);
    expect(net.things()).toHaveLength(2);
  });

  it('takes a short name and its whole name as one at the same address', () => {
    const net = network();
    net.look('logs', [seen({ hostName: 'web-01', addresses: ['10.1.2.3'] })]);
    net.look('table', [seen({ hostName: 'web-01.corp.example', addresses: ['10.1.2.3'] })]);
    expect(net.things().map(({ hostName }) => hostName)).toEqual(['web-01.corp.example']);
    net.look('table', [seen({ hostName: 'db-01', addresses: ['10.1.2.3'] })], NOW + 1);
    expect(net.things()).toHaveLength(2);
  });
});

describe('differences', () => {
  it('of ports: opened, changed, and closed only where a scan looked', () => {
    const net = network();
    expect(kinds(net.look('nmap', [seen({ mac: MAC, services: [ssh()], looked: [all] })]))).toEqual(['appeared']);
    const web = { ...ssh(), port: 8080, name: 'http', product: 'nginx', version: '1.27' };
    const second = net.look('nmap', [seen({ mac: MAC, services: [ssh('9.9'), web], looked: [all] })], NOW + 1);
    expect(said(second)).toEqual([
      ['version-changed', '22/tcp ssh OpenSSH 9.6', '22/tcp ssh OpenSSH 9.9'],
      ['port-opened', '', '8080/tcp http nginx 1.27'],
    ]);
    const third = net.look('nmap', [seen({ mac: MAC, looked: [all] })], NOW + 2);
    expect(said(third)).toEqual([['port-closed', '22/tcp ssh OpenSSH 9.9', '']]);
    expect(net.things()[0]?.services.map(({ port }) => port)).toEqual([8080]);
  });

  it('are none at the first look of a scanner at a thing that leases showed', () => {
    const net = network();
    net.look('kea', [seen({ mac: MAC })]);
    expect(kinds(net.look('nmap', [seen({ mac: MAC, services: [ssh()], looked: [all] })]))).toEqual([]);
  });

  it('are none for an older file than the last one of the source', () => {
    const net = network();
    net.look('nmap', [seen({ mac: MAC, addresses: ['10.1.2.3'], services: [ssh()], looked: [all], at: NOW })]);
    const older = net.look('nmap', [seen({ mac: MAC, addresses: ['10.9.9.9'], looked: [all], at: NOW - DAY })]);
    expect(kinds(older)).toEqual([]);
    expect(net.things()[0]).toMatchObject({ firstAt: NOW - DAY, lastAt: NOW, services: [{ port: 22 }] });
  });

  it('keep a product that a later look does not see, and every address of one file', () => {
    const net = network();
    net.look('nmap', [seen({ mac: MAC, addresses: ['10.1.2.3'], services: [ssh()] })]);
    net.look(
      'flows',
      [seen({ addresses: ['10.1.2.3'], services: [{ ...ssh(), name: '', product: '', version: '' }] })],
      NOW + 1,
    );
    expect(net.things()[0]?.services[0]).toMatchObject({ product: 'OpenSSH', version: '9.6', source: 'flows' });
    net.look(
      'neighbours',
      [seen({ mac: MAC, addresses: ['10.1.2.3'] }), seen({ mac: MAC, addresses: ['10.1.2.4'] })],
      NOW + 2,
    );
    expect(addressesOf(net.things()[0] ?? freshThing('x', 0)).toSorted()).toEqual(['10.1.2.3', '10.1.2.4']);
  });

  it('never lie in the future', () => {
    const net = network();
    net.look('nmap', [seen({ mac: MAC, at: NOW + 90 * DAY })]);
    expect(net.things()[0]?.lastAt).toBe(NOW);
  });

  it('of the same file taken again are none, and no two things are taken for one, whatever each entry shows of them', () => {
    const entry = fc
      .record({ device: fc.nat(3), mac: fc.boolean(), name: fc.boolean(), address: fc.boolean() })
      .filter(({ mac, name, address }) => mac || name || address)
      .map(({ device, mac, name, address }) =>
        seen({
          mac: mac ? `00:1b:21:00:00:0${device}` : '',
          hostName: name ? `host-${device}` : '',
          addresses: address ? [`10.1.2.${device}`] : [],
        }),
      );
    const source = fc.constantFrom<DiscoverySource[]>('kea', 'nmap', 'logs');
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 16 }), source, (list, from) => {
        const net = network();
        net.look(from, list);
        net.look(from, list, NOW + 1);
        const again = net.look(from, list, NOW + 2);
        expect([again.appeared, kinds(again)]).toEqual([0, []]);
        for (const thing of net.things()) {
          const digits = [thing.mac, thing.hostName, ...addressesOf(thing)].filter(Boolean).map((text) => text.at(-1));
          expect(new Set(digits).size).toBe(1);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('hosts on record', () => {
  const host = (name: string, addresses: string[] = []) => ({ name, addresses, team: '平台部' });
  const thing = (more: Partial<KnownThing>): KnownThing => ({ ...freshThing('t', NOW), ...more });
  const matched = (hosts: ReturnType<typeof host>[], one: KnownThing, others: readonly KnownThing[] = []) =>
    openMatcher(hosts, openRegister([one, ...others]))(one);
  const at = (address: string, time: number) => [{ address, source: 'kea' as const, at: time }];

  it('are found by name, by label when only one has it, or by address', () => {
    expect(matched([host('web-01')], thing({ hostName: 'web-01' }))).toBe('web-01');
    expect(matched([host('web-01')], thing({ hostName: 'web-01.corp.example' }))).toBe('web-01');
    expect(matched([host('web-01.a.example')], thing({ hostName: 'web-01.b.example' }))).toBeNull();
    expect(matched([host('web-01.a.example'), host('web-01.b.example')], thing({ hostName: 'web-01' }))).toBeNull();
    expect(matched([host('web-01', ['10.1.2.3'])], thing({ claims: at('10.1.2.3', NOW) }))).toBe('web-01');
    expect(matched([host('web-01', ['10.1.2.3'])], thing({ claims: at('10.1.2.4', NOW) }))).toBeNull();
  });

  it('stay what a person made of them, wherever they move, while that host is on record', () => {
    const bound = thing({ hostName: 'nas', boundTo: 'nas-01', claims: at('10.9.9.9', NOW) });
    expect(matched([host('nas-01', ['10.1.2.3'])], bound)).toBe('nas-01');
    expect(matched([host('nas-02')], bound)).toBeNull();
  });

  it('are not found by an address at which another thing was seen later', () => {
    const later = thing({ id: 'later', mac: OTHER_MAC, claims: at('10.1.2.3', NOW + 1) });
    const stale = thing({ mac: MAC, claims: at('10.1.2.3', NOW) });
    expect(matched([host('web-01', ['10.1.2.3'])], stale, [later])).toBeNull();
  });

  it('are orphans without a team, or unseen for too long once anything was discovered', () => {
    const when = { now: NOW, unseenDays: 30, hasRun: true };
    const old = { knownSince: NOW - 40 * DAY, lastSeenAt: null };
    expect(judgeHost({ name: 'a', team: ' ' }, { ...old, lastSeenAt: NOW }, when)).toMatchObject({
      hasNoTeam: true,
      isUnseen: false,
    });
    expect(judgeHost(host('a'), old, when)).toMatchObject({ hasNoTeam: false, isUnseen: true });
    expect(judgeHost(host('a'), old, { ...when, hasRun: false }).isUnseen).toBe(false);
    expect(judgeHost(host('a'), { ...old, knownSince: NOW - 29 * DAY }, when).isUnseen).toBe(false);
  });
});

describe('the state of a thing', () => {
  const when = { now: NOW, today: '2026-11-23', unseenDays: 30 };
  const ignored = { until: '2026-11-23', reason: '打印机', by: '王芳' };

  it('is unknown, on record or set aside until its day', () => {
    const one = freshThing('t', NOW);
    expect(judgeThing(one, null, when).thing).toMatchObject({ state: 'unknown', unknownSince: NOW });
    expect(judgeThing({ ...one, ignored }, null, when).thing.state).toBe('ignored');
    expect(judgeThing({ ...one, ignored }, null, { ...when, today: '2026-11-24' }).thing).toMatchObject({
      state: 'unknown',
      ignored: null,
    });
    expect(judgeThing({ ...one, unknownSince: NOW - 1 }, 'web-01', when)).toMatchObject({
      became: 'registered',
      thing: { state: 'registered', unknownSince: null },
    });
    expect(judgeThing(one, 'web-01', when).became).toBeUndefined();
  });

  it('is gone after the days of the setting, and then no finding', () => {
    const one = { ...freshThing('t', NOW - 31 * DAY), unknownSince: NOW - 31 * DAY };
    const { thing, became } = judgeThing(one, null, when);
    expect(became).toBe('gone');
    expect(isWeakness(thing)).toBe(false);
    expect(judgeThing(thing, null, when).became).toBeUndefined();
    expect(isWeakness(judgeThing(freshThing('t', NOW), null, when).thing)).toBe(true);
  });
});

describe('cursors', () => {
  it('are read back, and anything else is refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, key) => {
        if (`${value}${key}`.includes('\0')) return;
        expect(readCursor(writeCursor(value, key), 'text')).toEqual([value, key]);
      }),
    );
    for (const text of ['', 'x', writeCursor('no time', 'k'), Buffer.from('[1,2]').toString('base64url')])
      expect(() => readCursor(text, 'time')).toThrow(expect.objectContaining({ code: 'discovery.cursor-invalid' }));
    expect(isDomainError(new Error('x'))).toBe(false);
  });
});
