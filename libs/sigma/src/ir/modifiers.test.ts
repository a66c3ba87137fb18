import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { itemMatches, refusal } from '../testing/judge.ts';
import { modifierNames } from './modifiers.ts';

const b64 = (text: string, encoding: BufferEncoding = 'utf8'): string => Buffer.from(text, encoding).toString('base64');

describe('modifiers', () => {
  const cases: readonly (readonly [item: string, value: unknown, expected: boolean])[] = [
    ['F|contains: bc', 'aBCd', true],
    ['F|contains: bd', 'abcd', false],
    ['F|startswith: ab', 'ABcd', true],
    ['F|startswith: bc', 'abcd', false],
    ['F|endswith: cd', 'abCD', true],
    ['F|endswith: bc', 'abcd', false],
    ["F|contains: '*b*'", 'abc', true],
    ["F|startswith: 'a?c'", 'abcd', true],
    ["F|endswith: 'b*d'", 'abcd', true],
    ['F|contains: 46', 1468, true],
    ['F|contains|all: [a, b]', 'xbxa', true],
    ['F|contains|all: [a, b]', 'xbx', false],
    ['F|all: ["*a*", "*b*"]', 'ab', true],
    ['F|cased: Abc', 'Abc', true],
    ['F|cased: Abc', 'abc', false],
    ['F|contains|cased: B', 'abc', false],
    ["F|cased: 'A*c'", 'ABc', true],
    ["F|cased: 'A*c'", 'aBc', false],
    ['F|exists: true', 'x', true],
    ['F|neq: a', 'b', true],
    ['F|neq: a', 'A', false],
    ['F|neq: [a, b]', 'b', false],
    ['F|contains|neq: a', 'xyz', true],
    ['F|lt: 5', 4.9, true],
    ['F|lt: 5', 5, false],
    ['F|lte: 5', '5', true],
    ['F|gt: 5', '0x6', true],
    ['F|gt: 5', 'six', false],
    ['F|gte: 5', 4, false],
    ['F|gte: -5', '-4', true],
    ["F|re: 'a.c'", 'xabcx', true],
    ["F|re: 'a.c'", 'xABCx', false],
    ["F|re: '^abc$'", 'abcd', false],
    ["F|re|i: 'a.c'", 'ABC', true],
    ["F|re|ignorecase: 'a.c'", 'ABC', true],
    ["F|re: '(?i)a.c'", 'ABC', true],
    ["F|re|m: '^b$'", 'a\nb\nc', true],
    ["F|re|multiline: '^b$'", 'abc', false],
    ["F|re|s: 'a.c'", 'a\nc', true],
    ["F|re|dotall: 'a.c'", 'a\nc', true],
    ["F|re: 'a.c'", 'a\nc', false],
    ["F|re: ['x', 'b+']", 'abb', true],
    ['F|cidr: 192.168.0.0/16', '192.168.5.9', true],
    ['F|cidr: 192.168.0.0/16', '192.169.5.9', false],
    ['F|cidr: 10.1.2.3', '10.1.2.3', true],
    ['F|cidr: 0.0.0.0/0', '8.8.8.8', true],
    ['F|cidr: 10.0.0.0/9', '10.127.0.1', true],
    ['F|cidr: 10.0.0.0/9', '10.128.0.1', false],
    ["F|cidr: 'fe80::/10'", 'fe80::1%eth0', true],
    ["F|cidr: '::1/128'", '0:0:0:0:0:0:0:1', true],
    ["F|cidr: '2001:db8::/32'", '2001:db9::1', false],
    ['F|cidr: 10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['F|cidr: 10.0.0.0/8', 'not an address', false],
    ["F|windash: '-enc'", '/enc', true],
    ["F|windash: '-enc'", '\u2013enc', true],
    ["F|contains|windash: ' /x '", 'cmd \u2015x y', true],
    ["F|contains|windash: ' -f -c -q -v '", 'a /f -c \u2014q -v b', true],
    ["F|contains|windash: ' -f -c -q -v '", 'a /f +c -q -v b', false],
    ["F|windash: 'a-b'", 'a/b', false],
    ['F|base64: foo', b64('foo'), true],
    ['F|base64|contains: foo', `x${b64('foo')}`, true],
    ['F|base64offset|contains: /bin/bash', b64('x/bin/bash y'), true],
    ['F|base64offset|contains: /bin/bash', b64('xy/bin/bash'), true],
    ['F|base64offset|contains: /bin/bash', b64('/bin/bash'), true],
    ['F|base64offset|contains: /bin/bash', b64('/bin/dash'), false],
    ['F|wide|base64offset|contains: ping', b64('a ping b', 'utf16le'), true],
    ['F|utf16le|base64offset|contains: ping', b64('a ping b', 'utf16le'), true],
    ['F|utf16be|base64offset|contains: ping', Buffer.from('a ping b', 'utf16le').swap16().toString('base64'), true],
    ['F|utf16|base64: ping', Buffer.from('\ufeffping', 'utf16le').toString('base64'), true],
    ['F|wide: ab', 'a\0b\0', true],
    ['F|minute: 7', '2026-03-01T10:07:30Z', true],
    ['F|hour: 10', '2026-03-01T10:07:30+08:00', false],
    ['F|hour: 2', '2026-03-01T10:07:30+08:00', true],
    ['F|day: 1', '2026-03-01 10:07:30.1234567', true],
    ['F|month: 3', 1772359650000, true],
    ['F|month: 3', 1772359650, true],
    ['F|year: 2026', '1772359650000000', true],
    ['F|week: 53', '2021-01-03T00:00:00Z', true],
    ['F|week: 1', '2021-01-04T00:00:00Z', true],
    ['F|hour|gte: 22', '2026-03-01T23:00:00Z', true],
    ['F|hour|lt: 6', '2026-03-01T23:00:00Z', false],
    ['F|year: 2026', 'yesterday', false],
  ];
  it.each(cases)('%s on %j is %s', (item, value, expected) => {
    expect(itemMatches(item, { F: value })).toBe(expected);
  });

  it('compares fields with each other', () => {
    expect(itemMatches('A|fieldref: B', { A: 'x', B: 'X' })).toBe(true);
    expect(itemMatches('A|fieldref|cased: B', { A: 'x', B: 'X' })).toBe(false);
    expect(itemMatches('A|fieldref: B', { A: 'x' })).toBe(false);
    expect(itemMatches('A|fieldref: B', { A: 1, B: '1' })).toBe(true);
    expect(itemMatches('A|fieldref: B', { A: ['p', 'q'], B: ['q', 'r'] })).toBe(true);
    expect(itemMatches('A|fieldref|neq: B', { A: 'x', B: 'y' })).toBe(true);
    expect(itemMatches('A|fieldref|endswith: B', { A: 'host.example', B: '.example' })).toBe(true);
    expect(itemMatches('A|fieldref|startswith: B', { A: 'host.example', B: '.example' })).toBe(false);
    expect(itemMatches('A|contains|fieldref: B', { A: 'a host b', B: 'HOST' })).toBe(true);
  });

  it('asks whether a field is there', () => {
    expect(itemMatches('F|exists: true', {})).toBe(false);
    expect(itemMatches('F|exists: false', { F: 0 })).toBe(false);
    expect(itemMatches('F|exists: true', { F: '' })).toBe(true);
  });

  it('negates an absent field too', () => {
    expect(itemMatches('F|neq: a', {})).toBe(true);
  });
});

describe('placeholders', () => {
  const placeholders = { Admins: ['alice', 'bob*'], Nobody: [], Ports: [22, 3389], Nets: ['10.0.0.0/8'] };

  it('takes values from the table', () => {
    expect(itemMatches("F|expand: '%Admins%'", { F: 'BOBBY' }, { placeholders })).toBe(true);
    expect(itemMatches("F|expand: '%Admins%'", { F: 'carol' }, { placeholders })).toBe(false);
    expect(itemMatches("F|contains|expand: 'user=%Admins%;'", { F: 'x user=alice; y' }, { placeholders })).toBe(true);
    expect(itemMatches("F|expand: '%Ports%'", { F: 3389 }, { placeholders })).toBe(true);
    expect(itemMatches("F|expand|cidr: '%Nets%'", { F: '10.2.3.4' }, { placeholders })).toBe(true);
    expect(itemMatches(String.raw`F|expand: 'a\%b'`, { F: 'a%b' }, { placeholders })).toBe(true);
  });

  it('matches nothing with an empty list', () => {
    expect(itemMatches("F|expand: '%Nobody%'", { F: 'x' }, { placeholders })).toBe(false);
    expect(itemMatches("F|neq|expand: '%Nobody%'", { F: 'x' }, { placeholders })).toBe(true);
  });

  it('leaves percent signs alone without expand', () => {
    expect(itemMatches("F: '%Admins%'", { F: '%admins%' })).toBe(true);
  });

  it('rejects a rule whose placeholder has no entry', () => {
    expect(() => itemMatches("F|expand: '%Unknown%'", { F: 'x' }, { placeholders })).toThrow('%Unknown%');
  });

  it('refuses combinations that explode', () => {
    const many = { P: Array.from({ length: 200 }, (_, index) => index) };
    expect(() => itemMatches("F|expand: '%P%%P%%P%'", { F: 'x' }, { placeholders: many })).toThrow('more than 10000');
  });
});

describe('chains without a meaning', () => {
  it.each([
    ['F|nope: x', 'unknown modifier "nope"'],
    ['F|contains|contains: x', 'given twice'],
    ['F|contains|startswith: x', 'cannot be combined'],
    ['F|i: x', 'only possible after "re"'],
    ["F|re|cidr: 'x'", 'cannot be combined'],
    ['F|re|base64: x', 'cannot be combined'],
    ['F|lt|gt: 5', 'only one comparison'],
    ['F|hour|day: 5', 'one time part'],
    ['F|exists|all: true', 'cannot be combined'],
    ['F|exists: yes please', 'true or false'],
    ['F|lt: five', 'needs a number'],
    ['F|cidr: 300.1.1.1/8', 'not a network'],
    ['F|cidr: 10.0.0.0/33', 'not a network'],
    ['F|cidr: 5', 'needs text'],
    ['F|base64: "a*"', 'wildcards'],
    ['F|base64offset: a', 'two bytes'],
    ['F|base64|wide: ab', 'before base64'],
    ['F|contains|base64: ab', 'must stand after'],
    ['F|base64|windash: ab', 'windash must stand before'],
    ['F|base64|base64offset: ab', 'cannot be combined'],
    ['F|wide|utf16be: ab', 'only one UTF-16'],
    ['F|utf16: ab', 'not text by itself'],
    ['F|contains: null', 'null'],
    ['F|fieldref: 5', 'needs text'],
    ['F|expand: 5', 'expand needs text'],
    ["'|cidr': 10.0.0.0/8", 'needs a field'],
    ["F|re: '('", 'not closed'],
    ["F|re: 'a(?=b)'", 'lookaround'],
    ["F|re: '(a)\\1'", 'not supported'],
  ])('refuses %s', (item, reason) => {
    expect(refusal(`s:\n  ${item}\ncondition: s`).reason).toContain(reason);
  });

  it('knows every modifier of the specification and the aliases', () => {
    const wanted =
      'all startswith endswith contains exists cased neq windash re i m s ignorecase multiline dotall base64 base64offset utf16le utf16be utf16 wide lt lte gt gte minute hour day week month year cidr expand fieldref';
    expect([...modifierNames].toSorted()).toEqual(wanted.split(' ').toSorted());
  });
});
