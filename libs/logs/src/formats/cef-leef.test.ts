import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOne, thrownBy } from '../../testing/decode.ts';

describe('CEF', () => {
  it('reads header escapes, values with spaces, pipes and bare equals signs', () => {
    const event = decodeOne(
      'cef',
      'CEF:0|Se\\|c|threat\\\\mgr|1.0|100|worm stopped|10|src=10.0.0.1 dst=2.1.2.2 spt=1232 msg=a|b c=d\\=e\\nnext path=C:\\Windows\\x act=blocked',
    );
    expect(event.fields).toEqual({
      cef_version: 0,
      device_vendor: 'Se|c',
      device_product: 'threat\\mgr',
      device_version: '1.0',
      device_event_class_id: '100',
      name: 'worm stopped',
      severity: '10',
      src: '10.0.0.1',
      dst: '2.1.2.2',
      spt: '1232',
      msg: 'a|b',
      c: 'd=e\nnext',
      path: 'C:\\Windows\\x',
      act: 'blocked',
    });
    expect(event.ocsf).toMatchObject({
      classUid: 4001,
      severityId: 5,
      ruleName: 'worm stopped',
      eventCode: '100',
      srcPort: 1232,
    });
  });

  it('gives labelled values their label as a second name', () => {
    const { fields } = decodeOne('cef', 'CEF:1|V|P|1|e|n|Low|cs1=alice cs1Label=realUser cn1=5 cn1Label=cs1');
    expect(fields).toMatchObject({ cs1: 'alice', realUser: 'alice', cn1: '5' });
  });

  it.each([
    ['rt=1785238121000', 1_785_238_121_000],
    ['rt=Jul 28 2026 11:28:41.250', 1_785_238_121_250],
    ['start=2026-07-28T11:28:41Z', 1_785_238_121_000],
    ['rt=soon', undefined],
  ])('time of %s', (extension, expected) => {
    expect(decodeOne('cef', `CEF:0|V|P|1|e|n|5|${extension}`).time).toBe(expected);
  });

  it('gives back every pair that was escaped as the standard says', () => {
    const key = fc
      .stringMatching(/^[a-z][a-zA-Z0-9]{0,10}$/)
      .filter((name) => !name.endsWith('Label') && !['name', 'severity'].includes(name));
    const value = fc
      .string({ unit: fc.constantFrom('a', ' ', '=', '\\', '|', '\n', 'é', '"'), maxLength: 20 })
      .map((text) => `v${text}v`);
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 6 }), (pairs) => {
        const extension = Object.entries(pairs).map(
          ([name, text]) => `${name}=${text.replace(/[\\=]/g, '\\$&').replaceAll('\n', '\\n')}`,
        );
        const { fields } = decodeOne('cef', `CEF:0|V|P|1|e|n|5|${extension.join(' ')}`);
        expect(fields).toEqual(expect.objectContaining(pairs));
      }),
    );
  });

  it.each(['CEF:2|a|b|c|d|e|f|', 'CEF:0|only|three|fields', 'nothing', ''.padEnd(9, 'x')])('refuses %j', (record) => {
    expect(thrownBy(() => decodeOne('cef', record)).code).toBe('logs.bad_record');
  });

  it('reads a long extension of equals signs in one pass', () => {
    const event = decodeOne('cef', `CEF:0|V|P|1|e|n|5|msg=${'a='.repeat(60_000)} src=1.1.1.1`);
    expect(event.ocsf.srcIp).toBe('1.1.1.1');
  });
});

describe('LEEF', () => {
  it('reads 1.0 with tabs', () => {
    const event = decodeOne(
      'leef',
      'LEEF:1.0|Microsoft|MSExchange|4.0 SP1|15345|src=192.0.2.0\tdst=172.50.123.1\tsev=5\tcat=anomaly\tsrcPort=81\tusrName=joe black',
    );
    expect(event.fields).toMatchObject({
      leef_version: '1.0',
      device_product: 'MSExchange',
      event_id: '15345',
      usrName: 'joe black',
    });
    expect(event.ocsf).toMatchObject({
      srcIp: '192.0.2.0',
      dstIp: '172.50.123.1',
      srcPort: 81,
      severityId: 3,
      ruleName: 'anomaly',
      user: 'joe black',
      classUid: 4001,
    });
    expect(event.logsource).toEqual({ product: 'microsoft', service: 'msexchange' });
  });

  it.each([
    ['a character', 'LEEF:2.0|V|P|1|e|^|src=1.1.1.1^msg=a\tb', 'a\tb'],
    ['hexadecimal', 'LEEF:2.0|V|P|1|e|x5E|src=1.1.1.1^msg=x y', 'x y'],
    ['long hexadecimal', 'LEEF:2.0|V|P|1|e|0x5e|src=1.1.1.1^msg=x y', 'x y'],
    ['empty', 'LEEF:2.0|V|P|1|e||src=1.1.1.1\tmsg=x^y', 'x^y'],
    ['absent', 'LEEF:2.0|V|P|1|e|src=1.1.1.1\tmsg=x^y', 'x^y'],
  ])('reads 2.0 with %s delimiter', (_name, record, msg) => {
    expect(decodeOne('leef', record).fields).toMatchObject({ src: '1.1.1.1', msg });
  });

  it('reads devTime as epoch and as a calendar stamp', () => {
    expect(decodeOne('leef', 'LEEF:1.0|V|P|1|e|devTime=1785238121000').time).toBe(1_785_238_121_000);
    expect(decodeOne('leef', 'LEEF:1.0|V|P|1|e|devTime=Jul 28 2026 11:28:41').time).toBe(1_785_238_121_000);
  });

  it.each(['LEEF:3.0|a|b|c|d|', 'LEEF:1.0|a|b', 'x'])('refuses %j', (record) => {
    expect(thrownBy(() => decodeOne('leef', record)).code).toBe('logs.bad_record');
  });
});
