import type { Direction } from '../../flow/direction.ts';
import type { AppHost, Body } from '../host.ts';
import type { DnsMessage, ResourceRecord } from './message.ts';
import { codeName } from './types.ts';

const RESPONSE = 0x8000;
const Z = 0x40;

/** Flags of the header that are set, by name. */
const flagFields = (flags: number): Body => ({
  ...(flags & RESPONSE ? { qr: true } : {}),
  ...(flags & 0x0400 ? { aa: true } : {}),
  ...(flags & 0x0200 ? { tc: true } : {}),
  ...(flags & 0x0100 ? { rd: true } : {}),
  ...(flags & 0x0080 ? { ra: true } : {}),
  ...(flags & Z ? { z: true } : {}),
  opcode: (flags >> 11) & 15,
});

const GROUPED = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'NULL', 'PTR', 'TXT', 'SRV', 'SOA', 'SSHFP'];

/** Values of the answers by type. */
const grouped = (answers: readonly ResourceRecord[]): Record<string, unknown[]> => {
  const groups: Record<string, unknown[]> = {};
  for (const answer of answers) {
    if (!GROUPED.includes(answer.rrtype)) continue;
    const value = answer['rdata'] ?? answer[answer.rrtype.toLowerCase()];
    if (value !== undefined) (groups[answer.rrtype] ??= []).push(value);
  }
  return groups;
};

const sections = (message: DnsMessage): Body => ({
  ...(message.answers.length > 0 ? { answers: message.answers, grouped: grouped(message.answers) } : {}),
  ...(message.authorities.length > 0 ? { authorities: message.authorities } : {}),
  ...(message.additionals.length > 0 ? { additionals: message.additionals } : {}),
});

/** Whether a message is a response. */
const isResponse = (message: DnsMessage): boolean => (message.flags & RESPONSE) !== 0;

/** One body for a whole message: the third form of dns records. */
const messageBody = (message: DnsMessage, txId: number): Body => ({
  version: 3,
  type: isResponse(message) ? 'response' : 'request',
  tx_id: txId,
  id: message.id,
  flags: message.flags.toString(16),
  ...flagFields(message.flags),
  rcode: codeName(message.flags & 15),
  queries: message.queries,
  ...sections(message),
});

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
  const body: Body = {
    version: 2,
    type: 'answer',
    id: message.id,
    flags: message.flags.toString(16),
    ...flagFields(message.flags),
    ...message.queries[0],
    rcode: codeName(message.flags & 15),
    ...sections(message),
  };
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
