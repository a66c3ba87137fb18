import { DomainError } from '@chedun/kernel';
import type { ChannelSecrets, ChannelTarget } from '../contract.ts';
import type { Message } from '../domain/message.ts';
import { dingtalkRequest, feishuRequest, syslogLine, webhookRequest, wecomRequest } from '../domain/robots.ts';
import { post, type Answer } from './http.ts';
import { pin, type AddressGuard } from './pinned.ts';
import { sendMail } from './smtp.ts';
import { openTcp, openTls, sendDatagram, writeAndEnd, type Peer } from './sockets.ts';

/** Hands a message over once and answers the receipt of the other side. */
export type Send = (target: ChannelTarget, secrets: ChannelSecrets, message: Message, now: number) => Promise<string>;

const MOST_RECEIPT = 300;

const robotReceipt = (answer: Answer): string => {
  if (answer.status !== 200) throw new DomainError('warnings.refused', { reason: `HTTP ${answer.status}` });
  const said = parsed(answer.body);
  const code = said['errcode'] ?? said['code'] ?? said['StatusCode'];
  if (code !== 0)
    throw new DomainError('warnings.refused', { reason: `code ${String(code ?? 'missing').slice(0, 20)}` });
  return 'HTTP 200, code 0';
};

const parsed = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

const need = <Value>(value: Value | undefined, field: string): Value => {
  if (value === undefined) throw new DomainError('warnings.secret-missing', { field });
  return value;
};

const sendSyslog = async (
  target: Extract<ChannelTarget, { kind: 'syslog' }>,
  message: Message,
  { guard, host, now }: { readonly guard: AddressGuard; readonly host: string; readonly now: number },
): Promise<string> => {
  const peer: Peer = { pinned: await pin(target.host, guard), host: target.host, port: target.port, ca: target.ca };
  const line = Buffer.from(syslogLine(message, host, now));
  if (target.transport === 'udp') {
    await sendDatagram(peer, line);
    return 'UDP, no receipt';
  }
  // Octet counting, RFC 6587 3.4.1 and RFC 5425 4.3.
  const framed = Buffer.concat([Buffer.from(`${line.length} `), line]);
  await writeAndEnd(await (target.transport === 'tls' ? openTls(peer) : openTcp(peer)), framed);
  return `${target.transport.toUpperCase()}, connection closed in order`;
};

/** Senders of all kinds. `host`: how this machine calls itself in syslog. */
export const openSender =
  (guard: AddressGuard, host: string): Send =>
  async (target, secrets, message, now) => {
    switch (target.kind) {
      case 'email':
        return (await sendMail(target, secrets.password, message, { guard, now })).slice(0, MOST_RECEIPT);
      case 'syslog':
        return sendSyslog(target, message, { guard, host, now });
      case 'webhook': {
        const posted = webhookRequest(need(secrets.url, 'url'), need(secrets.secret, 'secret'), message, now);
        const { status } = await post(posted, guard, target.ca);
        if (status < 200 || status > 299) throw new DomainError('warnings.refused', { reason: `HTTP ${status}` });
        return `HTTP ${status}`;
      }
      case 'dingtalk':
        return robotReceipt(
          await post(dingtalkRequest(need(secrets.url, 'url'), secrets.secret, message, now), guard, ''),
        );
      case 'wecom':
        return robotReceipt(await post(wecomRequest(need(secrets.url, 'url'), message), guard, ''));
      case 'feishu':
        return robotReceipt(
          await post(feishuRequest(need(secrets.url, 'url'), secrets.secret, message, now), guard, ''),
        );
    }
  };
