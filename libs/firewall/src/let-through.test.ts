import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letThrough, readFirewall } from './index.ts';
import { ADDRESSES, ANY_SERVICE, PORTS, type FirewallRule, type Range, type RuleSet } from './model.ts';

const shown = (set: RuleSet) =>
  letThrough(set).map(({ rule, boxes }) => [rule?.line ?? 0, boxes.map(([, , , , { lo, hi }]) => `${lo}-${hi}`)]);

describe('what is let through', () => {
  it('leaves out what earlier rules deny, chains of the firewall itself, and rules that match on more', () => {
    const text = `*nat
:PREROUTING ACCEPT [0:0]
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
-A INPUT -p tcp --dport 22 -j ACCEPT
-A FORWARD -m state --state ESTABLISHED -j ACCEPT
-A FORWARD -p tcp --dport 100:200 -j DROP
-A FORWARD -p tcp --dport 50:300 -j ACCEPT
-A FORWARD -p tcp --dport 150:160 -j ACCEPT
COMMIT
`;
    expect(shown(readFirewall(text))).toEqual([[9, ['50-99', '201-300']]]);
  });

  it('names what a list lets through by default', () => {
    const text = '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp -j DROP\nCOMMIT\n';
    const [passage, ...more] = letThrough(readFirewall(text));
    expect(more).toEqual([]);
    expect(passage?.rule).toBeUndefined();
    expect(passage?.boxes.map(([, , protocol]) => protocol)).toEqual([
      { lo: 0, hi: 5 },
      { lo: 7, hi: 255 },
    ]);
  });

  it('takes a rule of an interface away only where the later one has no other', () => {
    const text = `*filter
:FORWARD DROP [0:0]
-A FORWARD -i eth0 -p tcp --dport 22 -j DROP
-A FORWARD -i eth1 -p tcp --dport 22 -j ACCEPT
-A FORWARD -i eth0 -p tcp --dport 22 -j ACCEPT
`;
    expect(shown(readFirewall(text))).toEqual([[4, ['22-22']]]);
  });

  const range = (all: Range) =>
    fc.tuple(fc.nat(7), fc.nat(7)).map(([a, b]): Range => {
      const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
      return { lo: lo === 0 ? all.lo : lo, hi: hi === 7 ? all.hi : hi };
    });
  const rule = fc
    .record({
      action: fc.constantFrom('allow' as const, 'deny' as const, 'other' as const),
      source: range(ADDRESSES),
      port: range(PORTS),
    })
    .map(({ action, source, port }): FirewallRule => ({
      line: 1,
      list: 'l',
      name: '',
      action,
      from: [],
      to: [],
      sources: [source],
      destinations: [ADDRESSES],
      services: [{ ...ANY_SERVICE, destination: port }],
      isConditional: false,
      isPartial: false,
      isDisabled: false,
      expiresOn: null,
      hits: null,
      comment: '',
      text: '',
    }));
  const inside = (value: number, { lo, hi }: Range) => value >= lo && value <= hi;

  it('is what trying every packet says', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 7 }),
        fc.constantFrom('allow' as const, 'deny' as const),
        (rules, rest) => {
          const passages = letThrough({ format: 'iptables', rules, defaults: new Map([['l', rest]]), unread: [] });
          for (let source = 0; source <= 8; source += 1)
            for (let port = 0; port <= 8; port += 1) {
              const first = rules.find(
                ({ action, sources, services }) =>
                  action !== 'other' &&
                  inside(source, sources[0] ?? ADDRESSES) &&
                  inside(port, services[0]?.destination ?? PORTS),
              );
              const passes = passages.some(({ boxes }) =>
                boxes.some(([from, , , , to]) => inside(source, from) && inside(port, to)),
              );
              expect(passes).toBe((first?.action ?? rest) === 'allow');
            }
        },
      ),
      { numRuns: 300 },
    );
  });
});
