import { createHmac } from 'node:crypto';
import type { Message } from './message.ts';

/** A request that a sender makes. */
export interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hmac = (key: string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

const markdownOf = ({ subject, lines }: Message): string =>
  [`**${escaped(subject)}**`, ...lines.map((line) => escaped(line))].join('\n\n');

/** Signs that would become links, mentions or markup; names in warnings come from logs. */
const escaped = (text: string): string => text.replaceAll(/[<>[\]`*_#@]/g, (sign) => FULL_WIDTH[sign] ?? ' ');
const FULL_WIDTH: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '`': '｀',
  '*': '＊',
  _: '＿',
  '#': '＃',
  '@': '＠',
};

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Cuts a text at a number of UTF-8 bytes, never inside a sign. */
export const cutBytes = (text: string, most: number): string => {
  if (Buffer.byteLength(text) <= most) return text;
  const cut = Buffer.from(text)
    .subarray(0, most - 3)
    .toString('utf8');
  return `${cut.replace(/\uFFFD+$/u, '')}…`;
};

/**
 * DingTalk robot: `sign` = base64(HMAC-SHA-256(key = secret, timestamp in ms + LF + secret)), URL-encoded, both in the
 * query.
 */
export const dingtalkRequest = (url: string, secret: string | undefined, message: Message, now: number): Posted => {
  const signed = new URL(url);
  if (secret !== undefined) {
    signed.searchParams.set('timestamp', String(now));
    signed.searchParams.set('sign', hmac(secret, `${now}\n${secret}`).toString('base64'));
  }
  const markdown = { title: escaped(message.subject), text: cutBytes(markdownOf(message), 18_000) };
  return { url: signed.href, headers: JSON_TYPE, body: JSON.stringify({ msgtype: 'markdown', markdown }) };
};

/** WeCom robot: the key in the URL is all there is; markdown holds at most 4,096 bytes. */
export const wecomRequest = (url: string, message: Message): Posted => ({
  url,
  headers: JSON_TYPE,
  body: JSON.stringify({ msgtype: 'markdown', markdown: { content: cutBytes(markdownOf(message), 4096) } }),
});

/**
 * Feishu robot: `sign` = base64(HMAC-SHA-256(key = timestamp in s + LF + secret, empty text)), with the timestamp in the
 * body.
 */
export const feishuRequest = (url: string, secret: string | undefined, message: Message, now: number): Posted => {
  const timestamp = String(Math.floor(now / 1000));
  const signed =
    secret === undefined ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '').toString('base64') };
  const text = cutBytes([message.subject, ...message.lines].join('\n'), 18_000);
  return { url, headers: JSON_TYPE, body: JSON.stringify({ ...signed, msg_type: 'text', content: { text } }) };
};

/**
 * Webhook of the operator: `X-CheDun-Signature: sha256=` hex(HMAC-SHA-256(key = secret, timestamp in s + '.' + body)).
 * `X-CheDun-Delivery` stays the same when a delivery is repeated.
 */
export const webhookRequest = (url: string, secret: string, message: Message, now: number): Posted => {
  const timestamp = String(Math.floor(now / 1000));
  const body = JSON.stringify({ ...message.document, subject: message.subject, lines: message.lines });
  return {
    url,
    headers: {
      ...JSON_TYPE,
      'x-chedun-delivery': message.id,
      'x-chedun-timestamp': timestamp,
      'x-chedun-signature': `sha256=${hmac(secret, `${timestamp}.${body}`).toString('hex')}`,
    },
    body,
  };
};

/** Severity of RFC 5424 for a level. */
const SYSLOG_SEVERITY = { red: 1, orange: 2, yellow: 4, blue: 5 } as const;
/** Facility `security/authorization messages`. */
const FACILITY = 4;

const param = (value: string): string => value.replaceAll(/["\\\]]/g, (sign) => `\\${sign}`);

/** One message of RFC 5424, without framing. 32473 is the enterprise number of documentation; the text is UTF-8 with BOM. */
export const syslogLine = (message: Message, host: string, now: number): string => {
  const severity = message.level === null ? 6 : SYSLOG_SEVERITY[message.level];
  const data = `[chedun@32473 delivery="${param(message.id)}" level="${message.level ?? ''}"]`;
  const text = cutBytes([message.subject, ...message.lines].join(' | ').replaceAll(/[\r\n]+/g, ' '), 7000);
  return `<${FACILITY * 8 + severity}>1 ${new Date(now).toISOString()} ${host} chedun - ${message.notice} ${data} \uFEFF${text}`;
};
