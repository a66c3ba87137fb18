import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishPacket } from '../testing/mqtt.ts';
import {
  connectPacket,
  DISCONNECT,
  packetReader,
  PING,
  pubackPacket,
  subscribePacket,
  topicMatches,
} from './mqtt-packets.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const LIMIT = 100_000;
const read = (bytes: Buffer, limit = LIMIT) => packetReader(limit).push(bytes);

describe('packets of a subscriber', () => {
  it('have the bytes of MQTT 3.1.1', () => {
    const login = { clientId: 'ab', username: undefined, password: undefined, keepAliveS: 60 };
    expect(hex(connectPacket(login))).toBe(
      `100e${'0004'}${hex(Buffer.from('MQTT'))}04${'00'}003c0002${hex(Buffer.from('ab'))}`,
    );
    const full = connectPacket({ ...login, username: 'u', password: Buffer.from('p') });
    expect(hex(full)).toBe(
      `1014${'0004'}${hex(Buffer.from('MQTT'))}04${'c0'}003c0002${hex(Buffer.from('ab'))}000175000170`,
    );
    expect(hex(subscribePacket(1, ['a/+', '#']))).toBe(`820c0001${'0003612f2b01'}${'00012301'}`);
    expect([pubackPacket(0x1234), PING, DISCONNECT].map(hex)).toEqual(['40021234', 'c000', 'e000']);
  });
});

describe('reading what a broker sends', () => {
  it('knows answers and messages', () => {
    const stream = Buffer.concat([
      Buffer.from('20020100', 'hex'),
      Buffer.from('90040001' + '0180', 'hex'),
      publishPacket('t/1', Buffer.from('zero')),
      publishPacket('t/2', Buffer.from('one'), 1, 77),
      Buffer.from('d000', 'hex'),
    ]);
    expect(read(stream)).toMatchObject([
      { kind: 'connack', code: 0, sessionPresent: true },
      { kind: 'suback', packetId: 1, codes: [1, 0x80] },
      { kind: 'publish', topic: 't/1', qos: 0, packetId: 0, payload: Buffer.from('zero'), size: 4 },
      { kind: 'publish', topic: 't/2', qos: 1, packetId: 77, payload: Buffer.from('one'), size: 3 },
      { kind: 'pingresp' },
    ]);
  });

  it('finds the same packets wherever the stream is cut', () => {
    const stream = Buffer.concat([
      publishPacket('road', Buffer.alloc(300, 1), 1, 5),
      Buffer.from('d000', 'hex'),
      publishPacket('röad', Buffer.alloc(3, 2)),
    ]);
    const whole = read(stream);
    expect(whole).toHaveLength(3);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const reader = packetReader(LIMIT);
      expect([...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))]).toEqual(whole);
    }
    const bytewise = packetReader(LIMIT);
    expect([...stream].flatMap((byte) => bytewise.push(Buffer.from([byte])))).toEqual(whole);
  });

  it('passes over a message that is too long, keeps its beginning and goes on behind it', () => {
    const long = publishPacket('big', Buffer.alloc(500_000, 7), 1, 9);
    const stream = Buffer.concat([long, publishPacket('next', Buffer.from('x'))]);
    const reader = packetReader(LIMIT);
    const found = [];
    for (let at = 0; at < stream.length; at += 10_007) found.push(...reader.push(stream.subarray(at, at + 10_007)));
    expect(found).toMatchObject([
      { kind: 'publish', topic: 'big', packetId: 9, size: 500_000, payload: Buffer.alloc(1024, 7) },
      { kind: 'publish', topic: 'next', size: 1 },
    ]);
  });

  it.each([
    ['a length of five groups', '30ffffffff01'],
    ['a message with QoS 2', '3403000161'],
    ['a message without its topic', '3002ffff'],
    ['a packet that only a client sends', 'c000'],
    ['an answer of another length', '2003000000'],
    ['a huge answer', '90ffffff7f'],
  ])('refuses %s, and reads nothing behind it', (_, bytes) => {
    const reader = packetReader(LIMIT);
    expect(reader.push(Buffer.from(bytes, 'hex'))).toMatchObject([{ kind: 'fault' }]);
    expect(reader.push(Buffer.from('d000', 'hex'))).toEqual([]);
  });

  it('never throws, and reads nothing beyond what came', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }), (chunks) => {
        const reader = packetReader(50);
        const packets = chunks.flatMap((chunk) => reader.push(Buffer.from(chunk)));
        const payloads = packets.reduce((sum, each) => sum + (each.kind === 'publish' ? each.payload.length : 0), 0);
        expect(payloads).toBeLessThanOrEqual(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('topic filters', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a', false],
    ['a/+', 'a/b/c', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['#', 'a/b', true],
    ['+', '/a', false],
    ['+/+', '/a', true],
    ['#', '$SYS/load', false],
    ['+/load', '$SYS/load', false],
    ['$SYS/#', '$SYS/load', true],
  ])('%s over %s: %s', (filter, topic, covered) => {
    expect(topicMatches(filter, topic)).toBe(covered);
  });
});
