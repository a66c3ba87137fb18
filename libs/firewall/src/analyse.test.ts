import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, readFirewall } from './index.ts';
import { ADDRESSES, ANY_SERVICE, PORTS, type FirewallRule, type Range } from './model.ts';

const TODAY = '2026-11-28';
const found = (lines: readonly string[]): string[] =>
  analyse(readFirewall(`*filter\n:INPUT DROP [0:0]\n${lines.join('\n')}\n`), TODAY).map(({ kind, rule, by }) =>
    `${kind} ${rule?.name ?? ''}${by.length > 0 ? ` by ${by.map(({ name }) => name).join(' ')}` : ''}`.trim(),
  );

describe('weaknesses of rules', () => {
  it('a rule that earlier ones together leave nothing to', () => {
    expect(
      found([
        '-A INPUT -s 10.0.0.0/9 -p tcp --dport 80 -j DROP',
        '-A INPUT -s 10.128.0.0/9 -p tcp --dport 1:100 -j ACCEPT',
        '-A INPUT -s 172.16.0.0/12 -j DROP',
        '-A INPUT -s 10.0.0.0/8 -p tcp --dport 80 -j ACCEPT',
      ]),
    ).toEqual(['shadowed 4 by 1 2']);
  });

  it('a rule that says again what stands before it', () => {
    expect(found(['-A INPUT -s 10.0.0.0/8 -j ACCEPT', '-A INPUT -s 10.1.0.0/16 -p tcp --dport 443 -j ACCEPT'])).toEqual(
      ['redundant 2 by 1'],
    );
  });

  it('nothing is taken away by rules that match on more, are jumps, or leave a port open', () => {
    expect(
      found([
        '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
        '-A INPUT -j OTHER',
        '-A INPUT -s 10.0.0.0/8 -p tcp --dport 1:442 -j DROP',
        '-A INPUT -s 10.0.0.0/8 -p tcp --dport 444:65535 -j DROP',
        '-A INPUT -s 10.0.0.0/8 -p tcp -j ACCEPT',
      ]),
    ).toEqual([]);
  });

  it('everything from everywhere, management from everywhere, and what has run out', () => {
    expect(
      found([
        '-A INPUT -p tcp --dport 3389 -j ACCEPT',
        '-A INPUT -p tcp --dport 8443 -m comment --comment "expires 2026-11-27" -j ACCEPT',
        '-A INPUT -p tcp --dport 8444 -m comment --comment "expires 2026-11-28" -j ACCEPT',
        '[0:0] -A INPUT -s 10.0.0.1 -p udp --dport 99 -j ACCEPT',
        '-A INPUT -j ACCEPT',
      ]),
    ).toEqual(['management-open 1', 'expired 2', 'never-hit 4', 'any-any 5']);
  });

  it('a list that lets through what no rule matches, unless its last rule closes it', () => {
    const open = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 10.0.0.1 -j DROP\n';
    expect(analyse(readFirewall(open), TODAY).map(({ kind }) => kind)).toEqual(['default-allow']);
    expect(analyse(readFirewall(`${open}-A INPUT -j DROP\n`), TODAY)).toEqual([]);
  });
});

describe('shadowing', () => {
  const range = (all: Range) =>
    fc.tuple(fc.nat(7), fc.nat(7)).map(([a, b]): Range => {
      const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
      return { lo: lo === 0 ? all.lo : lo, hi: hi === 7 ? all.hi : hi };
    });
  const rule = fc
    .record({
      action: fc.constantFrom('allow' as const, 'deny' as const),
      source: range(ADDRESSES),
      destination: range(ADDRESSES),
      port: range(PORTS),
      conditional: fc.boolean(),
    })
    .map(({ action, source, destination, port, conditional }, line = 0): FirewallRule => ({
      line,
      list: 'l',
      name: '',
      action,
      from: [],
      to: [],
      sources: [source],
      destinations: [destination],
      services: [{ ...ANY_SERVICE, destination: port }],
      isConditional: conditional,
      isPartial: false,
      isDisabled: false,
      expiresOn: null,
      hits: null,
      comment: '',
      text: '',
    }));
  const inside = (value: number, { lo, hi }: Range) => value >= lo && value <= hi;
  const points = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const matches = ({ sources, destinations, services }: FirewallRule, [s, d, p]: readonly number[]): boolean =>
    inside(s ?? 0, sources[0] ?? ADDRESSES) &&
    inside(d ?? 0, destinations[0] ?? ADDRESSES) &&
    inside(p ?? 0, services[0]?.destination ?? PORTS);

  it('is what trying every packet says', () => {
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 7 }), (given) => {
        const rules = given.map((each, at) => ({ ...each, name: String(at) }));
        const packets = points.flatMap((s) => points.flatMap((d) => points.map((p) => [s, d, p] as const)));
        const taken = new Map<string, boolean>();
        for (const packet of packets) {
          // Packets that an earlier rule surely decides never reach a later one.
          let decided = false;
          for (const each of rules) {
            if (!matches(each, packet)) continue;
            if (!decided) taken.set(each.name, true);
            if (!each.isConditional) decided = true;
          }
        }
        const dead = rules.filter(({ name }) => taken.get(name) !== true).map(({ name }) => name);
        const weak = analyse({ format: 'iptables', rules, defaults: new Map(), unread: [] }, TODAY)
          .filter(({ kind }) => kind === 'shadowed' || kind === 'redundant')
          .map(({ rule: each }) => each?.name);
        expect(weak).toEqual(dead);
      }),
      { numRuns: 300 },
    );
  });
});
