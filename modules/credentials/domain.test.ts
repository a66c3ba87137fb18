import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CredentialProfile } from './contract.ts';
import { inRenewal, profileFault, regionOf, waits } from './domain.ts';

const text = { zh: '模板', en: 'profile' };
const profile = (change: Partial<CredentialProfile> = {}): CredentialProfile => ({
  id: 'p',
  title: text,
  about: text,
  kind: 'application',
  permissions: [{ aid: 5, ssp: { kind: 'any' } }],
  mostHours: 100,
  renewDays: 10,
  approval: 'automatic',
  region: { kind: 'any' },
  ...change,
});
const request = { permissions: [{ aid: 5 }], region: undefined, hours: 100, generationTime: 1_000_000 };
const NOW = 1_000_000;
const circle = (radius: number) => ({ kind: 'circle', lat: 0, lon: 0, radius }) as const;

describe('a request', () => {
  it('fits its profile', () => {
    expect(profileFault(request, profile(), NOW)).toBeUndefined();
  });

  it.each([
    ['too old', { generationTime: NOW - 604_801 }, {}, 'seven days'],
    ['from the future', { generationTime: NOW + 601 }, {}, 'future'],
    ['without application', { permissions: [] }, {}, 'no application'],
    ['for another application', { permissions: [{ aid: 6 }] }, {}, 'application 6'],
    ['for too long', { hours: 101 }, {}, '101 hours'],
    [
      'for another country',
      { region: { kind: 'country', country: 276 } },
      { region: { kind: 'country', country: 156 } },
      '156',
    ],
    ['for a circle in place of a country', { region: circle(5) }, { region: { kind: 'country', country: 156 } }, '156'],
    ['without its circle', {}, { region: { kind: 'circle', mostRadius: 50 } }, 'names a circle'],
    ['for a wide circle', { region: circle(51) }, { region: { kind: 'circle', mostRadius: 50 } }, '51 m'],
  ] as const)('%s does not', (_, change, other, words) => {
    expect(profileFault({ ...request, ...change }, profile(other), NOW)).toContain(words);
  });

  it('takes the country of its profile when it names none', () => {
    expect(regionOf({ region: undefined }, { region: { kind: 'country', country: 156 } })).toEqual({
      kind: 'country',
      country: 156,
    });
    expect(regionOf({ region: undefined }, { region: { kind: 'any' } })).toBeUndefined();
  });
});

describe('approval', () => {
  it('is always asked for identity certificates', () => {
    expect(waits({ kind: 'identity', approval: 'automatic' })).toBe(true);
    expect(waits({ kind: 'application', approval: 'automatic' })).toBe(false);
    expect(waits({ kind: 'application', approval: 'second-person' })).toBe(true);
  });
});

describe('renewal', () => {
  it('is open for exactly the days before the end', () => {
    const DAY = 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 40_000 }), fc.integer({ min: 1, max: 365 }), (hours, renewDays) => {
        const left = hours * 3_600_000;
        expect(inRenewal(left, 0, { renewDays })).toBe(hours >= 0 && left <= renewDays * DAY);
      }),
    );
  });
});
