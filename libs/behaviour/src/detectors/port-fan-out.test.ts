import { expect, it } from 'vitest';
import { flow, times, verdictsOf } from '../testing/facts.ts';
import { portFanOut } from './port-fan-out.ts';

it('speaks when one source tries many ports of one host within the window', () => {
  const [first] = verdictsOf(
    portFanOut,
    times(50, (n) => flow(n, { port: 1000 + n })),
  );
  expect(first).toMatchObject({ detector: 'flow.port-fan-out', seen: '50 ports of 203.0.113.9' });
  expect(first?.subject).toEqual({ src_ip: '10.64.3.17', dest_ip: '203.0.113.9', count: 50 });
});

it('is silent below the limit, for repeated ports, spread hosts, and ports spread over time', () => {
  expect(
    verdictsOf(
      portFanOut,
      times(49, (n) => flow(n, { port: 1000 + n })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      portFanOut,
      times(500, (n) => flow(n / 10, { port: 1000 + (n % 40) })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      portFanOut,
      times(100, (n) => flow(n, { port: 1000 + n, dst: `203.0.113.${n}` })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      portFanOut,
      times(100, (n) => flow(n * 10, { port: 1000 + n })),
    ),
  ).toEqual([]);
});

it('is not held back by a clock of the year 2099', () => {
  const ahead = flow(0, { at: Date.UTC(2099, 0, 1) });
  expect(verdictsOf(portFanOut, [ahead, ...times(50, (n) => flow(n, { port: 1000 + n }))])).toHaveLength(1);
});
