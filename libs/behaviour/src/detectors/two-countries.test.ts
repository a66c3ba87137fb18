import { expect, it } from 'vitest';
import { call, command, login, verdictsOf } from '../testing/facts.ts';
import { twoCountries } from './two-countries.ts';

it('speaks about two countries within minutes', () => {
  const [first] = verdictsOf(twoCountries, [login(0, { country: 'CN' }), command(1200, { country: 'RU' })]);
  expect(first).toMatchObject({ expected: 'one country within 3 h', seen: 'CN and RU within 20 min' });
  expect(first?.subject).toMatchObject({ account: 'u-1001', countries: 'CN,RU' });
});

it('takes the country of the address from the table of the operator', () => {
  const world = { countryOf: (address: string) => (address === '198.51.100.7' ? 'CN' : 'US') };
  expect(verdictsOf(twoCountries, [login(0), call(60, { srcIp: '203.0.113.5' })], { world })).toHaveLength(1);
});

it('is silent about one country, a long journey, unknown places and failed log-ins', () => {
  const from = (s: number, country: string) => login(s, { country });
  expect(verdictsOf(twoCountries, [from(0, 'CN'), from(60, 'CN')])).toEqual([]);
  expect(verdictsOf(twoCountries, [from(0, 'CN'), from(4 * 3600, 'RU')])).toEqual([]);
  expect(verdictsOf(twoCountries, [login(0), login(60)])).toEqual([]);
  expect(verdictsOf(twoCountries, [from(0, 'CN'), login(60, { country: 'RU', outcome: 'failed' })])).toEqual([]);
});
