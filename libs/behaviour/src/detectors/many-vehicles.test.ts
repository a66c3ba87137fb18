import { expect, it } from 'vitest';
import { command, times, verdictsOf, vin } from '../testing/facts.ts';
import { manyVehicles } from './many-vehicles.ts';

const commands = (count: number, role: string) => times(count, (n) => command(n * 60, { vin: vin(n * 100), role }));

it('speaks when an owner commands many vehicles', () => {
  const [first] = verdictsOf(manyVehicles, commands(6, 'owner'));
  expect(first?.seen).toBe('6 vehicles, the last command was unlock');
  expect(first?.subject).toMatchObject({ account: 'u-1001', last_vin: vin(500), count: 6 });
});

it('gives staff a limit of their own', () => {
  expect(verdictsOf(manyVehicles, commands(40, 'operator'))).toEqual([]);
  expect(verdictsOf(manyVehicles, commands(40, 'operator'), { limits: { staffVehiclesCount: 30 } })).toHaveLength(11);
});

it('is silent about a family with five cars, one car often, and vehicles spread over days', () => {
  expect(verdictsOf(manyVehicles, commands(5, 'owner'))).toEqual([]);
  expect(
    verdictsOf(
      manyVehicles,
      times(100, (n) => command(n)),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      manyVehicles,
      times(30, (n) => command(n * 3600, { vin: vin(n) })),
    ),
  ).toEqual([]);
});
