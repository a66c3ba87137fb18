import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { ascii, be, join, prefixed } from '../../../testing/bytes.ts';
import { mqttConnect, mqttPacket, mqttText } from '../../../testing/messages.ts';
import { conversation, ENDS } from '../../../testing/packets.ts';
import { readMessage } from './messages.ts';
import { looksLikeMqtt, readHeader } from './packet.ts';

const MQTT = { ...ENDS, server: ['198.51.100.7', 1883] } as const;
const said = (...lines: readonly ['client' | 'server', Uint8Array][]) => recordsOf(conversation(lines, MQTT));
const CONNACK = mqttPacket(0x20, 0, 0);
const plain = { qos: 0, retain: false, dup: false };

const fieldsOf = (bytes: Uint8Array, version: number) => {
  const header = readHeader(bytes);
  if (typeof header === 'string') return header;
  return readMessage(header, bytes.subarray(header.headerBytes), version)?.fields;
};

describe('packets', () => {
  it.each([
    [
      'connect',
      mqttConnect(3),
      4,
      {
        protocol_string: 'MQIsdp',
        protocol_version: 3,
        client_id: 'tbox-1',
        username: 'user',
        password: 'pass',
        flags: { username: true, password: true, will: false, will_retain: false, clean_session: true },
      },
    ],
    ['connect of 5', mqttConnect(5), 5, { protocol_version: 5, properties: { session_expiry_interval: 30 } }],
    [
      'connect with a will',
      mqttPacket(0x10, mqttText('MQTT'), 4, 0x26, 0, 9, mqttText('c'), mqttText('w'), mqttText('bye')),
      4,
      { will: { topic: 'w', message: 'bye' }, keep_alive: 9 },
    ],
    ['connack', mqttPacket(0x20, 1, 5), 4, { session_present: true, return_code: 5 }],
    [
      'publish',
      mqttPacket(0x3d, mqttText('t'), 0, 7, ascii('m')),
      4,
      { qos: 2, dup: true, retain: true, topic: 't', message_id: 7, message: 'm' },
    ],
    [
      'publish of 5',
      mqttPacket(0x30, mqttText('t'), prefixed(1, 3, mqttText('json'), 38, mqttText('k'), mqttText('v')), ascii('m')),
      5,
      { properties: { content_type: 'json', k: 'v' }, message: 'm' },
    ],
    ['puback of 5', mqttPacket(0x40, 0, 7, 16, 0), 5, { message_id: 7, reason_code: 16 }],
    [
      'subscribe',
      mqttPacket(0x82, 0, 1, mqttText('a/#'), 1, mqttText('b'), 0),
      4,
      {
        message_id: 1,
        topics: [
          { topic: 'a/#', qos: 1 },
          { topic: 'b', qos: 0 },
        ],
      },
    ],
    ['suback', mqttPacket(0x90, 0, 1, 1, 128), 4, { message_id: 1, qos_granted: [1, 128] }],
    ['unsubscribe', mqttPacket(0xa2, 0, 2, mqttText('a')), 4, { message_id: 2, topics: ['a'] }],
    ['unsuback of 5', mqttPacket(0xb0, 0, 2, 0, 17), 5, { message_id: 2, reason_codes: [17] }],
    ['pingreq', mqttPacket(0xc0), 4, plain],
    ['pingresp', mqttPacket(0xd0), 4, plain],
    ['disconnect of 5', mqttPacket(0xe0, 4, 0), 5, { reason_code: 4 }],
    [
      'auth',
      mqttPacket(0xf0, 24, prefixed(1, 21, mqttText('SCRAM'))),
      5,
      { reason_code: 24, properties: { authentication_method: 'SCRAM' } },
    ],
  ])('%s', (_name, bytes, version, fields) => {
    expect(fieldsOf(bytes, version)).toMatchObject(fields);
  });

  it.each([
    ['a reserved type', mqttPacket(0x00), 4],
    ['bytes left over', mqttPacket(0xc0, 1), 4],
    ['a text over the end', mqttPacket(0x30, 0, 9, 97), 4],
    ['an unknown property', mqttPacket(0x30, mqttText('t'), prefixed(1, 127, 0)), 5],
    ['no id', mqttPacket(0x40, 1), 4],
  ])('that do not fit give nothing: %s', (_name, bytes, version) => {
    expect(fieldsOf(bytes, version)).toBeUndefined();
  });

  it('show the beginning of long messages', () => {
    expect(fieldsOf(mqttPacket(0x30, mqttText('t'), ascii('m'.repeat(2000))), 4)).toMatchObject({
      message: 'm'.repeat(1024),
      message_truncated: true,
      message_length: 2000,
    });
  });

  it('tell what is missing of the header', () => {
    expect(readHeader(Uint8Array.of(0x30, 0x80))).toBe('more');
    expect(readHeader(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 1))).toBe('bad');
    expect(readHeader(Uint8Array.of(0x30, 0x80, 0x01))).toMatchObject({ remaining: 128, headerBytes: 3 });
  });

  it('are recognised by CONNECT anywhere, by anything on their port', () => {
    expect(looksLikeMqtt(mqttConnect(), false)).toBe('yes');
    expect(looksLikeMqtt(mqttConnect().subarray(0, 5), false)).toBe('more');
    expect(looksLikeMqtt(mqttPacket(0xc0), false)).toBe('no');
    expect(looksLikeMqtt(mqttPacket(0xc0), true)).toBe('yes');
    expect(looksLikeMqtt(mqttPacket(0x10, mqttText('NOPE'), 4, 0, 0, 0), false)).toBe('no');
  });
});

describe('mqtt records', () => {
  const publish = (id: number) => mqttPacket(0x34, mqttText('t'), be(id, 2), ascii('m'));

  it('hold a request and its answers', () => {
    const records = said(
      ['client', mqttConnect()],
      ['server', CONNACK],
      ['client', publish(1)],
      ['server', mqttPacket(0x50, 0, 1)],
      ['client', mqttPacket(0x62, 0, 1)],
      ['server', mqttPacket(0x70, 0, 1)],
      ['client', mqttPacket(0xe0)],
    );
    expect(bodiesOf(records, 'mqtt')).toEqual([
      {
        connect: expect.objectContaining({ client_id: 'tbox-1' }),
        connack: { ...plain, session_present: false, return_code: 0 },
      },
      {
        publish: expect.objectContaining({ topic: 't', message_id: 1 }),
        pubrec: { ...plain, message_id: 1 },
        pubrel: { ...plain, qos: 1, message_id: 1 },
        pubcomp: { ...plain, message_id: 1 },
      },
      { disconnect: plain },
    ]);
    expect(anomaliesOf(records)).toEqual([]);
  });

  it('tell messages of both sides with the same id apart', () => {
    const records = said(
      ['client', mqttConnect()],
      ['server', CONNACK],
      ['client', publish(1)],
      ['server', publish(1)],
      ['server', mqttPacket(0x40, 0, 1)],
      ['client', mqttPacket(0x40, 0, 1)],
    );
    expect(
      records
        .filter(({ event_type }) => event_type === 'mqtt')
        .map(({ dest_port, mqtt }) => [dest_port, Object.keys(mqtt ?? {})]),
    ).toEqual([
      [1883, ['connect', 'connack']],
      [1883, ['publish', 'puback']],
      [40_000, ['publish', 'puback']],
    ]);
  });

  it('come for what was never answered', () => {
    expect(bodiesOf(said(['client', mqttConnect()], ['server', CONNACK], ['client', publish(9)]), 'mqtt')).toHaveLength(
      2,
    );
  });

  it('pass over what is too long, without an anomaly for its answer', () => {
    const long = mqttPacket(0x32, mqttText('t'), 0, 5, new Uint8Array(5000));
    const lines = [
      ['client', mqttConnect()],
      ['server', CONNACK],
      ['client', long],
      ['server', mqttPacket(0x40, 0, 5)],
      ['client', publish(6)],
    ] as const;
    const records = recordsOf(conversation(lines, MQTT), { mqttMessageBytes: 100 });
    expect(bodiesOf(records, 'mqtt').slice(1)).toEqual([
      { publish: { ...plain, qos: 1, truncated: true, skipped_length: long.length } },
      { puback: { ...plain, message_id: 5 } },
      { publish: expect.objectContaining({ message_id: 6 }) },
    ]);
    expect(anomaliesOf(records)).toEqual([]);
  });

  it.each([
    ['unintroduced_message', [['client', mqttPacket(0xc0)]]],
    [
      'invalid_qos_level',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['client', mqttPacket(0x36, mqttText('t'), 0, 1)],
      ],
    ],
    [
      'double_connect',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['client', mqttConnect()],
      ],
    ],
    [
      'missing_publish',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['server', mqttPacket(0x40, 0, 1)],
      ],
    ],
    [
      'missing_subscribe',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['server', mqttPacket(0x90, 0, 1, 0)],
      ],
    ],
    [
      'missing_unsubscribe',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['server', mqttPacket(0xb0, 0, 1)],
      ],
    ],
    [
      'missing_connect',
      [
        ['client', join(mqttConnect(), mqttPacket(0xc0))],
        ['server', CONNACK],
        ['server', CONNACK],
      ],
    ],
    [
      'unassigned_msg_type',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['client', mqttPacket(0x00)],
      ],
    ],
    [
      'malformed_traffic',
      [
        ['client', mqttConnect()],
        ['server', CONNACK],
        ['client', Uint8Array.of(0x30, 255, 255, 255, 255)],
      ],
    ],
  ] as const)('name the anomaly %s', (event, lines) => {
    expect(anomaliesOf(recordsOf(conversation(lines, MQTT)))).toEqual([event]);
  });
});
