import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOne, filled, thrownBy } from '../../testing/decode.ts';
import { createDecoder } from '../index.ts';

describe('logfmt', () => {
  it('reads bare, quoted and flag words', () => {
    const event = decodeOne(
      'logfmt',
      'ts=2026-07-28T11:28:41Z level=warn msg="disk \\"sda\\"\\nfull" user=alice dry_run empty= src_ip=10.0.0.1',
    );
    expect(event.fields).toEqual({
      ts: '2026-07-28T11:28:41Z',
      level: 'warn',
      msg: 'disk "sda"\nfull',
      user: 'alice',
      dry_run: true,
      empty: '',
      src_ip: '10.0.0.1',
    });
    expect(event.time).toBe(1_785_238_121_000);
    expect(filled(event.ocsf)).toEqual({
      severityId: 3,
      user: 'alice',
      srcIp: '10.0.0.1',
      message: 'disk "sda"\nfull',
    });
  });

  it('gives back every value that was quoted', () => {
    const key = fc.stringMatching(/^[a-z][a-z_.]{0,10}$/).filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.string({ unit: 'grapheme', maxLength: 30 }), { minKeys: 1, maxKeys: 6 }),
        (pairs) => {
          const quote = (text: string) =>
            `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\0', ' ')}"`;
          const record = Object.entries(pairs).map(([name, text]) => `${name}=${quote(text)}`);
          const expected = Object.fromEntries(
            Object.entries(pairs).map(([name, text]) => [name, text.replaceAll('\0', ' ')]),
          );
          expect(decodeOne('logfmt', record.join(' ')).fields).toEqual(expected);
        },
      ),
    );
  });

  it.each([
    ['a=1 "b"', 4],
    ['a=1 b="open', 6],
    ['only words here', 0],
    ['=1', 0],
  ])('names the place of the fault in %j', (record, offset) => {
    expect(thrownBy(() => decodeOne('logfmt', record))).toMatchObject({ code: 'logs.bad_record', detail: { offset } });
  });
});

describe('auditd', () => {
  it('reads a system call with its interpreted tail', () => {
    const event = decodeOne(
      'auditd',
      'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 comm="cat" exe="/bin/cat" key="sshd_config"\u001dARCH=x86_64 AUID="shadowman"',
    );
    expect(event.time).toBe(1_364_481_363_243);
    expect(event.fields).toMatchObject({
      type: 'SYSCALL',
      audit_serial: '24287',
      a0: '7fffd19c5592',
      comm: 'cat',
      ARCH: 'x86_64',
      AUID: 'shadowman',
    });
    expect(event.ocsf).toMatchObject({
      statusId: 2,
      process: '/bin/cat',
      message: 'sshd_config',
      user: 'shadowman',
      eventCode: 'SYSCALL',
    });
    expect(event.logsource).toEqual({ product: 'linux', service: 'auditd' });
  });

  it('decodes hexadecimal arguments and joins the command line', () => {
    const hex = Buffer.from('echo "a b" > /tmp/x').toString('hex').toUpperCase();
    const event = decodeOne(
      'auditd',
      `node=web1 type=EXECVE msg=audit(1364481363.243:24287): argc=3 a0="sh" a1="-c" a2=${hex}`,
    );
    expect(event.fields).toMatchObject({ a0: 'sh', a1: '-c', a2: 'echo "a b" > /tmp/x', node: 'web1' });
    expect(event.ocsf).toMatchObject({ classUid: 1007, commandLine: 'sh -c echo "a b" > /tmp/x', host: 'web1' });
    const title = decodeOne(
      'auditd',
      'type=PROCTITLE msg=audit(1364481363.243:1): proctitle=636174002F6574632F706173737764',
    );
    expect(title.ocsf.commandLine).toBe('cat /etc/passwd');
  });

  it('opens the quoted part of user messages', () => {
    const event = decodeOne(
      'auditd',
      `type=USER_LOGIN msg=audit(1364481363.243:9): pid=1 uid=0 msg='op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=10.0.0.9 terminal=ssh res=failed'`,
    );
    expect(event.ocsf).toMatchObject({ classUid: 3002, activityId: 1, statusId: 2, user: 'root', srcIp: '10.0.0.9' });
  });

  it('refuses a record without its head', () => {
    expect(thrownBy(() => decodeOne('auditd', 'type=SYSCALL msg=audit(x): a=b')).code).toBe('logs.bad_record');
  });
});

describe('Zeek TSV', () => {
  const header = [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    '#path\tdns',
    '#open\t2018-03-24-17-15-20',
    '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tAA\tanswers\tTTLs',
    '#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tbool\tvector[string]\tvector[interval]',
  ];
  const row = '1521911720.865716\tCqK\t10.47.1.100\t41772\t10.0.0.100\t53\tudp\t\\xe8\\xbd\\xa6.example\tF\ta,b\t1.5,2';

  it('types the columns as the header says', () => {
    const decoder = createDecoder('zeek-tsv');
    for (const line of header) expect(decoder.decode(line)).toBeUndefined();
    const event = decoder.decode(row);
    expect(event).toMatchObject({
      format: 'zeek-tsv',
      time: 1_521_911_720_866,
      logsource: { product: 'zeek', service: 'dns', category: 'dns' },
      fields: {
        'id.orig_h': '10.47.1.100',
        'id.orig_p': 41_772,
        query: '车.example',
        AA: false,
        answers: ['a', 'b'],
        TTLs: [1.5, 2],
      },
      ocsf: { classUid: 4003, srcIp: '10.47.1.100', dstPort: 53, domain: '车.example', eventCode: 'dns' },
    });
  });

  it('leaves unset columns out and keeps empty ones', () => {
    const decoder = createDecoder('zeek-tsv');
    for (const line of header) decoder.decode(line);
    const fields = decoder.decode('1521911720.865716\t-\t1.1.1.1\t1\t2.2.2.2\t53\tudp\t(empty)\tT\t(empty)\t-')?.fields;
    expect(fields).toMatchObject({ query: '', answers: [], AA: true });
    expect(fields).not.toHaveProperty('uid');
    expect(fields).not.toHaveProperty('TTLs');
  });

  it('gives the header lines that make a batch readable on its own', () => {
    const first = createDecoder('zeek-tsv');
    for (const line of header) first.decode(line);
    const second = createDecoder('zeek-tsv');
    for (const line of first.preamble().split('\n')) second.decode(line);
    expect(second.decode(row)).toEqual(first.decode(row));
  });

  it('starts again with the header of a rotated file', () => {
    const decoder = createDecoder('zeek-tsv');
    for (const line of [
      ...header,
      '#close\t2018',
      '#separator \\x2c',
      '#path,ssh',
      '#fields,ts,user',
      '#types,time,string',
    ])
      decoder.decode(line);
    expect(decoder.decode('1521911720.5,root')).toMatchObject({
      logsource: { product: 'zeek', service: 'ssh' },
      ocsf: { classUid: 4007, user: 'root' },
    });
  });

  it('refuses rows without header or with other columns, and endless headers', () => {
    const decoder = createDecoder('zeek-tsv');
    expect(thrownBy(() => decoder.decode(row)).code).toBe('logs.bad_record');
    for (const line of header) decoder.decode(line);
    expect(thrownBy(() => decoder.decode('1\t2')).detail.reason).toBe('2 columns, 11 are declared');
    expect(decoder.decode(row)).toBeDefined();
    const wide = `1.5\t-\t-\t-\t-\t-\t-\t-\t-\t${'a,'.repeat(5000)}\t-`;
    expect(thrownBy(() => decoder.decode(wide)).code).toBe('logs.too_many_fields');
    const endless = () => {
      for (let index = 0; index < 100; index += 1) decoder.decode(`#note${index}`);
    };
    expect(thrownBy(endless).code).toBe('logs.bad_record');
  });
});
