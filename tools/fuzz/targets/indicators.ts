import {
  INDICATOR_ERRORS,
  IndicatorMatcher,
  MatcherBuilder,
  openIndicatorReader,
  patternValues,
  readMispManifest,
  readValue,
  formatOf,
  type Indicator,
  type IndicatorFormat,
} from '@chedun/indicators';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(INDICATOR_ERRORS);
const keep = 'libs/indicators/testing/fuzz';
const PATTERN =
  "[ipv4-addr:value = '198.51.100.1' OR (domain-name:value = 'a.example' AND url:value IN ('http://a.example/', 'http://b.example/'))] OR [file:hashes.'SHA-256' = '" +
  'ab'.repeat(32) +
  "']";

const BUNDLE = JSON.stringify({
  type: 'bundle',
  objects: [
    {
      type: 'indicator',
      id: 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2',
      pattern: PATTERN,
      pattern_type: 'stix',
      confidence: 80,
      valid_from: '2026-11-01T00:00:00Z',
      valid_until: '2027-11-01T00:00:00Z',
      labels: ['x'],
      kill_chain_phases: [{ kill_chain_name: 'k', phase_name: 'p' }],
      object_marking_refs: ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'],
    },
    { type: 'sighting', sighting_of_ref: 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2', count: 3 },
  ],
});

const EVENT = JSON.stringify({
  Event: {
    info: 'x',
    Tag: [{ name: 'tlp:amber' }],
    Attribute: [
      { type: 'ip-dst|port', value: '198.51.100.1|443', to_ids: true, first_seen: '2026-11-01T00:00:00Z' },
      { type: 'filename|sha256', value: `a|${'ab'.repeat(32)}`, to_ids: '1' },
    ],
    Object: [{ Attribute: [{ type: 'domain', value: 'a.example', to_ids: true }] }],
  },
});

const LISTS = [
  '# list\n198.51.100.1\n198.51.100.0/24\n2001:db8::/32\nhxxp://a[.]example/x\n0.0.0.0 b.example\n',
  'type;value;confidence;valid_until;tlp;comment\nip-dst|port;198.51.100.1|443;90;2027-01-01;TLP:RED;"a ""b"""\n',
  `"sha1","first_seen"\n"${'cd'.repeat(20)}","2026-11-01 00:00:00"\n`,
];

/** A value that a reader gave is canonical, and its parts are bounded. */
const check = (indicator: Indicator): void => {
  for (const { kind, value } of [indicator, ...indicator.also]) {
    const again = readValue(kind, value);
    must(again.kind === 'value' && again.observable.value === value, 'values are canonical');
  }
  must(indicator.also.length < 8 && indicator.labels.length <= 20, 'lists are bounded');
  must(indicator.title.length <= 300, 'titles are bounded');
};

/** The matcher takes and finds what a reader gave. */
const findAll = (indicators: readonly Indicator[]): void => {
  if (indicators.length === 0) return;
  const builder = new MatcherBuilder(3);
  for (const [at, indicator] of indicators.entries())
    must(builder.add({ ...indicator, id: at + 1 }), 'the matcher takes what a reader gives');
  const matcher = new IndicatorMatcher(builder.build());
  for (const { kind, value } of indicators)
    must(kind === 'network' || matcher.find(kind, value, undefined, []) > 0, 'the matcher finds what it was given');
};

const read = (format: IndicatorFormat, bytes: Uint8Array): void => {
  const given: Indicator[] = [];
  const sink = {
    indicator: (each: Indicator): void => {
      if (given.length >= 20) return;
      given.push(each);
      check(each);
    },
    problem: ({ detail, sample }: { readonly detail: string; readonly sample: string }): void =>
      must(detail.length <= 200 && sample.length <= 200, 'problems are bounded'),
    sighting: (): void => undefined,
  };
  const reader = openIndicatorReader(format, sink, { limits: { entries: 500, entryBytes: 4_096 } });
  const cut = Math.floor(bytes.length / 3);
  reader.push(bytes.subarray(0, cut));
  reader.push(bytes.subarray(cut));
  reader.end();
  must(reader.entries() <= 500, 'entries are bounded');
  findAll(given);
};

/** Readers of threat intelligence. */
export const targets: readonly Target[] = [
  {
    name: 'stix-pattern',
    keep,
    codes,
    seeds: [bytesOf(PATTERN), bytesOf("[a:b = 'x'] FOLLOWEDBY [c:d.e[0].f LIKE '%y'] WITHIN 5 SECONDS")],
    words: wordsOf("[ ] ( ) AND OR NOT IN LIKE ISSUBSET MATCHES FOLLOWEDBY = != ' . : , /* */ // t'"),
    run: (bytes) => {
      const { alternatives, problems } = patternValues(textOf(bytes));
      must(alternatives.length + problems.length > 0, 'a pattern comes to something');
      must(
        alternatives.every((all) => all.length <= 8),
        'conjunctions are bounded',
      );
    },
  },
  {
    name: 'stix-bundle',
    keep,
    codes,
    seeds: [bytesOf(BUNDLE)],
    words: wordsOf('"objects" indicator sighting "revoked":true { } [ ] , \\"'),
    run: (bytes) => read('stix', bytes),
  },
  {
    name: 'misp-event',
    keep,
    codes,
    seeds: [bytesOf(EVENT), bytesOf(`[${EVENT}]`), bytesOf(`{"response":[${EVENT}]}`)],
    words: wordsOf('"Event" "Attribute" "to_ids":true ip-src url hostname|port ja3-fingerprint-md5'),
    run: (bytes) => read('misp', bytes),
  },
  {
    name: 'misp-manifest',
    keep,
    codes,
    seeds: [bytesOf('{"5b5f1e0c-0000-4000-8000-00000000000a":{"timestamp":"1700000000"}}')],
    run: (bytes) => {
      const events = readMispManifest(bytes, { entries: 100 });
      must(
        events.every(({ uuid }) => /^[0-9a-f-]{36}$/.test(uuid)),
        'names are no paths',
      );
    },
  },
  {
    name: 'indicator-list',
    isSlow: true,
    keep,
    codes,
    seeds: LISTS.map(bytesOf),
    words: wordsOf('/24 ; , " # [.] :// 0.0.0.0 md5 type value tlp to_ids'),
    run: (bytes) => {
      formatOf(bytes);
      read('list', bytes);
    },
  },
];
