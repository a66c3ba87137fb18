import { expect, it } from 'vitest';
import { flow, times, verdictsOf } from '../testing/facts.ts';
import { beacon } from './beacon.ts';

/** Pauses that wander by up to `share` of the period, the same in each run. */
const calls = (count: number, period: number, share: number) =>
  times(count, (n) => flow(n * period + period * share * Math.sin(n * n)));

it('speaks about regular calls with a little jitter', () => {
  const [first, ...rest] = verdictsOf(beacon, calls(20, 300, 0.02));
  expect(first?.seen).toMatch(/^12 pauses of about 300 s, jitter \d\.\d %$/);
  expect(first?.subject).toMatchObject({ src_ip: '10.64.3.17', dest_ip: '203.0.113.9', dest_port: 443 });
  expect(rest).toHaveLength(7);
});

it('keeps speaking when one call is late or missing', () => {
  const late = calls(30, 300, 0.02).filter((_, n) => n !== 9);
  expect(verdictsOf(beacon, late).length).toBeGreaterThan(10);
});

it('is silent about irregular, quick, few and private calls', () => {
  expect(verdictsOf(beacon, calls(100, 300, 0.5))).toEqual([]);
  expect(verdictsOf(beacon, calls(100, 5, 0.01))).toEqual([]);
  expect(verdictsOf(beacon, calls(12, 300, 0.01))).toEqual([]);
  expect(
    verdictsOf(
      beacon,
      calls(100, 300, 0).map((each) => ({ ...each, dst: '10.0.0.5' })),
    ),
  ).toEqual([]);
});

it('is silent about a destination that the whole fleet calls regularly', () => {
  const fleet = times(20, (n) => times(8, (car) => flow(n * 300 + car, { src: `10.64.0.${car}` }))).flat();
  expect(verdictsOf(beacon, fleet)).toEqual([]);
});
