import { expect, it } from 'vitest';
import { dns, times, verdictsOf } from '../testing/facts.ts';
import { drawnNames } from '../testing/drawn.ts';
import { generatedNames } from './generated-names.ts';

const missing = drawnNames(60, 14).map((label, n) => dns(n, `${label}.com`, { answer: 'nxdomain' }));

it('speaks when a client asks for generated names that do not exist', () => {
  const [first] = verdictsOf(generatedNames, missing);
  expect(first?.seen).toMatch(/^10 names such as .* 100 % do not exist$/);
  expect(first?.subject).toMatchObject({ src_ip: '10.64.3.17', count: 10 });
});

it('needs three times as many names where answers are not seen', () => {
  const asked = missing.map((each) => ({ ...each, answer: 'question' as const }));
  expect(verdictsOf(generatedNames, asked.slice(0, 25))).toEqual([]);
  expect(verdictsOf(generatedNames, asked)[0]?.seen).toContain('answers not seen');
});

it('is silent about natural names that do not exist, generated ones that do, and few of them', () => {
  const natural = ['dongchedi', 'openstreetmap', 'weatherchannel', 'telemetryhub', 'shanghaibank', 'chargingstation'];
  const asked = times(200, (n) => dns(n, `${natural[n % 6] ?? ''}.com`, { answer: 'nxdomain' }));
  expect(verdictsOf(generatedNames, asked)).toEqual([]);
  expect(
    verdictsOf(
      generatedNames,
      missing.map((each) => ({ ...each, answer: 'ok' as const })),
    ),
  ).toEqual([]);
  expect(verdictsOf(generatedNames, missing.slice(0, 8))).toEqual([]);
  expect(
    verdictsOf(
      generatedNames,
      times(100, (n) => dns(n, missing[0]?.name ?? '', { answer: 'nxdomain' })),
    ),
  ).toEqual([]);
});
