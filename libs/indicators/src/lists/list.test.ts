import { describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.ts';
import { formatOf } from '../read.ts';

const SHA256 = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f';
const MD5 = '79054025255fb1a26e4bc422aef54eb4';

const values = (text: string, options = {}): readonly string[] =>
  collect('list', text, options).indicators.map(({ kind, value }) => `${kind} ${value}`);

const reasons = (text: string): readonly string[] =>
  collect('list', text).problems.map(({ place, code, detail }) => `${place} ${code} ${detail}`.trim());

describe('a list of one value a line', () => {
  it('tells kinds by their look, and reads comments, hosts files and defanged spellings', () => {
    const text = [
      '\uFEFF# blocklist 2026-11-01',
      '198.51.100.1',
      '198.51.100.0/24 ; SBL1',
      '2001:DB8::1',
      'Evil[.]example',
      'hxxps://evil[.]example:443/x',
      '0.0.0.0 tracker.example',
      MD5.toUpperCase(),
      SHA256,
      'a[at]evil.example',
      't13d1516h2_8daaf6152771_b186095e22b6',
      '// end',
      '',
    ].join('\r\n');
    expect(values(text)).toEqual([
      'ip 198.51.100.1',
      'network 198.51.100.0/24',
      'ip 2001:db8::1',
      'domain evil.example',
      'url https://evil.example/x',
      'domain tracker.example',
      `md5 ${MD5}`,
      `sha256 ${SHA256}`,
      'email a@evil.example',
      'ja4 t13d1516h2_8daaf6152771_b186095e22b6',
    ]);
    expect(values(text, { piece: 7 })).toEqual(values(text));
  });

  it('takes the kind of the import where the look does not tell', () => {
    expect(values(MD5, { kind: 'ja3' })).toEqual([`ja3 ${MD5}`]);
    expect(values(SHA256, { kind: 'sm3' })).toEqual([`sm3 ${SHA256}`]);
  });

  it('names lines that hold nothing', () => {
    expect(reasons('198.51.100.1\nhello world\n0.0.0.0/0\ncom')).toEqual([
      'line 2 no-value',
      'line 3 too-broad network: 0.0.0.0/0',
      'line 4 no-value',
    ]);
  });
});

describe('a table', () => {
  it('is read by the names of its columns', () => {
    const text = [
      'ioc_type;ioc_value;confidence_level;valid_until;tlp;threat;tags',
      'domain;evil.example;90;2027-01-01;TLP:AMBER+STRICT;"A ""big"" one; really";c2,trojan',
    ].join('\n');
    expect(collect('list', text).indicators).toEqual([
      {
        kind: 'domain',
        value: 'evil.example',
        also: [],
        ref: '',
        title: 'A "big" one; really',
        confidence: 90,
        validFrom: undefined,
        validUntil: Date.parse('2027-01-01T00:00:00Z'),
        tlp: 'amber+strict',
        labels: ['c2', 'trojan'],
        killChain: [],
        revoked: false,
      },
    ]);
  });

  it('may name the kind in the head of the column', () => {
    expect(values(`date,sha256,comment\n2026-11-01,${SHA256},x`)).toEqual([`sha256 ${SHA256}`]);
    expect(values(`serial_number\n00:AB:cd`)).toEqual(['cert-serial abcd']);
  });

  it('is the export of MISP', () => {
    const text = [
      'uuid,event_id,category,type,value,comment,to_ids,date,object_relation',
      `"u-1",1,"Payload delivery","filename|md5","a.exe|${MD5}","dropper",1,1700000000,""`,
      `"u-2",1,"Network activity","ip-dst|port","198.51.100.1|443","",1,1700000000,""`,
      `"u-3",1,"Network activity","domain","fine.example","",0,1700000000,""`,
      `"u-4",1,"Other","mutex","x","",1,1700000000,""`,
    ].join('\n');
    expect(values(text)).toEqual([`md5 ${MD5}`, 'ip 198.51.100.1']);
    expect(collect('list', text).indicators[0]).toMatchObject({ ref: 'u-1', title: 'dropper' });
    expect(reasons(text)).toEqual(['line 4 not-for-detection domain', 'line 5 unsupported-type mutex']);
  });

  it('does not guess at types that it does not know', () => {
    expect(reasons('type,value\nregistry-key,evil.example')).toEqual(['line 2 unsupported-type registry-key']);
  });
});

describe('limits', () => {
  it('stop long lines, many lines and bytes that are no text', () => {
    expect(() => collect('list', 'x'.repeat(500), { limits: { entryBytes: 100 }, piece: 64 })).toThrow(/too-large/);
    expect(() => collect('list', 'a.example\nb.example', { limits: { entries: 1 } })).toThrow(/too-many/);
    expect(() => collect('list', 'a\0b\n')).toThrow(/format-unknown/);
  });
});

describe('formats', () => {
  const told = (text: string): string => formatOf(new TextEncoder().encode(text));

  it('are told by the begin of a file', () => {
    expect(told(' {"type":"bundle","objects":[]}')).toBe('stix');
    expect(told('\uFEFF{"Event":{}}')).toBe('misp');
    expect(told('[{"Event":{}}]')).toBe('misp');
    expect(told('value,type')).toBe('list');
    expect(told('[2001:db8::1]')).toBe('list');
    expect(() => told('{"a":1}')).toThrow(/neither STIX nor MISP/);
    expect(() => told('')).toThrow(/empty/);
    expect(() => told('v\0a\0')).toThrow(/not UTF-8/);
  });
});
