import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INDICATOR_KINDS, type IndicatorKind, type Observable } from '../indicator.ts';
import { addressBytes, isReservedAddress, maskBytes, parsePrefix } from '../values/addresses.ts';
import { readValue } from '../values/value.ts';
import { MatcherBuilder, type MatcherEntry } from './builder.ts';
import { comparedText } from './key.ts';
import { IndicatorMatcher, type EventKind } from './matcher.ts';
import { packedBytes } from './packed.ts';

const entry = (kind: IndicatorKind, value: string, more: Partial<MatcherEntry> = {}): MatcherEntry => ({
  id: 1,
  kind,
  value,
  validFrom: undefined,
  validUntil: undefined,
  also: [],
  ...more,
});

const matcherOf = (entries: readonly MatcherEntry[]): IndicatorMatcher => {
  const builder = new MatcherBuilder(0x5eed);
  for (const each of entries) builder.add(each);
  return new IndicatorMatcher(builder.build());
};

const ids = (matcher: IndicatorMatcher, kind: EventKind, value: string, at?: number): readonly number[] => {
  const out: number[] = [];
  matcher.find(kind, value, at, out);
  return out.map((each) => matcher.idOf(each)).toSorted((a, b) => a - b);
};

describe('one kind', () => {
  it('addresses match themselves and the networks around them', () => {
    const matcher = matcherOf([
      entry('ip', '198.51.100.7', { id: 1 }),
      entry('network', '198.51.100.0/24', { id: 2 }),
      entry('network', '198.51.0.0/16', { id: 3 }),
      entry('network', '198.51.100.0/30', { id: 4 }),
      entry('network', '198.51.100.0/24', { id: 5 }),
      entry('network', '2001:db8::/32', { id: 6 }),
      entry('network', '2001:db8:1::/48', { id: 7 }),
      entry('ip', '2001:db8:1::9', { id: 8 }),
    ]);
    expect(ids(matcher, 'ip', '198.51.100.7')).toEqual([1, 2, 3, 5]);
    expect(ids(matcher, 'ip', '198.51.100.3')).toEqual([2, 3, 4, 5]);
    expect(ids(matcher, 'ip', '198.51.101.1')).toEqual([3]);
    expect(ids(matcher, 'ip', '198.52.0.0')).toEqual([]);
    expect(ids(matcher, 'ip', '::ffff:198.51.101.1')).toEqual([3]);
    expect(ids(matcher, 'ip', '2001:DB8:1::9')).toEqual([6, 7, 8]);
    expect(ids(matcher, 'ip', '2001:db8:2::')).toEqual([6]);
    expect(ids(matcher, 'ip', '2001:db9::')).toEqual([]);
    expect(ids(matcher, 'ip', 'nonsense')).toEqual([]);
  });

  it('the last network of all addresses ends with them', () => {
    const matcher = matcherOf([entry('network', '223.0.0.0/8', { id: 1 }), entry('network', 'f000::/16', { id: 2 })]);
    expect(ids(matcher, 'ip', '223.255.255.255')).toEqual([1]);
    expect(ids(matcher, 'ip', 'f000:ffff::')).toEqual([2]);
    expect(ids(matcher, 'ip', 'f001::')).toEqual([]);
  });

  it('addresses that are not public match only when they are named', () => {
    const matcher = matcherOf([
      entry('network', '10.0.0.0/8', { id: 1 }),
      entry('ip', '10.0.0.9', { id: 2 }),
      entry('network', 'fc00::/16', { id: 3 }),
    ]);
    expect(ids(matcher, 'ip', '10.0.0.9')).toEqual([2]);
    expect(ids(matcher, 'ip', '10.0.0.8')).toEqual([]);
    expect(ids(matcher, 'ip', 'fc00::1')).toEqual([]);
  });

  it('names match whole labels from the right', () => {
    const matcher = matcherOf([
      entry('domain', 'evil.example', { id: 1 }),
      entry('domain', 'c2.evil.example', { id: 2 }),
    ]);
    expect(ids(matcher, 'domain', 'a.C2.evil.example.')).toEqual([1, 2]);
    expect(ids(matcher, 'domain', 'evil.example')).toEqual([1]);
    expect(ids(matcher, 'domain', 'notevil.example')).toEqual([]);
    expect(ids(matcher, 'domain', 'example')).toEqual([]);
    expect(ids(matcher, 'domain', 'evil.example.org')).toEqual([]);
  });

  it('URLs match with either scheme, certificates with colons', () => {
    const matcher = matcherOf([
      entry('url', 'http://evil.example/a', { id: 1 }),
      entry('cert-sha1', 'ab'.repeat(20), { id: 2 }),
      entry('cert-serial', '1a2b', { id: 3 }),
    ]);
    expect(ids(matcher, 'url', 'https://EVIL.example/a#x')).toEqual([1]);
    expect(ids(matcher, 'url', 'evil.example/a')).toEqual([1]);
    expect(ids(matcher, 'url', 'http://evil.example/b')).toEqual([]);
    expect(ids(matcher, 'cert-sha1', 'AB:'.repeat(19) + 'AB')).toEqual([2]);
    expect(ids(matcher, 'cert-serial', '00:1A:2B')).toEqual([3]);
  });

  it('the same digits of another kind are something else', () => {
    const digits = 'ab'.repeat(16);
    const matcher = matcherOf([entry('md5', digits, { id: 1 }), entry('ja3', digits, { id: 2 })]);
    expect(ids(matcher, 'md5', digits.toUpperCase())).toEqual([1]);
    expect(ids(matcher, 'ja3', digits)).toEqual([2]);
    expect(ids(matcher, 'cert-md5', digits)).toEqual([]);
  });
});

describe('validity', () => {
  it('begins and ends to the second', () => {
    const matcher = matcherOf([entry('ip', '198.51.100.7', { id: 1, validFrom: 10_000, validUntil: 20_000 })]);
    expect([9_999, 10_000, 19_999, 20_000].map((at) => ids(matcher, 'ip', '198.51.100.7', at).length)).toEqual([
      0, 1, 1, 0,
    ]);
    expect(ids(matcher, 'ip', '198.51.100.7')).toEqual([1]);
  });
});

describe('many entries', () => {
  it('answers at most 32 of one value', () => {
    const matcher = matcherOf(Array.from({ length: 100 }, (_, id) => entry('domain', 'evil.example', { id })));
    expect(ids(matcher, 'domain', 'evil.example')).toHaveLength(32);
  });

  it('finds each of 200,000 and nothing else, packed in steps', () => {
    const builder = new MatcherBuilder(7);
    for (let id = 0; id < 200_000; id += 1) builder.add(entry('domain', `n${id}.evil.example`, { id }));
    const steps = builder.steps();
    let pauses = 0;
    for (;;) {
      const { done, value } = steps.next();
      if (done !== true) {
        pauses += 1;
        continue;
      }
      const matcher = new IndicatorMatcher(value);
      for (let id = 0; id < 200_000; id += 997) expect(ids(matcher, 'domain', `n${id}.evil.example`)).toEqual([id]);
      expect(ids(matcher, 'domain', 'n200000.evil.example')).toEqual([]);
      expect(packedBytes(value) / 200_000).toBeLessThan(80);
      break;
    }
    expect(pauses).toBeGreaterThan(6);
  });

  it('an empty one finds nothing', () => {
    expect(ids(matcherOf([]), 'ip', '198.51.100.7')).toEqual([]);
  });
});

/** The plainest possible matcher: compares the value with every entry. */
const naive = (entries: readonly MatcherEntry[], kind: EventKind, value: string): readonly number[] =>
  entries
    .filter((each) => {
      if (kind === 'ip') {
        const bytes = addressBytes(value);
        const prefix = parsePrefix(each.value);
        if (bytes === undefined || prefix === undefined || (each.kind !== 'ip' && each.kind !== 'network'))
          return false;
        if (each.kind === 'network' && isReservedAddress(bytes)) return false;
        return bytes.length === prefix.bytes.length && maskBytes(bytes, prefix.bits).join() === prefix.bytes.join();
      }
      if (each.kind !== kind) return false;
      if (kind === 'domain') return value === each.value || value.endsWith(`.${each.value}`);
      return comparedText(kind, value) === comparedText(kind, each.value);
    })
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);

const octet = fc.integer({ min: 0, max: 3 });
const four = fc.tuple(fc.constantFrom(9, 10, 11), octet, octet, octet).map((parts) => parts.join('.'));
const six = fc.tuple(octet, octet, octet).map(([a, b, c]) => `2001:${a}:${b}::${c}`);
const name = fc
  .array(fc.constantFrom('a', 'b', 'ab', 'x-1'), { minLength: 2, maxLength: 5 })
  .map((labels) => labels.join('.'));
const hex = (length: number) => fc.constantFrom('0', 'a', 'f').map((digit) => digit.repeat(length));

const observable: fc.Arbitrary<Observable> = fc
  .oneof(
    four.map((value) => ['ip', value] as const),
    six.map((value) => ['ip', value] as const),
    fc.tuple(four, fc.integer({ min: 8, max: 32 })).map(([ip, bits]) => ['network', `${ip}/${bits}`] as const),
    fc.tuple(six, fc.integer({ min: 16, max: 128 })).map(([ip, bits]) => ['network', `${ip}/${bits}`] as const),
    name.map((value) => ['domain', value] as const),
    name.map((value) => ['url', `http://${value}/p`] as const),
    hex(32).map((value) => ['md5', value] as const),
    hex(64).map((value) => ['sm3', value] as const),
  )
  .chain(([kind, value]) => {
    const read = readValue(kind, value);
    return read.kind === 'value'
      ? fc.constant(read.observable)
      : fc.constant({ kind: 'ip' as const, value: '9.9.9.9' });
  });

describe('against the plainest matcher', () => {
  it('answers the same for any indicators and any values', () => {
    fc.assert(
      fc.property(fc.array(observable, { maxLength: 25 }), fc.array(observable, { maxLength: 25 }), (known, asked) => {
        const entries = known.map((each, id) => entry(each.kind, each.value, { id }));
        const matcher = matcherOf(entries);
        for (const { kind, value } of asked) {
          const as: EventKind = kind === 'network' ? 'ip' : kind;
          const text = kind === 'network' ? value.replace(/\/.*$/, '') : value;
          expect(ids(matcher, as, text)).toEqual(naive(entries, as, text));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every kind', () => {
    expect(INDICATOR_KINDS.length).toBe(new Set(INDICATOR_KINDS).size);
  });
});
