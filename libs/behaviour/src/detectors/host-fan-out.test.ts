import { expect, it } from 'vitest';
import { flow, times, verdictsOf } from '../testing/facts.ts';
import { hostFanOut } from './host-fan-out.ts';

const to = (count: number, port: number) => times(count, (n) => flow(n, { port, dst: `10.64.9.${n}` }));

it('speaks when one source reaches for one port of many hosts', () => {
  const [first] = verdictsOf(hostFanOut, to(30, 23));
  expect(first).toMatchObject({ seen: '30 hosts on port 23' });
  expect(first?.subject).toEqual({ src_ip: '10.64.3.17', dest_port: 23, count: 30 });
});

it('is silent below the limit, for everyday ports, and for one host asked often', () => {
  expect(verdictsOf(hostFanOut, to(29, 23))).toEqual([]);
  expect(
    verdictsOf(
      hostFanOut,
      [53, 80, 123, 443].flatMap((port) => to(100, port)),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      hostFanOut,
      times(100, (n) => flow(n, { port: 23 })),
    ),
  ).toEqual([]);
});
