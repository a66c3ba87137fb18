import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOne, filled, thrownBy } from '../../testing/decode.ts';
import { createDecoder } from '../index.ts';

const now = () => Date.UTC(2026, 6, 30);

describe('RFC 5424', () => {
  // The examples of RFC 5424, section 6.5.
  it('reads example 1', () => {
    const event = decodeOne(
      'syslog',
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8",
    );
    expect(event.time).toBe(1_065_910_455_003);
    expect(event.fields).toEqual({
      priority: 34,
      facility: 'auth',
      severity: 'crit',
      timestamp: '2003-10-11T22:14:15.003Z',
      hostname: 'mymachine.example.com',
      appname: 'su',
      msgid: 'ID47',
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
    expect(filled(event.ocsf)).toEqual({
      severityId: 5,
      host: 'mymachine.example.com',
      process: 'su',
      provider: 'su',
      eventCode: 'ID47',
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
    expect(event.logsource).toEqual({ product: 'linux', service: 'auth' });
  });

  it('reads example 4: structured data without a message', () => {
    const event = decodeOne(
      'syslog',
      '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="App\\"li\\]c\\\\" x="a\\b"][prio@32473 class="high"]',
    );
    expect(event.fields['structured_data']).toEqual({
      'exampleSDID@32473': { iut: '3', eventSource: 'App"li]c\\', x: 'a\\b' },
      'prio@32473': { class: 'high' },
    });
    expect(event.fields['message']).toBe('');
  });

  it('keeps what it is given, whatever it is', () => {
    const word = fc.stringMatching(/^[!-~]{1,20}$/).filter((text) => text !== '-');
    const sdName = fc.stringMatching(/^[a-z]{1,8}$/).filter((text) => text !== '__proto__');
    const data = fc.dictionary(
      sdName,
      fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(
        fc.nat(191),
        word,
        word,
        data,
        fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
        (priority, host, app, parameters, message) => {
          const escaped = Object.entries(parameters).map(
            ([name, value]) => ` ${name}="${value.replace(/["\\\]]/g, '\\$&')}"`,
          );
          const text = `x${message.replace(/[\r\n\0]/g, '')}`;
          const event = decodeOne(
            'syslog',
            `<${priority}>1 2026-07-28T11:28:41Z ${host} ${app} - - [id${escaped.join('')}] ${text}`,
          );
          expect(event.fields).toMatchObject({ priority, hostname: host, appname: app, message: text });
          expect(event.fields['structured_data']).toEqual({ id: parameters });
        },
      ),
    );
  });

  it.each([
    '<34>1 2003-10-11T22:14:15.003Z host',
    '<34>1 - h a p m [x',
    '<34>1 - h a p m [x y=1]',
    '<34>1 - h a p m ?',
  ])('names the place of the fault in %j', (record) => {
    const error = thrownBy(() => decodeOne('syslog', record));
    expect(error.code).toBe('logs.bad_record');
    expect(error.detail.offset).toBeGreaterThan(0);
  });
});

describe('RFC 3164', () => {
  it('reads tag, process id and the year that is meant', () => {
    const event = decodeOne(
      'syslog',
      '<86>Jul 28 11:28:41 web01 sshd[4242]: Failed password for root from 10.0.0.9 port 4000 ssh2',
      { now },
    );
    expect(event.time).toBe(1_785_238_121_000);
    expect(event.fields).toMatchObject({
      hostname: 'web01',
      appname: 'sshd',
      procid: '4242',
      message: 'Failed password for root from 10.0.0.9 port 4000 ssh2',
    });
    expect(event.logsource).toEqual({ product: 'linux', service: 'sshd' });
  });

  it('knows Cisco by its mnemonic', () => {
    const event = decodeOne(
      'syslog',
      '<189>Jan 18 11:29:03 dist-sw03 %AAA-5-USER_LOGGED: User ops executed: ping 10.20.30.1',
    );
    expect(event.logsource).toEqual({ product: 'cisco', service: 'aaa' });
    expect(event.ocsf).toMatchObject({
      eventCode: 'AAA-5-USER_LOGGED',
      host: 'dist-sw03',
      provider: 'cisco',
      severityId: 2,
    });
  });

  it('knows the Windows events of the Snare agent', () => {
    const event = decodeOne(
      'syslog',
      '<131>Jul 28 11:28:41 dc01 MSWinEventLog\t1\tSecurity\t379\tTue Jul 28 11:28:00 2026\t4688',
    );
    expect(event.logsource).toEqual({ product: 'windows' });
    expect(event.ocsf.host).toBe('dc01');
  });

  it('takes any text: without time stamp, without priority, with a wrong priority', () => {
    expect(decodeOne('syslog', '<13>no stamp here').fields).toMatchObject({ priority: 13, message: 'no stamp here' });
    expect(decodeOne('syslog', 'just words').fields).toEqual({ message: 'just words' });
    expect(decodeOne('syslog', '<999>words').fields).toEqual({ message: '<999>words' });
    expect(decodeOne('syslog', '2026-07-28T11:28:41+08:00 h app[1]: m').time).toBe(1_785_209_321_000);
  });

  it('carries no event in an empty line', () => {
    expect(createDecoder('syslog').decode('\r\n')).toBeUndefined();
  });
});

describe('payloads inside syslog', () => {
  it('decodes CEF in place and fills the host from the header', () => {
    const event = decodeOne('syslog', '<134>Jul 28 11:28:41 fw1 CEF:0|Acme|FW|1|100|Denied|7|src=10.0.0.1', { now });
    expect(event).toMatchObject({
      format: 'cef',
      time: 1_785_238_121_000,
      logsource: { product: 'acme', service: 'fw' },
    });
    expect(event.ocsf).toMatchObject({ host: 'fw1', ruleName: 'Denied', srcIp: '10.0.0.1' });
    expect(event.fields).toMatchObject({ hostname: 'fw1', device_vendor: 'Acme', severity: '7' });
  });

  it('decodes JSON, LEEF and auditd', () => {
    expect(
      decodeOne(
        'syslog',
        '<134>Jul 28 11:28:41 s suricata[1]: {"timestamp":"2026-07-28T11:28:41Z","event_type":"dns","src_ip":"1.1.1.1"}',
      ).format,
    ).toBe('suricata-eve');
    expect(decodeOne('syslog', '<134>Jul 28 11:28:41 s app: @cee: {"msg":"hi"}').fields).toMatchObject({
      msg: 'hi',
      appname: 'app',
    });
    expect(decodeOne('syslog', '<134>Jul 28 11:28:41 s LEEF:1.0|V|P|1|e|src=1.1.1.1').format).toBe('leef');
    const audit = decodeOne(
      'syslog',
      '<134>Jul 28 11:28:41 s audispd: type=CWD msg=audit(1364481363.243:24287): cwd="/root"',
    );
    expect(audit).toMatchObject({ format: 'auditd', time: 1_364_481_363_243 });
  });

  it('keeps a message that only begins like JSON', () => {
    const event = decodeOne('syslog', '<134>Jul 28 11:28:41 s app: {not json');
    expect(event).toMatchObject({ format: 'syslog', fields: { message: '{not json' } });
  });
});
