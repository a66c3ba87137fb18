import { describe, expect, it } from 'vitest';
import { limitsOf } from '../engine.ts';
import { flow, T0, times, tls, UNKNOWN_WORLD, verdictsOf } from '../testing/facts.ts';
import { firstSeen } from './first-seen.ts';

const DAY = 86_400;
const learnt = times(4, (day) => tls(day * DAY, { sni: 'ota.example.cn' }));

describe('first-seen', () => {
  it('speaks about a name that the group never used, whoever of the group uses it, once', () => {
    const fresh = times(3, (n) => tls(4 * DAY + n, { sni: 'c2.example.net', src: `10.64.7.${n}` }));
    const found = verdictsOf(firstSeen, [...learnt, ...fresh]);
    expect(found.map(({ seen }) => seen)).toEqual(['new sni c2.example.net']);
    expect(found[0]?.subject).toEqual({ src_ip: '10.64.7.0', what: 'sni', tls_sni: 'c2.example.net' });
  });

  it('speaks about new destinations and fingerprints as well', () => {
    const facts = [flow(0), tls(0, { sni: '', ja4: 't13d1516h2_8daaf6152771_b186095e22b6' })];
    const later = [
      flow(4 * DAY, { dst: '198.51.100.4', port: 8443 }),
      tls(4 * DAY, { sni: '', ja4: 't12d0000h1_a_b' }),
    ];
    expect(verdictsOf(firstSeen, [...facts, ...later]).map(({ seen }) => seen)).toEqual([
      'new destination 198.51.100.4:8443',
      'new ja4 t12d0000h1_a_b',
    ]);
  });

  it('is silent while it learns, about known values, private destinations, and in a group that always finds new ones', () => {
    expect(
      verdictsOf(
        firstSeen,
        times(50, (n) => tls(n, { sni: `n${n}.example.cn` })),
      ),
    ).toEqual([]);
    expect(verdictsOf(firstSeen, [...learnt, tls(5 * DAY)])).toEqual([]);
    expect(verdictsOf(firstSeen, [flow(0), flow(4 * DAY, { dst: '10.9.9.9' })])).toEqual([]);
    expect(
      verdictsOf(firstSeen, [flow(0, { src: '203.0.113.1' }), flow(4 * DAY, { src: '203.0.113.1', port: 1 })]),
    ).toEqual([]);
    const browsing = times(100, (n) => tls(4 * DAY + n, { sni: `n${n}.example.cn` }));
    expect(verdictsOf(firstSeen, [...learnt, ...browsing])).toHaveLength(5);
  });

  it('goes on after a restart from what it saved', () => {
    const limits = limitsOf(firstSeen, {});
    const before = firstSeen.open(UNKNOWN_WORLD);
    for (const fact of learnt) before.look(fact, limits, () => undefined);
    const after = firstSeen.open(UNKNOWN_WORLD);
    expect(after.unready?.(T0, limits)?.state).toBe('learning');
    after.load?.(JSON.parse(JSON.stringify(before.save?.())));
    after.load?.('nonsense');
    expect(after.unready?.(T0 + 4 * DAY * 1000, limits)).toBeUndefined();
    const told: string[] = [];
    for (const fact of [tls(5 * DAY), tls(5 * DAY, { sni: 'c2.example.net' })])
      after.look(fact, limits, ({ seen }) => told.push(seen));
    expect(told).toEqual(['new sni c2.example.net']);
  });
});
