import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, it } from 'vitest';
import { PacketSchema } from '../contract.ts';
import { addressGuard } from './addresses.ts';
import { mailOf } from './mail.ts';
import { messageOf, testMessage, type Told } from './message.ts';
import { buildPacket } from './packet.ts';
import { backoffSeconds, mayGoAt } from './quiet.ts';
import { cutBytes, dingtalkRequest, feishuRequest, syslogLine, webhookRequest, wecomRequest } from './robots.ts';

const NOW = Date.UTC(2026, 10, 23, 1, 0, 5, 250);
const told: Told = {
  id: 'w1',
  number: 'YJ-2026-0007',
  level: 'red',
  pending: null,
  status: 'issued',
  scope: { kind: 'account', id: 'u-1 [点我](http://evil.example) @all' },
  title: { zh: '大批车辆处于高风险', en: 'Many vehicles in danger at once' },
  impact: { zh: '120 辆车', en: '120 vehicles' },
  measures: [{ zh: '停用账号', en: 'Disable the account' }],
  issuer: '示例车企',
  telephone: '010-1',
  issuedAt: '2026-11-23T01:00:00.000Z',
  timeLimit: null,
};
const message = messageOf('d1', 'issued', told, 'zh');

describe('messages', () => {
  it('say what 281号 4.4 lists, in the language of the channel', () => {
    expect(message.subject).toBe('[红色] 预警发布 YJ-2026-0007 大批车辆处于高风险');
    expect(message.lines).toContain('起始时间：2026-11-23 09:00 北京时间');
    expect(message.lines.join('\n')).toMatch(/影响：120 辆车\n措施：停用账号\n发布：示例车企\n电话：010-1$/);
    expect(messageOf('d1', 'lifted', { ...told, pending: 'lift' }, 'en').lines).toContain(
      'Waits for confirmation: lifting',
    );
    expect(testMessage('t', '值班群', 'zh').level).toBeNull();
  });
});

describe('signatures of robots', () => {
  const hmac = (key: string, data: string) => createHmac('sha256', key).update(data).digest('base64');

  it('DingTalk: key = secret, text = milliseconds LF secret, in the query', () => {
    const { url, body } = dingtalkRequest('https://oapi.dingtalk.com/robot/send?access_token=t', 'SEC1', message, NOW);
    const query = new URL(url).searchParams;
    expect([query.get('access_token'), query.get('timestamp')]).toEqual(['t', String(NOW)]);
    expect(query.get('sign')).toBe(hmac('SEC1', `${NOW}\nSEC1`));
    expect(url).not.toMatch(/sign=[^&]*[+/ ]/);
    expect(JSON.parse(body)).toMatchObject({ msgtype: 'markdown' });
  });

  it('Feishu: key = seconds LF secret, empty text, in the body', () => {
    const { body } = feishuRequest('https://open.feishu.cn/x', 's', message, NOW);
    const seconds = String(Math.floor(NOW / 1000));
    expect(JSON.parse(body)).toMatchObject({ timestamp: seconds, sign: hmac(`${seconds}\ns`, ''), msg_type: 'text' });
    expect(JSON.parse(feishuRequest('https://open.feishu.cn/x', undefined, message, NOW).body)).not.toHaveProperty(
      'sign',
    );
  });

  it('webhook: key = secret, text = seconds . body; the id of the delivery stays', () => {
    const { headers, body } = webhookRequest('https://a.example/h', 'k', message, NOW);
    const stamp = headers['x-chedun-timestamp'] ?? '';
    const wanted = createHmac('sha256', 'k').update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-chedun-signature']).toBe(`sha256=${wanted}`);
    expect(headers['x-chedun-delivery']).toBe('d1');
    expect(JSON.parse(body)).toMatchObject({ notice: 'issued', warning: { number: 'YJ-2026-0007', level: 'red' } });
  });

  it('names from logs become no links, mentions or markup, and WeCom gets at most 4,096 bytes', () => {
    for (const { body } of [
      dingtalkRequest('https://a/', undefined, message, NOW),
      wecomRequest('https://a/', message),
    ])
      expect(body).not.toMatch(/\]\(http|@all/);
    const long = { ...message, lines: Array.from({ length: 300 }, () => '很长的一行文字') };
    const { markdown } = JSON.parse(wecomRequest('https://a/', long).body) as { markdown: { content: string } };
    expect(Buffer.byteLength(markdown.content)).toBeLessThanOrEqual(4096);
    expect(markdown.content.endsWith('…')).toBe(true);
  });

  it('cuts at whole signs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 60 }), (text, most) => {
        const cut = cutBytes(text, most);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });

  it('syslog of RFC 5424: facility 4, severity of the level, escaped data, text with BOM on one line', () => {
    const odd = { ...message, id: 'a"]\\b', lines: ['one\ntwo'] };
    expect(syslogLine(odd, 'host-1', NOW)).toBe(
      `<33>1 2026-11-23T01:00:05.250Z host-1 chedun - issued [chedun@32473 delivery="a\\"\\]\\\\b" level="red"] \uFEFF${message.subject} | one two`,
    );
    expect(syslogLine(testMessage('t', 'n', 'en'), '-', NOW)).toMatch(/^<38>1 /);
  });
});

/** The bytes of a mail as they go out. */
const bytesOf = async (options: ReturnType<typeof mailOf>): Promise<string> =>
  (await new MailComposer(options).compile().build()).toString('utf8');

describe('mail', () => {
  it('has the headers of RFC 5322, a body in base64 and only CRLF lines of at most 78 signs', async () => {
    const mail = await bytesOf(mailOf(message, { from: 'vsoc@example.cn', to: ['a@example.cn', 'b@example.cn'] }, NOW));
    const [head = '', body = ''] = mail.split('\r\n\r\n');
    expect(head).toContain('Date: Mon, 23 Nov 2026 01:00:05 +0000');
    expect(head).toContain('From: vsoc@example.cn');
    expect(head).toContain('To: a@example.cn, b@example.cn');
    expect(head).toContain(`Message-ID: <${message.id}@example.cn>`);
    expect(head).toContain('Importance: high');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(mail.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...mail.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(Buffer.from(body, 'base64').toString('utf8')).toContain('编号：YJ-2026-0007');
  });

  it('no text of a warning becomes a header or a recipient', async () => {
    const evil = {
      ...message,
      subject: 'x\r\nBcc: a@b.cn\r\n\r\n.',
      lines: ['.', '..', '.\r\nQUIT', 'MAIL FROM:<a@b.cn>'],
    };
    const options = mailOf(evil, { from: 'vsoc@example.cn', to: ['a@example.cn'] }, NOW);
    expect(options.envelope).toEqual({ from: 'vsoc@example.cn', to: ['a@example.cn'] });
    const text = await bytesOf(options);
    const border = text.indexOf('\r\n\r\n');
    const names = text
      .slice(0, border)
      .split('\r\n')
      .filter((line) => !/^[ \t]/.test(line))
      .map((line) => line.split(':')[0] ?? '');
    expect(names.filter((name) => /^(?:\.|bcc|quit|mail|cc)/i.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    // Dots at the begin of lines are doubled by the transport (RFC 5321, 4.5.2).
    const body = text.slice(border + 4).split('\r\n');
    for (const line of ['.', '..', 'QUIT', 'MAIL FROM:<a@b.cn>']) expect(body).toContain(line);
  });

  it('any subject stays one header (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (subject) => {
        const text = await bytesOf(
          mailOf({ ...message, subject: subject.toWellFormed() }, { from: 'v@e.cn', to: ['a@e.cn'] }, NOW),
        );
        const head = text.split('\r\n\r\n')[0] ?? '';
        const names = head
          .split('\r\n')
          .filter((line) => !/^[ \t]/.test(line))
          .map((line) => line.split(':')[0]);
        expect(new Set(names).size).toBe(names.length);
        expect(names).not.toContain('Bcc');
      }),
      { numRuns: 60 },
    );
  });
});

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '07:00', except: ['red' as const] };
  const at = (clock: string) => Date.parse(`2026-11-23T${clock}:00+08:00`);

  it('hold until their end, over midnight too, except for what may not wait', () => {
    expect(mayGoAt(quiet, 'blue', at('23:30'))).toBe(Date.parse('2026-11-24T07:00:00+08:00'));
    expect(mayGoAt(quiet, 'blue', at('06:59'))).toBe(at('07:00'));
    expect(mayGoAt(quiet, 'blue', at('07:00'))).toBe(at('07:00'));
    expect(mayGoAt(quiet, 'red', at('23:30'))).toBe(at('23:30'));
    expect(mayGoAt({ ...quiet, from: '12:00', to: '13:00' }, 'blue', at('12:30'))).toBe(at('13:00'));
    expect(mayGoAt({ ...quiet, to: '22:00' }, 'blue', at('22:30'))).toBe(at('22:30'));
    expect(mayGoAt(null, 'blue', at('23:30'))).toBe(at('23:30'));
  });

  it('waits double after each failure, at most an hour', () => {
    expect([1, 2, 3, 9].map((attempts) => backoffSeconds(30, attempts))).toEqual([30, 60, 120, 3600]);
  });
});

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.0.1',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '64:ff9b::a00:1',
    'localhost',
    '',
  ])('%s is closed', (address) => expect(addressGuard([])(address)).toBe(false));
  it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is open', (address) =>
    expect(addressGuard([])(address)).toBe(true),
  );
  it('opens only the ranges of the configuration', () => {
    const guard = addressGuard(['10.20.0.0/16', 'fd00:1::/32']);
    expect(['10.20.3.4', '::ffff:10.20.3.4', 'fd00:1::5', '10.21.0.1', 'fd00:2::5'].map(guard)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('packets', () => {
  const schema = PacketSchema.parse(
    JSON.parse(readFileSync(new URL('../../../content/templates/yd-t-4974.json', import.meta.url), 'utf8')),
  );
  const warning = {
    number: 'YJ-2026-0007',
    level: 'red',
    issuedAt: null,
    scope: '车队',
    impact: 'x',
    measures: ['a', 'b'],
    findingCount: 3,
    status: 'issued',
  };

  it('fill the field table with codes, invent nothing and name what is missing', () => {
    const built = buildPacket(schema, 'warning', { warning });
    expect(built?.document).toMatchObject({
      schemaVerified: false,
      data: {
        warningNo: 'YJ-2026-0007',
        warningLevel: '1',
        status: '1',
        measures: ['a', 'b'],
        findingCount: 3,
        startTime: null,
        companyName: null,
      },
    });
    expect(built?.missing).toEqual(['companyName', 'companyCode', 'contact', 'telephone', 'startTime']);
  });

  it('takes values of the operator and fixed texts, and no field of the prototype', () => {
    const field = { title: { zh: 'a', en: 'a' }, type: 'string' as const, required: true };
    const own = {
      ...schema,
      operator: { companyName: '示例车企' },
      packets: [
        {
          type: 'warning' as const,
          code: 'w',
          title: { zh: 'a', en: 'a' },
          fields: [
            { ...field, name: 'a', source: 'operator.companyName' },
            { ...field, name: 'b', source: '=fixed' },
            { ...field, name: 'c', source: 'warning.constructor' },
            { ...field, name: 'd', source: 'warning.measures' },
          ],
        },
      ],
    };
    const built = buildPacket(own, 'warning', { warning });
    expect(built?.document['data']).toEqual({ a: '示例车企', b: 'fixed', c: null, d: 'a；b' });
    expect(built?.missing).toEqual(['c']);
    expect(buildPacket(own, 'finding', {})).toBeUndefined();
  });
});
