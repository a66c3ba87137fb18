import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, be, join } from '../../../testing/bytes.ts';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { mqttConnect, mqttPacket, mqttText } from '../../../testing/messages.ts';
import { conversation, ENDS } from '../../../testing/packets.ts';
import type { Said } from '../../../testing/packets.ts';
import { readHeader } from './packet.ts';

const MQTT = { ...ENDS, server: ['198.51.100.7', 1883] } as const;
const CONNACK = mqttPacket(0x20, 0, 0);
const SHOWN = 1024;

/** A remaining length as few or as many bytes as wanted (5.0, 1.5.5: up to four). */
const lengthBytes = (value: number, least = 1): Uint8Array => {
  const bytes: number[] = [];
  for (let left = value; bytes.length === 0 || left > 0 || bytes.length < least; left = Math.floor(left / 128))
    bytes.push(left % 128);
  return Uint8Array.from(bytes, (byte, index) => (index < bytes.length - 1 ? byte | 0x80 : byte));
};

/** A PUBLISH of `size` bytes of message with QoS 1. */
const publish = (size: number, topic = 't'): Uint8Array => {
  const body = join(mqttText(topic), be(7, 2), new Uint8Array(size).fill(0x61));
  return join(0x32, lengthBytes(body.length), body);
};

/** A message in pieces of `size` bytes. */
const cut = (bytes: Uint8Array, size: number): Said[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => [
    'client',
    bytes.subarray(index * size, (index + 1) * size),
  ]);

const frames = (bytes: Uint8Array, size: number): Uint8Array[] =>
  conversation(
    [
      ['client', mqttConnect()],
      ['server', CONNACK],
      ...cut(bytes, size),
      ['server', mqttPacket(0x40, 0, 7)],
      ['client', mqttPacket(0xe0)],
    ],
    MQTT,
  );

const published = (size: number) => ({
  publish: expect.objectContaining(
    size <= SHOWN
      ? { message_id: 7, message: 'a'.repeat(size) }
      : { message_id: 7, message: 'a'.repeat(SHOWN), message_truncated: true, message_length: size },
  ),
  puback: expect.objectContaining({ message_id: 7 }),
});

describe('the remaining length', () => {
  it('of one to four bytes, the shortest form or not, is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(268_435_455), fc.integer({ min: 1, max: 4 }), (value, least) => {
        const bytes = lengthBytes(value, least);
        expect(readHeader(join(0x30, bytes))).toMatchObject({ remaining: value, headerBytes: 1 + bytes.length });
        for (let size = 0; size < bytes.length; size += 1)
          expect(readHeader(join(0x30, bytes.subarray(0, size)))).toBe('more');
      }),
    );
  });

  it.each([0, 1, 120, 127, 128, SHOWN, SHOWN + 1, 16_300, 16_379, 16_380, 16_384, 16_385, 40_000])(
    'of a message of %i bytes counts, however the stream is cut',
    (size) => {
      const message = publish(size);
      for (const piece of [1460, 1459, 997, message.length]) {
        const records = recordsOf(frames(message, piece));
        expect(bodiesOf(records, 'mqtt').slice(1, 2)).toEqual([published(size)]);
        expect(bodiesOf(records, 'mqtt').slice(2)).toEqual([{ disconnect: expect.anything() }]);
        expect(anomaliesOf(records)).toEqual([]);
      }
    },
  );
});

describe('a long message', () => {
  const size = 40_000;
  // handshake 3, CONNECT and CONNACK with their acknowledgements 4, then two frames a piece
  const pieceFrame = (index: number): number => 3 + 4 + 2 * index;

  it('is recorded although a part of it that no record shows is missing from the capture', () => {
    const without = frames(publish(size), 1460).toSpliced(pieceFrame(20), 1);
    expect(bodiesOf(recordsOf(without), 'mqtt').slice(1)).toEqual([published(size), { disconnect: expect.anything() }]);
  });

  it('whose beginning is missing gives the connection up', () => {
    const without = frames(publish(size), 1460).toSpliced(pieceFrame(1), 1);
    expect(bodiesOf(recordsOf(without), 'mqtt').slice(1)).toEqual([{ puback: expect.anything() }]);
  });

  it('of which the end never came is not recorded', () => {
    const said = [['client', mqttConnect()], ['server', CONNACK], ...cut(publish(size).subarray(0, -1), 1460)] as const;
    expect(bodiesOf(recordsOf(conversation(said, MQTT)), 'mqtt')).toHaveLength(1);
  });

  it('with a topic longer than what is read ahead is read as a whole', () => {
    const topic = 'x'.repeat(20_000);
    const records = recordsOf(frames(publish(2000, topic), 1460));
    expect(bodiesOf(records, 'mqtt').slice(1, 2)).toEqual([
      { ...published(2000), publish: expect.objectContaining({ topic, message_length: 2000 }) },
    ]);
  });

  it('is the last of its connection when it is longer than records may be', () => {
    const message = join(0x30, lengthBytes(200_000), mqttText('t'), ascii('a'));
    const records = recordsOf(frames(message, 1460), { mqttMessageBytes: 100_000 });
    expect(bodiesOf(records, 'mqtt').slice(1, 2)).toEqual([
      { publish: expect.objectContaining({ truncated: true, skipped_length: 200_004 }) },
    ]);
  });
});
