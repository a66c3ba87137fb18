import { describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.ts';
import { readMispManifest } from './event.ts';

const MD5 = '79054025255fb1a26e4bc422aef54eb4';

const event = (attributes: readonly object[], more: object = {}): string =>
  JSON.stringify({ Event: { uuid: 'e', info: 'Campaign against charging stations', Attribute: attributes, ...more } });

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('an event of MISP', () => {
  it.each([
    ['ip-dst', '198.51.100.1', 'ip 198.51.100.1'],
    ['ip-dst|port', '198.51.100.1|443', 'ip 198.51.100.1'],
    ['ip-src', '198.51.100.0/24', 'network 198.51.100.0/24'],
    ['domain', 'evil.example', 'domain evil.example'],
    ['hostname', 'c2.evil.example', 'domain c2.evil.example'],
    ['domain|ip', 'evil.example|198.51.100.1', 'domain evil.example'],
    ['url', 'hxxp://evil[.]example/a', 'url http://evil.example/a'],
    ['filename|md5', `a|b.exe|${MD5}`, `md5 ${MD5}`],
    ['ja3-fingerprint-md5', MD5, `ja3 ${MD5}`],
    ['x509-fingerprint-sha1', 'AA'.repeat(20), `cert-sha1 ${'aa'.repeat(20)}`],
    ['email-src', 'a@evil.example', 'email a@evil.example'],
  ])('reads %s', (type, value, wanted) => {
    const { indicators, problems } = collect('misp', event([{ type, value, to_ids: true }]));
    expect(indicators.map((each) => `${each.kind} ${each.value}`)).toEqual([wanted]);
    expect(problems).toEqual([]);
  });

  it('takes tags of the attribute before those of the event', () => {
    const tags = [{ name: 'tlp:green' }, { name: 'misp:confidence-level="usually-confident"' }, { name: 'apt' }];
    const own = [{ name: 'tlp:red' }, { name: 'kill-chain:Delivery' }];
    const attribute = {
      type: 'domain',
      value: 'evil.example',
      to_ids: '1',
      uuid: 'u-1',
      Tag: own,
      first_seen: '2026-11-01T08:00:00+08:00',
    };
    const { indicators } = collect('misp', event([attribute], { Tag: tags }));
    expect(indicators).toEqual([
      {
        kind: 'domain',
        value: 'evil.example',
        also: [],
        ref: 'u-1',
        title: 'Campaign against charging stations',
        confidence: 75,
        validFrom: Date.parse('2026-11-01T00:00:00Z'),
        validUntil: undefined,
        tlp: 'red',
        labels: ['kill-chain:Delivery', 'misp:confidence-level="usually-confident"', 'apt'],
        killChain: ['kill-chain:Delivery'],
        revoked: false,
      },
    ]);
  });

  it('passes over what is not for detection, deleted, or of a type that no event shows', () => {
    const { indicators, problems } = collect(
      'misp',
      event([
        { type: 'domain', value: 'fine.example', to_ids: false },
        { type: 'domain', value: 'gone.example', to_ids: true, deleted: true },
        { type: 'mutex', value: 'x', to_ids: true },
        { type: 'ip-dst', value: 'x', to_ids: true },
      ]),
    );
    expect(indicators).toEqual([]);
    expect(problems.map(({ code, place }) => `${place} ${code}`)).toEqual([
      'attribute 1 not-for-detection',
      'attribute 3 unsupported-type',
      'attribute 4 invalid-value',
    ]);
  });

  it('reads attributes of objects, lists of events and answers of a search', () => {
    const attribute = { type: 'domain', value: 'evil.example', to_ids: true };
    expect(collect('misp', event([], { Object: [{ name: 'file', Attribute: [attribute] }] })).indicators).toHaveLength(
      1,
    );
    const one = JSON.parse(event([attribute]));
    expect(collect('misp', JSON.stringify([one, one])).indicators).toHaveLength(2);
    expect(collect('misp', JSON.stringify({ response: [one] })).indicators).toHaveLength(1);
    expect(collect('misp', JSON.stringify({ response: { Attribute: [attribute] } })).indicators).toHaveLength(1);
  });

  it('refuses other JSON, broken JSON and what is too large', () => {
    expect(() => collect('misp', '{"a":1}')).toThrow(/structure/);
    expect(() => collect('misp', '{"Event":')).toThrow(/not-json/);
    expect(() => collect('misp', event([]), { limits: { eventBytes: 20 } })).toThrow(/too-large/);
    const two = event([{ type: 'domain', value: 'a.example', to_ids: true }, {}]);
    expect(() => collect('misp', two, { limits: { entries: 1 } })).toThrow(/too-many/);
  });
});

describe('a manifest', () => {
  const [a, b] = ['5b5f1e0c-0000-4000-8000-00000000000a', '5b5f1e0c-0000-4000-8000-00000000000b'];

  it('lists events by their change, and no names that would be paths', () => {
    const manifest = {
      [b]: { timestamp: '1700000000' },
      [a]: { timestamp: 1600000000 },
      '../../etc/passwd': { timestamp: '1' },
    };
    expect(readMispManifest(bytes(manifest), { entries: 10 })).toEqual([
      { uuid: a, changedAt: 1_600_000_000_000 },
      { uuid: b, changedAt: 1_700_000_000_000 },
    ]);
  });

  it('is refused when it is none, or too long', () => {
    expect(() => readMispManifest(bytes([]), { entries: 10 })).toThrow(/structure/);
    expect(() => readMispManifest(bytes({ [a]: {}, [b]: {} }), { entries: 1 })).toThrow(/too-many/);
  });
});
