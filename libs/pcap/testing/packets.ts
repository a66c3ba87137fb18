import { be, fromHex, join } from './bytes.ts';

/** Addresses and ports of a conversation. */
export interface Ends {
  readonly client: readonly [string, number];
  readonly server: readonly [string, number];
}

/** Ends used where it does not matter which; addresses of RFC 5737. */
export const ENDS: Ends = { client: ['192.0.2.1', 40_000], server: ['198.51.100.7', 443] };

const addressBytes = (text: string): Uint8Array =>
  text.includes(':') ? fromHex(text.replaceAll(':', '')) : Uint8Array.from(text.split('.').map(Number));

/** An IPv4 or IPv6 packet (IPv6 addresses are written in full) around `payload`. */
export const ip = (
  source: string,
  target: string,
  proto: number,
  payload: Uint8Array,
  fragment = 0,
  ident = 1,
): Uint8Array =>
  source.includes(':')
    ? join(0x60, 0, 0, 0, be(payload.length, 2), proto, 64, addressBytes(source), addressBytes(target), payload)
    : join(
        0x45,
        0,
        be(20 + payload.length, 2),
        be(ident, 2),
        be(fragment, 2),
        64,
        proto,
        0,
        0,
        addressBytes(source),
        addressBytes(target),
        payload,
      );

/** A UDP header before `payload`. */
export const udp = (source: number, target: number, payload: Uint8Array): Uint8Array =>
  join(be(source, 2), be(target, 2), be(payload.length + 8, 2), 0, 0, payload);

/** A TCP header of 20 bytes before `payload`. */
export const tcp = (
  source: number,
  target: number,
  { seq = 0, ack = 0, flags = 0x10 }: { readonly seq?: number; readonly ack?: number; readonly flags?: number },
  payload: Uint8Array = new Uint8Array(0),
): Uint8Array =>
  join(be(source, 2), be(target, 2), be(seq >>> 0, 4), be(ack >>> 0, 4), 0x50, flags, be(65_535, 2), be(0, 4), payload);

/** An Ethernet frame around an IP packet. */
export const ethernet = (packet: Uint8Array): Uint8Array =>
  join(new Uint8Array(12), be((packet[0] ?? 0) >> 4 === 6 ? 0x86dd : 0x0800, 2), packet);

/** One datagram as a frame; `back` sends it from the server. */
export const datagram = (payload: Uint8Array, ends: Ends, back: 'back' | 'forth' = 'forth'): Uint8Array => {
  const [from, to] = back === 'back' ? [ends.server, ends.client] : [ends.client, ends.server];
  return ethernet(ip(from[0], to[0], 17, udp(from[1], to[1], payload)));
};

/** What one side says in a conversation. */
export type Said = readonly ['client' | 'server', Uint8Array];

/** A whole TCP connection as frames: handshake, what was said (each acknowledged), and both FINs. */
export const conversation = (said: readonly Said[], ends: Ends = ENDS): Uint8Array[] => {
  const next = { client: 1000, server: 0xffff_fff0 };
  const frames: Uint8Array[] = [];
  const send = (who: 'client' | 'server', flags: number, payload?: Uint8Array): void => {
    const other = who === 'client' ? 'server' : 'client';
    const fields = { seq: next[who], ack: flags & 0x10 ? next[other] : 0, flags };
    frames.push(ethernet(ip(ends[who][0], ends[other][0], 6, tcp(ends[who][1], ends[other][1], fields, payload))));
    next[who] = (next[who] + (payload?.length ?? 0) + (flags & 3 ? 1 : 0)) >>> 0;
  };
  send('client', 0x02);
  send('server', 0x12);
  send('client', 0x10);
  for (const [who, payload] of said) {
    send(who, 0x18, payload);
    send(who === 'client' ? 'server' : 'client', 0x10);
  }
  send('client', 0x11);
  send('server', 0x11);
  send('client', 0x10);
  return frames;
};
