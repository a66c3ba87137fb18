import type { Direction } from '../../flow/direction.ts';
import type { AppHost, Body } from '../host.ts';
import type { DnsMessage, ResourceRecord } from './message.ts';
import type { OpenFields } from './rdata.ts';
import { codeName } from './types.ts';

const RESPONSE = 0x8000;
const Z = 0x40;

/** Adds the flags of the header that are set, by name, and the operation. */
const addFlags = (body: OpenFields, flags: number): void => {
  if (flags & RESPONSE) body['qr'] = true;
  if (flags & 0x0400) body['aa'] = true;
  if (flags & 0x0200) body['tc'] = true;
  if (flags & 0x0100) body['rd'] = true;
  if (flags & 0x0080) body['ra'] = true;
  if (flags & Z) body['z'] = true;
  body['opcode'] = (flags >> 11) & 15;
};

/** Types whose values stand together, and where a record has its value. */
const GROUPED = new Map([
  ...['A', 'AAAA', 'CNAME', 'MX', 'NS', 'NULL', 'PTR', 'TXT'].map((type) => [type, 'rdata'] as const),
  ...['SRV', 'SOA', 'SSHFP'].map((type) => [type, type.toLowerCase()] as const),
]);

/** Values of the answers by type. */
const grouped = (answers: readonly ResourceRecord[]): Record<string, unknown[]> => {
  const groups: Record<string, unknown[]> = {};
  for (const answer of answers) {
    const field = GROUPED.get(answer.rrtype);
    const value = field === undefined ? undefined : answer[field];
    if (value !== undefined) (groups[answer.rrtype] ??= []).push(value);
  }
  return groups;
};

const addSections = (body: OpenFields, message: DnsMessage): void => {
  if (message.answers.length > 0) {
    body['answers'] = message.answers;
    body['grouped'] = grouped(message.answers);
  }
  if (message.authorities.length > 0) body['authorities'] = message.authorities;
  if (message.additionals.length > 0) body['additionals'] = message.additionals;
};

/** Whether a message is a response. */
const isResponse = (message: DnsMessage): boolean => (message.flags & RESPONSE) !== 0;

/** One body for a whole message: the third form of dns records. */
const messageBody = (message: DnsMessage, txId: number): Body => {
  const body: OpenFields = {
    version: 3,
    type: isResponse(message) ? 'response' : 'request',
    tx_id: txId,
    id: message.id,
    flags: message.flags.toString(16),
  };
  addFlags(body, message.flags);
  body['rcode'] = codeName(message.flags & 15);
  body['queries'] = message.queries;
  addSections(body, message);
  return body;
};

/** The second form: one `query` a question, one `answer` for a response, both from the client's side. */
const oldBodies = (message: DnsMessage, txId: number): Body[] => {
  if (!isResponse(message))
    return message.queries.map((one) => ({
      type: 'query',
      id: message.id,
      ...one,
      tx_id: txId,
      ...(message.flags & Z ? { z: true } : {}),
      opcode: (message.flags >> 11) & 15,
    }));
  const body: OpenFields = { version: 2, type: 'answer', id: message.id, flags: message.flags.toString(16) };
  addFlags(body, message.flags);
  Object.assign(body, message.queries[0]);
  body['rcode'] = codeName(message.flags & 15);
  addSections(body, message);
  return [body];
};

/** Records a message and what is wrong with it. */
export const recordDns = (host: AppHost, message: DnsMessage, txId: number, direction: Direction): void => {
  if (message.flags & Z) host.anomaly('dns', 'z_flag_set', direction);
  if (message.broken !== undefined) host.anomaly('dns', `invalid_${message.broken}`, direction);
  if (host.settings.dnsVersion === 3) {
    host.record('dns', { dns: messageBody(message, txId) }, direction);
    return;
  }
  for (const dns of oldBodies(message, txId)) host.record('dns', { dns }, 0);
};
