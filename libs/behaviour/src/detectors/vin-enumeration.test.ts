import { expect, it } from 'vitest';
import { call, command, times, verdictsOf, vin } from '../testing/facts.ts';
import { vinEnumeration } from './vin-enumeration.ts';

it('speaks about many refused VINs in any order', () => {
  const tried = times(15, (n) => call(n, { vin: vin((n * 7919) % 100_000), outcome: 'failed' }));
  const [first] = verdictsOf(vinEnumeration, tried);
  expect(first?.seen).toBe('15 refused VINs, 1 neighbours in a row');
});

it('speaks about VINs in the order of their numbers even when they succeed', () => {
  const [first] = verdictsOf(
    vinEnumeration,
    times(8, (n) => command(n, { vin: vin(100 + n) })),
  );
  expect(first?.seen).toBe('0 refused VINs, 8 neighbours in a row');
});

it('names the address when there is no account', () => {
  const tried = times(8, (n) => call(n, { vin: vin(n), account: '' }));
  expect(verdictsOf(vinEnumeration, tried)[0]?.key).toBe('198.51.100.7');
});

it('is silent about one VIN refused often, few refusals, and distant vehicles that succeed', () => {
  expect(
    verdictsOf(
      vinEnumeration,
      times(100, (n) => call(n, { outcome: 'failed' })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      vinEnumeration,
      times(14, (n) => call(n, { vin: vin(n * 50), outcome: 'failed' })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      vinEnumeration,
      times(100, (n) => call(n, { vin: vin(n * 50) })),
    ),
  ).toEqual([]);
});
