import { expect, it } from 'vitest';
import { replay, STORIED } from './stories.ts';

it.each(STORIED)('the attack of %s is found with standard limits, and not when it is off', (id) => {
  expect(replay(id, { enabled: true, limits: {} })).toBe(true);
  expect(replay(id, { enabled: false, limits: {} })).toBe(false);
});

it.each([
  ['flow.host-fan-out', { hostsCount: 5000 }],
  ['flow.port-fan-out', { portsCount: 5000 }],
  ['flow.beacon', { pauseLeastS: 3600 }],
  ['flow.foreign-destination', { flowsCount: 10_000 }],
  ['dns.generated-names', { namesCount: 100 }],
  ['dns.tunnel', { entropyBits: 6 }],
  ['fleet.campaign', { vehiclesCount: 1000 }],
  ['remote.while-driving', { speedKmh: 200 }],
] as const)('%s with limits that overlook its attack is found out', (id, limits) => {
  expect(replay(id, { enabled: true, limits })).toBe(false);
});

it('detectors without a story are not judged', () => {
  expect(replay('flow.first-seen', { enabled: true, limits: {} })).toBeUndefined();
});
