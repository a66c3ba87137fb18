import { expect, it } from 'vitest';
import { command, verdictsOf } from '../testing/facts.ts';
import { commandWhileDriving } from './command-while-driving.ts';

it('speaks by the speed of the record', () => {
  const [first] = verdictsOf(commandWhileDriving, [command(0, { speedKmh: 72 })]);
  expect(first).toMatchObject({ expected: 'under 10 km/h', seen: 'unlock at 72 km/h' });
});

it('speaks by the speed that the vehicle reported when the record has none', () => {
  const world = { speedOf: (vin: string) => (vin === 'LCDCDA1E0RW000017' ? 55 : undefined) };
  const [first] = verdictsOf(commandWhileDriving, [command(0, { command: 'power_off' })], { world });
  expect(first?.subject).toMatchObject({ speed_kmh: 55, last_command: 'power_off' });
});

it('is silent about standing vehicles, unknown speeds, harmless commands and refused ones', () => {
  const world = { speedOf: () => 55 };
  expect(verdictsOf(commandWhileDriving, [command(0, { speedKmh: 0 }), command(0)], {})).toEqual([]);
  expect(verdictsOf(commandWhileDriving, [command(0, { command: 'climate_on' })], { world })).toEqual([]);
  expect(verdictsOf(commandWhileDriving, [command(0, { outcome: 'failed' })], { world })).toEqual([]);
});
