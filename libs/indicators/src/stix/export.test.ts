import { describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.ts';
import { sightingsBundle, type ExportedSighting } from './export.ts';

const sighting = (more: Partial<ExportedSighting>): ExportedSighting => ({
  kind: 'domain',
  value: 'evil.example',
  id: '0197a8a0-0000-7000-8000-000000000001',
  ref: '',
  indicatorId: '0197a8a0-0000-4000-8000-000000000002',
  title: '',
  tlp: 'amber',
  confidence: 80,
  validFrom: '2026-11-01T00:00:00.000Z',
  firstSeen: '2026-11-02T00:00:00.000Z',
  lastSeen: '2026-11-03T00:00:00.000Z',
  count: 12,
  ...more,
});

const bundle = (...sightings: readonly ExportedSighting[]): string =>
  JSON.stringify(
    sightingsBundle(
      sightings,
      { id: '0197a8a0-0000-4000-8000-00000000000f', name: '车企' },
      {
        id: '0197a8a0-0000-4000-8000-0000000000aa',
        now: '2026-11-04T00:00:00.000Z',
      },
    ),
  );

describe('the bundle of sightings', () => {
  it('is read again by our own reader, with the indicator that had no STIX id', () => {
    const { indicators, sightings, problems } = collect('stix', bundle(sighting({})));
    expect(problems).toEqual([]);
    expect(indicators).toMatchObject([{ kind: 'domain', value: 'evil.example', confidence: 80, tlp: 'amber' }]);
    expect(sightings).toEqual([
      {
        ref: 'indicator--0197a8a0-0000-4000-8000-000000000002',
        firstSeen: Date.parse('2026-11-02T00:00:00Z'),
        lastSeen: Date.parse('2026-11-03T00:00:00Z'),
        count: 12,
      },
    ]);
  });

  it('names an indicator of STIX by its own id and does not repeat it', () => {
    const ref = 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2';
    const { indicators, sightings } = collect('stix', bundle(sighting({ ref }), sighting({ ref, id: 'x' })));
    expect(indicators).toEqual([]);
    expect(sightings.map((each) => each.ref)).toEqual([ref, ref]);
  });

  it('says so where STIX has no pattern', () => {
    const { problems } = collect(
      'stix',
      bundle(sighting({ kind: 'ja4', value: 't13d1516h2_8daaf6152771_b186095e22b6' })),
    );
    expect(problems.map(({ code }) => code)).toEqual(['unsupported-pattern-type']);
  });
});
