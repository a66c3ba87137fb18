import type { Direction } from '../flow/direction.ts';
import { createAssembler } from './assembler.ts';
import { derChildren, derNode } from './der.ts';
import type { DerNode } from './der.ts';
import type { AppHost, AppParser, Body } from './host.ts';
import { textOf, u32 } from './text.ts';

const MAX_MESSAGE = 65_536;

/** Application tags of RFC 4120, 5.10, by number. */
const MESSAGES: Readonly<Record<number, string>> = {
  10: 'KRB_AS_REQ',
  11: 'KRB_AS_REP',
  12: 'KRB_TGS_REQ',
  13: 'KRB_TGS_REP',
  14: 'KRB_AP_REQ',
  15: 'KRB_AP_REP',
  30: 'KRB_ERROR',
};

const ENCRYPTIONS: Readonly<Record<number, string>> = {
  1: 'des-cbc-crc',
  3: 'des-cbc-md5',
  16: 'des3-cbc-sha1',
  17: 'aes128-cts-hmac-sha1-96',
  18: 'aes256-cts-hmac-sha1-96',
  19: 'aes128-cts-hmac-sha256-128',
  20: 'aes256-cts-hmac-sha384-192',
  23: 'rc4-hmac',
  24: 'rc4-hmac-exp',
};
const WEAK = new Set([1, 2, 3, 5, 7, 23, 24]);

/** Content of the field with a context tag: each field of a Kerberos sequence stands in its own explicit tag. */
const field = (bytes: Uint8Array, parent: DerNode | undefined, tag: number): DerNode | undefined => {
  if (parent === undefined) return undefined;
  const holder = derChildren(bytes, parent).find((node) => node.tag === 0xa0 + tag);
  return holder && derNode(bytes, holder.from, holder.to);
};

const text = (bytes: Uint8Array, node: DerNode | undefined): string | undefined =>
  node && textOf(bytes.subarray(node.from, node.to));

const number = (bytes: Uint8Array, node: DerNode | undefined): number | undefined =>
  node && node.to - node.from <= 4
    ? bytes.subarray(node.from, node.to).reduce((value, byte) => value * 256 + byte, 0)
    : undefined;

/** A principal: the parts of its name with slashes between. */
const principal = (bytes: Uint8Array, node: DerNode | undefined): string | undefined => {
  const parts = field(bytes, node, 1);
  return (
    parts &&
    derChildren(bytes, parts)
      .map((part) => text(bytes, part) ?? '')
      .join('/')
  );
};

/** What a record tells of one message (RFC 4120, section 5). */
interface Message {
  readonly type: string;
  readonly realm: string | undefined;
  readonly cname: string | undefined;
  readonly sname: string | undefined;
  readonly encryption: number | undefined;
  readonly error: number | undefined;
}

/** Reads one Kerberos message; undefined when it is none. */
export const readKerberos = (bytes: Uint8Array): Message | undefined => {
  const outer = derNode(bytes, 0, bytes.length);
  const type = outer && (outer.tag & 0xe0) === 0x60 ? MESSAGES[outer.tag & 0x1f] : undefined;
  const body = outer && derNode(bytes, outer.from, outer.to);
  if (outer === undefined || type === undefined || body === undefined) return undefined;
  if (type.endsWith('_REQ') && type !== 'KRB_AP_REQ') {
    const request = field(bytes, body, 4);
    const realm = text(bytes, field(bytes, request, 2));
    const cname = principal(bytes, field(bytes, request, 1));
    const sname = principal(bytes, field(bytes, request, 3));
    return { type, realm, cname, sname, encryption: undefined, error: undefined };
  }
  const isError = type === 'KRB_ERROR';
  // a ticket stands in a tag of its own around its sequence
  const tagged = field(bytes, body, 5);
  const ticket = tagged && derNode(bytes, tagged.from, tagged.to);
  return {
    type,
    realm: text(bytes, field(bytes, body, isError ? 9 : 3)),
    cname: principal(bytes, field(bytes, body, isError ? 8 : 4)),
    sname: principal(bytes, isError ? field(bytes, body, 10) : field(bytes, ticket, 2)),
    encryption: isError ? undefined : number(bytes, field(bytes, field(bytes, body, 6), 0)),
    error: isError ? number(bytes, field(bytes, body, 6)) : undefined,
  };
};

/** The client of a TGS request stands in the encrypted part; `before` is who asked for a ticket on this flow. */
const bodyOf = (message: Message, before: string | undefined): Body => ({
  msg_type: message.type,
  cname: message.cname ?? before ?? '<empty>',
  realm: message.realm ?? '<empty>',
  sname: message.sname ?? '<empty>',
  encryption: message.encryption === undefined ? '<none>' : (ENCRYPTIONS[message.encryption] ?? 'unknown'),
  weak_encryption: message.encryption !== undefined && WEAK.has(message.encryption),
  ...(message.error === undefined ? {} : { error_code: String(message.error) }),
});

const createReader = (host: AppHost): ((direction: Direction, bytes: Uint8Array) => void) => {
  let client: string | undefined;
  return (direction, bytes) => {
    const message = readKerberos(bytes);
    if (message === undefined) return host.anomaly('krb5', 'malformed_data', direction);
    host.record('krb5', { krb5: bodyOf(message, client) }, direction);
    client = message.cname ?? client;
  };
};

/** Parser of Kerberos over UDP: one `krb5` record a datagram. */
export const kerberosOverUdp = (host: AppHost): AppParser => ({
  data: createReader(host),
  gap: () => undefined,
  end: () => undefined,
  done: () => false,
});

/** Parser of Kerberos over TCP: messages behind a length of four bytes (RFC 4120, 7.2.2), one `krb5` record each. */
export const kerberosOverTcp = (host: AppHost): AppParser => {
  const read = createReader(host);
  const side = (direction: Direction) =>
    createAssembler(MAX_MESSAGE + 4, (bytes) => {
      if (bytes.length < 4) return 0;
      const size = u32(bytes, 0);
      if (size > MAX_MESSAGE) sides[direction].stop();
      if (bytes.length < 4 + size) return -(4 + size);
      read(direction, bytes.subarray(4, 4 + size));
      return 4 + size;
    });
  const sides = [side(0), side(1)] as const;
  return {
    data: (direction, bytes) => sides[direction].push(bytes),
    gap: (direction, size) => sides[direction].gap(size),
    end: () => undefined,
    done: () => sides[0].stopped() && sides[1].stopped(),
  };
};
