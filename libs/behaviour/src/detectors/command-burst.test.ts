import { expect, it } from 'vitest';
import { command, times, verdictsOf, vin } from '../testing/facts.ts';
import { commandBurst } from './command-burst.ts';

it('speaks about many commands to one vehicle within a minute, whoever gave them', () => {
  const [first] = verdictsOf(
    commandBurst,
    times(15, (n) => command(n, { account: `u-${n}` })),
  );
  expect(first).toMatchObject({ seen: '15 commands, the last one unlock', key: 'LCDCDA1E0RW000017' });
});

it('is silent about few commands, commands over time, and commands to many vehicles', () => {
  expect(
    verdictsOf(
      commandBurst,
      times(14, (n) => command(n)),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      commandBurst,
      times(100, (n) => command(n * 10)),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      commandBurst,
      times(100, (n) => command(n / 10, { vin: vin(n) })),
    ),
  ).toEqual([]);
});
