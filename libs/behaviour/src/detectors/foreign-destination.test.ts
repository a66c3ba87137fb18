import { expect, it } from 'vitest';
import { limitsOf } from '../engine.ts';
import { readCountryTable } from '../names/country-table.ts';
import { flow, times, UNKNOWN_WORLD, verdictsOf } from '../testing/facts.ts';
import { foreignDestination } from './foreign-destination.ts';

const table = readCountryTable('203.0.113.0/24,US\n198.51.100.0/24,CN');
const world = { countryOf: table.countryOf, homeCountries: () => new Set(['CN']) };
const flows = (count: number, dst: string) => times(count, (n) => flow(n, { dst, bytesOut: 100 }));

it('speaks about the third flow to another country', () => {
  const [first] = verdictsOf(foreignDestination, flows(3, '203.0.113.9'), { world });
  expect(first).toMatchObject({ expected: 'destinations in CN', seen: '3 flows to US, 300 bytes sent' });
  expect(first?.subject).toMatchObject({ dest_country: 'US', dest_ip: '203.0.113.9' });
});

it('is silent about home, unknown ranges, private addresses, and sources outside', () => {
  for (const dst of ['198.51.100.9', '192.0.2.9', '10.1.1.1'])
    expect(verdictsOf(foreignDestination, flows(50, dst), { world })).toEqual([]);
  const outside = flows(50, '203.0.113.9').map((each) => ({ ...each, src: '203.0.113.8' }));
  expect(verdictsOf(foreignDestination, outside, { world })).toEqual([]);
});

it('never guesses: without a table it judges nothing and says why', () => {
  expect(verdictsOf(foreignDestination, flows(50, '203.0.113.9'))).toEqual([]);
  const limits = limitsOf(foreignDestination, {});
  expect(foreignDestination.open(UNKNOWN_WORLD).unready?.(0, limits)?.state).toBe('not-ready');
  expect(foreignDestination.open({ ...UNKNOWN_WORLD, ...world }).unready?.(0, limits)).toBeUndefined();
});
