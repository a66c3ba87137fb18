import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, stixBundle, stixIndicator } from '../testing/collect.ts';

const IP = "[ipv4-addr:value = '198.51.100.1']";

describe('a bundle of STIX 2.1', () => {
  it('gives an indicator with everything that is said of it', () => {
    const text = stixBundle(
      stixIndicator("[domain-name:value = 'c2.evil.example']", {
        name: 'Gate of the trojan',
        confidence: 85,
        valid_until: '2027-11-01T00:00:00Z',
        indicator_types: ['malicious-activity'],
        labels: ['trojan', 'malicious-activity'],
        kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }],
        object_marking_refs: ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'],
      }),
    );
    expect(collect('stix', text).indicators).toEqual([
      {
        kind: 'domain',
        value: 'c2.evil.example',
        also: [],
        ref: 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2',
        title: 'Gate of the trojan',
        confidence: 85,
        validFrom: Date.parse('2026-11-01T00:00:00Z'),
        validUntil: Date.parse('2027-11-01T00:00:00Z'),
        tlp: 'amber',
        labels: ['malicious-activity', 'trojan'],
        killChain: ['mitre-attack:command-and-control'],
        revoked: false,
      },
    ]);
  });

  it('takes the strictest of the markings, also of those that the bundle defines', () => {
    const own = 'marking-definition--11111111-1111-4111-8111-111111111111';
    const marking = { type: 'marking-definition', id: own, definition_type: 'tlp', definition: { tlp: 'red' } };
    const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
    const { indicators } = collect(
      'stix',
      stixBundle(marking, stixIndicator(IP, { object_marking_refs: [green, own] })),
    );
    expect(indicators.map(({ tlp }) => tlp)).toEqual(['red']);
  });

  it('says what is taken back', () => {
    const { indicators } = collect('stix', stixBundle(stixIndicator(IP, { revoked: true })));
    expect(indicators.map(({ revoked }) => revoked)).toEqual([true]);
  });

  it('gives sightings of indicators and passes over everything else', () => {
    const ref = 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2';
    const { sightings, problems, indicators } = collect(
      'stix',
      stixBundle(
        { type: 'malware', name: 'x' },
        { type: 'sighting', sighting_of_ref: ref, first_seen: '2026-11-02T00:00:00Z', count: 7 },
        { type: 'sighting', sighting_of_ref: 'malware--1', count: 7 },
      ),
    );
    expect(sightings).toEqual([{ ref, firstSeen: Date.parse('2026-11-02T00:00:00Z'), lastSeen: undefined, count: 7 }]);
    expect([...problems, ...indicators]).toEqual([]);
  });

  it('names what it cannot use, by its place', () => {
    const { problems } = collect(
      'stix',
      stixBundle(stixIndicator('title: x', { pattern_type: 'sigma' }), stixIndicator(`${IP} REPEATS 5 TIMES`), {
        ...stixIndicator(IP),
        pattern: 7,
      }),
    );
    expect(problems.map(({ code, place, detail }) => `${place} ${code} ${detail}`)).toEqual([
      'object 1 unsupported-pattern-type sigma',
      'object 2 unsupported-pattern REPEATS',
      'object 3 malformed-entry pattern',
    ]);
  });
});

describe('a file in pieces', () => {
  const text = stixBundle(
    stixIndicator(IP, { name: 'quotes " and \\ and ] , } 车盾' }),
    stixIndicator("[url:value = 'http://evil.example/a[1],{2}']"),
    { type: 'note', nested: { objects: [[1, 2], { a: '\\"' }] } },
  );

  it('is the same whatever the pieces are', () => {
    const whole = collect('stix', text);
    expect(whole.indicators.map(({ value }) => value)).toEqual(['198.51.100.1', 'http://evil.example/a[1],{2}']);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 97 }), (piece) => {
        expect(collect('stix', text, { piece })).toEqual(whole);
      }),
    );
  });

  it('finds the list wherever it stands, and not in what is nested', () => {
    const odd = `{"a":{"objects":[1]},"objects" : [ ${JSON.stringify(stixIndicator(IP))} ] , "z":[1]}`;
    const { indicators, problems } = collect('stix', odd, { piece: 5 });
    expect(indicators).toHaveLength(1);
    expect(problems).toEqual([]);
  });
});

describe('wrong files', () => {
  it.each([
    ['{"objects":[{"type":"indicator"', /not-json.*ends early/],
    ['{"objects":[{"a":}]}', /not-json/],
    ['{"objects":[1}]', /not-json: a bracket too many/],
    ['{"objects":[]} x', /not-json: text behind the end/],
    ['["objects"]', /not-json: an object expected/],
    ['{"type":"bundle"}', /structure: there is no list "objects"/],
    ['{"objects":[],"objects":[]}', /not-json: "objects" twice/],
    [`{"a":${'['.repeat(500)}`, /not-json: nested deeper/],
  ])('%s', (text, reason) => {
    expect(() => collect('stix', text)).toThrow(reason);
  });

  it('says at which byte the text goes wrong', () => {
    expect(() => collect('stix', '{"objects":[{"a":1},{"b":}]}')).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ offset: 20 }) }),
    );
  });

  it('stops at the limits of entries and of one object', () => {
    const two = stixBundle(stixIndicator(IP), stixIndicator(IP));
    expect(() => collect('stix', two, { limits: { entries: 1 } })).toThrow(/too-many/);
    expect(() => collect('stix', two, { limits: { entryBytes: 100 }, piece: 13 })).toThrow(/too-large/);
    expect(() => collect('stix', two, { limits: { entryBytes: 100 } })).toThrow(/too-large/);
  });
});
