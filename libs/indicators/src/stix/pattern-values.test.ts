import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePattern } from './parse-pattern.ts';
import { patternValues } from './pattern-values.ts';
import { patternOf } from './export.ts';

const SHA256 = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f';

/** `kind value` of each observable, alternatives as lists. */
const said = (pattern: string): readonly (readonly string[])[] =>
  patternValues(pattern).alternatives.map((all) => all.map(({ kind, value }) => `${kind} ${value}`));

const reasons = (pattern: string): readonly string[] =>
  patternValues(pattern).problems.map(({ code, detail }) => `${code}: ${detail}`);

describe('patterns of one observation', () => {
  it.each([
    ["[ipv4-addr:value = '198.51.100.1']", 'ip 198.51.100.1'],
    ["[ipv4-addr:value = '198.51.100.1/32']", 'ip 198.51.100.1'],
    ["[ipv4-addr:value = '198.51.100.77/24']", 'network 198.51.100.0/24'],
    ["[ipv4-addr:value ISSUBSET '203.0.113.0/25']", 'network 203.0.113.0/25'],
    ["[ipv6-addr:value = '2001:0DB8::0001']", 'ip 2001:db8::1'],
    ["[ipv6-addr:value = '2001:db8::/32']", 'network 2001:db8::/32'],
    ["[domain-name:value = 'C2.Evil.Example.']", 'domain c2.evil.example'],
    ["[domain-name:value LIKE '%.evil.example']", 'domain evil.example'],
    ["[url:value = 'HTTP://Evil.example:80/a%2fb?q=1#top']", 'url http://evil.example/a%2Fb?q=1'],
    [`[file:hashes.'SHA-256' = '${SHA256.toUpperCase()}']`, `sha256 ${SHA256}`],
    [`[file:hashes."SHA-256" = '${SHA256}']`, `sha256 ${SHA256}`],
    ["[file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4']", 'md5 79054025255fb1a26e4bc422aef54eb4'],
    [`[file:hashes.SM3 = '${SHA256}']`, `sm3 ${SHA256}`],
    ["[x509-certificate:serial_number = '00:1A:2b']", 'cert-serial 1a2b'],
    [`[x509-certificate:hashes.'SHA-256' = '${SHA256}']`, `cert-sha256 ${SHA256}`],
    ["[email-addr:value = 'Bad@Evil.example']", 'email bad@evil.example'],
    ["[email-message:from_ref.value = 'bad@evil.example']", 'email bad@evil.example'],
    ["[network-traffic:dst_ref.value = '198.51.100.1']", 'ip 198.51.100.1'],
    ["[network-traffic:dst_ref.value = 'evil.example']", 'domain evil.example'],
  ])('%s', (pattern, wanted) => {
    expect(said(pattern)).toEqual([[wanted]]);
    expect(reasons(pattern)).toEqual([]);
  });

  it('makes alternatives of OR and IN, and one of AND with the rarest observable first', () => {
    expect(said("[ipv4-addr:value IN ('198.51.100.1', '198.51.100.2') OR domain-name:value = 'evil.example']")).toEqual(
      [['ip 198.51.100.1'], ['ip 198.51.100.2'], ['domain evil.example']],
    );
    const both = `[ipv4-addr:value = '198.51.100.1' AND file:hashes.'SHA-256' = '${SHA256}']`;
    expect(said(both)).toEqual([[`sha256 ${SHA256}`, 'ip 198.51.100.1']]);
  });

  it('multiplies OR inside AND out', () => {
    const pattern =
      "[(ipv4-addr:value = '198.51.100.1' OR ipv4-addr:value = '198.51.100.2') AND domain-name:value = 'evil.example']";
    expect(said(pattern)).toEqual([
      ['domain evil.example', 'ip 198.51.100.1'],
      ['domain evil.example', 'ip 198.51.100.2'],
    ]);
  });

  it('binds AND closer than OR', () => {
    const pattern =
      "[url:value = 'http://a.example/' OR url:value = 'http://b.example/' AND domain-name:value = 'b.example']";
    expect(said(pattern)).toEqual([['url http://a.example/'], ['url http://b.example/', 'domain b.example']]);
  });

  it('takes observations that are joined by OR as alternatives', () => {
    expect(said("[ipv4-addr:value = '198.51.100.1'] OR ([domain-name:value = 'evil.example'])")).toEqual([
      ['ip 198.51.100.1'],
      ['domain evil.example'],
    ]);
  });

  it('reads comments, escapes and typed strings', () => {
    expect(said("/* one */ [url:value = 'http://evil.example/it\\'s' // two\n]")).toEqual([
      ["url http://evil.example/it's"],
    ]);
  });
});

describe('what one event cannot show', () => {
  it.each([
    [
      "[ipv4-addr:value = '198.51.100.1'] FOLLOWEDBY [domain-name:value = 'evil.example']",
      'unsupported-pattern: FOLLOWEDBY',
    ],
    [
      "[ipv4-addr:value = '198.51.100.1'] AND [domain-name:value = 'evil.example']",
      'unsupported-pattern: AND between observations',
    ],
    ["[ipv4-addr:value = '198.51.100.1'] WITHIN 300 SECONDS", 'unsupported-pattern: WITHIN'],
    ["([ipv4-addr:value = '198.51.100.1']) REPEATS 5 TIMES", 'unsupported-pattern: REPEATS'],
    [
      "[ipv4-addr:value = '198.51.100.1'] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'",
      'unsupported-pattern: START',
    ],
    ["[ipv4-addr:value != '198.51.100.1']", 'unsupported-pattern: ipv4-addr:value !='],
    ["[ipv4-addr:value NOT = '198.51.100.1']", 'unsupported-pattern: NOT ='],
    ["[url:value MATCHES '^http://.*']", 'unsupported-pattern: url:value MATCHES'],
    ["[domain-name:value LIKE 'evil%']", 'unsupported-pattern: domain-name:value LIKE'],
    ["[process:name = 'evil.exe']", 'unsupported-pattern: process:name'],
    ['[network-traffic:dst_port = 443]', 'unsupported-pattern: network-traffic:dst_port'],
    ["[ipv4-addr:value = 'nonsense']", 'invalid-value: ip: nonsense'],
    ["[ipv4-addr:value = '0.0.0.0/0']", 'too-broad: network: 0.0.0.0/0'],
    ["[domain-name:value = 'com']", 'too-broad: domain: com'],
    ["[domain-name:value = 'com.cn']", 'too-broad: domain: com.cn'],
    ["[ipv4-addr:value = '198.51.100.1'", 'pattern-syntax: "]" expected at 33, found the end'],
    ['[ipv4-addr:value == ]', 'pattern-syntax: a value expected at 20, found "]"'],
    ["[ipv4-addr:value = '198.51.100.1]", 'pattern-syntax: string without end at 19'],
    ['', 'pattern-syntax: "[" expected at 0, found the end'],
  ])('%s', (pattern, reason) => {
    expect(reasons(pattern)).toEqual([reason]);
    expect(said(pattern)).toEqual([]);
  });

  it('leaves an alternative out as a whole and keeps the others', () => {
    const pattern =
      "[(ipv4-addr:value = '198.51.100.1' AND network-traffic:dst_port = 443) OR domain-name:value = 'evil.example']";
    expect(said(pattern)).toEqual([['domain evil.example']]);
    expect(reasons(pattern)).toEqual(['unsupported-pattern: network-traffic:dst_port']);
  });

  it('bounds nesting and alternatives', () => {
    expect(reasons(`${'('.repeat(50)}[ipv4-addr:value = '198.51.100.1']${')'.repeat(50)}`)).toEqual([
      'unsupported-pattern: nested deeper than 32',
    ]);
    const many = Array.from({ length: 40 }, (_, at) => `ipv4-addr:value = '198.51.100.${at}'`).join(' OR ');
    expect(reasons(`[(${many}) AND (${many})]`)).toEqual(['unsupported-pattern: too many alternatives']);
  });
});

describe('any text', () => {
  it('gives an answer and never an exception', () => {
    const words = [
      '[',
      ']',
      '(',
      ')',
      ' AND ',
      ' OR ',
      ' NOT ',
      "ipv4-addr:value = '1.2.3.4'",
      ' FOLLOWEDBY ',
      "'",
      '=',
      ':',
      '.',
      '/*',
      't',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 6 })), { maxLength: 30 }),
        (parts) => {
          const pattern = parts.join('');
          const { alternatives, problems } = patternValues(pattern);
          expect(alternatives.length + problems.length).toBeGreaterThan(0);
          expect(['pattern', 'syntax', 'unsupported']).toContain(parsePattern(pattern).kind);
        },
      ),
    );
  });

  it('comes back from the pattern that is made of an observable', () => {
    const value = fc.oneof(
      fc.ipV4().map((ip) => ({ kind: 'ip' as const, value: ip })),
      fc
        .domain()
        .filter((name) => !/^(com|co|net|org|gov|edu|ac|or|ne|go|mil)\...$/.test(name))
        .map((name) => ({ kind: 'domain' as const, value: name.toLowerCase() })),
      fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => ({ kind: 'sha256' as const, value: Buffer.from(bytes).toString('hex') })),
    );
    fc.assert(
      fc.property(value, (observable) => {
        expect(said(patternOf(observable) ?? '')).toEqual([[`${observable.kind} ${observable.value}`]]);
      }),
    );
  });
});
