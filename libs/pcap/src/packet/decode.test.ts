import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { be, fromHex, join } from '../../testing/bytes.ts';
import { ethernet, ip, tcp, udp } from '../../testing/packets.ts';
import { createDefragmenter } from './defrag.ts';
import { decodeFrame, LINK } from './link.ts';
import { emptyPacket, PROTO } from './packet.ts';
import type { Packet } from './packet.ts';

const decode = (bytes: Uint8Array, linkType: number = LINK.ETHERNET): Packet => {
  const packet = emptyPacket();
  decodeFrame(packet, bytes, 0, bytes.length, linkType);
  return packet;
};

const HELLO = Uint8Array.of(1, 2, 3, 4, 5);
const DATAGRAM = ip('192.0.2.1', '198.51.100.2', 17, udp(1000, 53, HELLO));
const SIX = ip(
  '2001:0db8:0000:0000:0000:0000:0000:0001',
  '2001:0db8:0000:0000:0000:0000:0000:0002',
  17,
  udp(7, 8, HELLO),
);
const payloadOf = (packet: Packet): number[] => [...packet.bytes.subarray(packet.from, packet.to)];

describe('link layers', () => {
  it.each([
    ['Ethernet', LINK.ETHERNET, ethernet(DATAGRAM)],
    ['raw IP', LINK.RAW, DATAGRAM],
    ['raw IP of OpenBSD', LINK.RAW_OPENBSD, DATAGRAM],
    ['IPv4', LINK.IPV4, DATAGRAM],
    ['Linux cooked', LINK.COOKED, join(new Uint8Array(14), be(0x0800, 2), DATAGRAM)],
    ['Linux cooked 2', LINK.COOKED_2, join(be(0x0800, 2), new Uint8Array(18), DATAGRAM)],
    ['loopback', LINK.NULL, join(2, 0, 0, 0, DATAGRAM)],
    ['loopback, big-endian', LINK.LOOP, join(0, 0, 0, 2, DATAGRAM)],
  ])('%s', (_name, linkType, bytes) => {
    const packet = decode(bytes, linkType);
    expect(packet).toMatchObject({ version: 4, proto: 17, sport: 1000, dport: 53, fault: undefined, vlan: -1 });
    expect(payloadOf(packet)).toEqual([...HELLO]);
  });

  it('follows VLAN tags and keeps the outer one', () => {
    const tagged = join(
      new Uint8Array(12),
      be(0x88a8, 2),
      be(0x6007, 2),
      be(0x8100, 2),
      be(9, 2),
      be(0x0800, 2),
      DATAGRAM,
    );
    expect(decode(tagged)).toMatchObject({ vlan: 7, version: 4, dport: 53 });
    const tags = join(...Array.from({ length: 4 }, () => join(be(1, 2), be(0x8100, 2))));
    expect(decode(join(new Uint8Array(12), be(0x8100, 2), tags, DATAGRAM)).fault).toBe('vlan.too_many_tags');
  });

  it('leaves frames that carry no IP alone', () => {
    expect(decode(join(new Uint8Array(12), be(0x0806, 2), new Uint8Array(28)))).toMatchObject({
      version: 0,
      fault: undefined,
    });
    expect(decode(DATAGRAM, 9999).fault).toBe('link.unknown');
  });
});

describe('IP', () => {
  it('cuts the padding of short Ethernet frames', () => {
    expect(payloadOf(decode(join(ethernet(DATAGRAM), new Uint8Array(12))))).toEqual([...HELLO]);
  });

  it('reads IPv6 addresses as words', () => {
    expect(decode(ethernet(SIX))).toMatchObject({ version: 6, s0: 0x20010db8, s3: 1, d3: 2, sport: 7, dport: 8 });
  });

  it('passes over extension headers', () => {
    const extended = join(0, 0, new Uint8Array(6));
    const chain = join(60, 0, new Uint8Array(6), 17, 1, new Uint8Array(14), udp(7, 8, HELLO));
    const bytes = SIX.slice(0, 40);
    bytes[6] = 0;
    bytes.set(be(chain.length, 2), 4);
    expect(payloadOf(decode(ethernet(join(bytes, chain))))).toEqual([...HELLO]);
    const endless = join(...Array.from({ length: 20 }, () => extended));
    bytes.set(be(endless.length, 2), 4);
    expect(decode(ethernet(join(bytes, endless))).fault).toBe('ipv6.extensions');
  });

  it.each([
    ['ipv4.header_cut', DATAGRAM.subarray(0, 19)],
    ['ipv4.header_length', join(0x44, DATAGRAM.subarray(1))],
    ['ipv4.total_length', join(DATAGRAM.subarray(0, 2), 0, 19, DATAGRAM.subarray(4))],
    ['udp.header_cut', ip('192.0.2.1', '192.0.2.2', 17, HELLO)],
    ['udp.length', ip('192.0.2.1', '192.0.2.2', 17, join(0, 1, 0, 2, 0, 7, 0, 0))],
    ['tcp.header_cut', ip('192.0.2.1', '192.0.2.2', 6, HELLO)],
    ['tcp.header_length', ip('192.0.2.1', '192.0.2.2', 6, join(new Uint8Array(12), 0xf0, new Uint8Array(7)))],
    ['icmp.header_cut', ip('192.0.2.1', '192.0.2.2', 1, Uint8Array.of(8))],
    ['sctp.header_cut', ip('192.0.2.1', '192.0.2.2', 132, HELLO)],
    ['ipv6.header_cut', SIX.subarray(0, 39)],
    ['raw.version', Uint8Array.of(0x30, 1, 2)],
    ['raw.empty', new Uint8Array(0)],
  ])('names the fault %s', (fault, bytes) => {
    expect(decode(bytes, LINK.RAW).fault).toBe(fault);
  });

  it('reads TCP, ICMP and SCTP', () => {
    const segment = tcp(5, 6, { seq: 0xffff_ffff, ack: 0x8000_0000, flags: 0x12 }, HELLO);
    const wanted = { sport: 5, dport: 6, seq: 0xffff_ffff, ack: 0x8000_0000, flags: 0x12 };
    expect(decode(ip('192.0.2.1', '192.0.2.2', 6, segment), LINK.RAW)).toMatchObject(wanted);
    const echo = ip('192.0.2.1', '192.0.2.2', PROTO.ICMP, join(8, 0, new Uint8Array(6)));
    expect(decode(echo, LINK.RAW)).toMatchObject({ proto: 1, sport: 8, dport: 0 });
    const sctp = ip('192.0.2.1', '192.0.2.2', PROTO.SCTP, join(be(38_412, 2), be(9, 2), new Uint8Array(8)));
    expect(decode(sctp, LINK.RAW)).toMatchObject({ sport: 38_412, dport: 9 });
  });
});

describe('fragments', () => {
  const payload = udp(
    1000,
    53,
    Uint8Array.from({ length: 100 }, (_, index) => index),
  );
  const pieces = [
    ip('192.0.2.1', '192.0.2.2', 17, payload.subarray(0, 48), 0x2000),
    ip('192.0.2.1', '192.0.2.2', 17, payload.subarray(48, 96), 0x2000 | 6),
    ip('192.0.2.1', '192.0.2.2', 17, payload.subarray(96), 12),
  ];

  it('are put together in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (order) => {
        const defragmenter = createDefragmenter();
        const done = order.map((index) => {
          const packet = decode(pieces[index] ?? HELLO, LINK.RAW);
          expect(packet.fragment).toBe(true);
          return defragmenter.add(packet, 0) ? packet : undefined;
        });
        const whole = done.at(-1);
        expect(done.slice(0, 2)).toEqual([undefined, undefined]);
        expect(whole).toMatchObject({ sport: 1000, dport: 53 });
        expect(whole === undefined ? [] : payloadOf(whole)).toEqual([...payload.subarray(8)]);
        expect(defragmenter.stats()).toEqual({ complete: 1, dropped: 0, pending: 0 });
      }),
    );
  });

  it('keep the byte that came first', () => {
    const defragmenter = createDefragmenter();
    const overlap = ip('192.0.2.1', '192.0.2.2', 17, new Uint8Array(56).fill(0xee), 0x2000);
    expect(defragmenter.add(decode(pieces[0] ?? HELLO, LINK.RAW), 0)).toBe(false);
    expect(defragmenter.add(decode(overlap, LINK.RAW), 0)).toBe(false);
    expect(defragmenter.add(decode(pieces[1] ?? HELLO, LINK.RAW), 0)).toBe(false);
    const last = decode(pieces[2] ?? HELLO, LINK.RAW);
    expect(defragmenter.add(last, 0)).toBe(true);
    expect(payloadOf(last).slice(0, 40)).toEqual([...payload.subarray(8, 48)]);
    expect(payloadOf(last)[40]).toBe(0xee);
  });

  it('are bounded in number and time', () => {
    const defragmenter = createDefragmenter();
    for (let ident = 0; ident < 3000; ident += 1)
      defragmenter.add(decode(ip('192.0.2.1', '192.0.2.2', 17, HELLO, 0x2000, ident), LINK.RAW), 0);
    expect(defragmenter.stats()).toMatchObject({ pending: 1024, dropped: 3000 - 1024 });
    const late = createDefragmenter();
    late.add(decode(pieces[0] ?? HELLO, LINK.RAW), 0);
    late.add(decode(pieces[1] ?? HELLO, LINK.RAW), 61);
    expect(late.add(decode(pieces[2] ?? HELLO, LINK.RAW), 61)).toBe(false);
    expect(late.stats().dropped).toBe(1);
  });

  it('of IPv6 carry their header in an extension', () => {
    const body = udp(
      7,
      8,
      Uint8Array.from({ length: 24 }, (_, index) => index),
    );
    const piece = (offset: number, more: number, part: Uint8Array): Uint8Array => {
      const header = SIX.slice(0, 40);
      header[6] = 44;
      header.set(be(part.length + 8, 2), 4);
      return join(header, 17, 0, be(offset | more, 2), fromHex('00000009'), part);
    };
    const defragmenter = createDefragmenter();
    expect(defragmenter.add(decode(piece(0, 1, body.subarray(0, 16)), LINK.RAW), 0)).toBe(false);
    const last = decode(piece(16, 0, body.subarray(16)), LINK.RAW);
    expect(defragmenter.add(last, 0)).toBe(true);
    expect(last).toMatchObject({ sport: 7, dport: 8, version: 6 });
  });
});
