import { expect, it } from 'vitest';
import { drawnNames } from '../testing/drawn.ts';
import { dns, times, verdictsOf } from '../testing/facts.ts';
import { dnsTunnel } from './dns-tunnel.ts';

const carried = drawnNames(80, 40, 'abcdefghijklmnopqrstuvwxyz234567').map((sub, n) =>
  dns(n, `${sub}.t.example.com.cn`),
);

it('speaks about many long dense sub-names of one domain', () => {
  const [first] = verdictsOf(dnsTunnel, carried);
  expect(first?.seen).toMatch(/^60 sub-names of example\.com\.cn, 42 bytes and \d\.\d bits on average$/);
  expect(first?.subject).toMatchObject({ domain: 'example.com.cn', count: 60 });
});

it('is silent about short names, one name asked often, and names of many domains', () => {
  expect(
    verdictsOf(
      dnsTunnel,
      times(500, (n) => dns(n, `img${n}.cdn.example.cn`)),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      dnsTunnel,
      times(500, (n) => dns(n, carried[0]?.name ?? '')),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      dnsTunnel,
      carried.map((each, n) => ({ ...each, name: `${each.name.slice(0, 40)}.d${n}.cn` })),
    ),
  ).toEqual([]);
  expect(
    verdictsOf(
      dnsTunnel,
      times(200, (n) => dns(n, `${'a'.repeat(40)}${n}.example.cn`)),
    ),
  ).toEqual([]);
});
