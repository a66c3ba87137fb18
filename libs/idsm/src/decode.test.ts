import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../testing/hex.ts';
import { decodeDatagram, decodeMessage } from './decode.ts';
import type { DecodedMessage } from './message.ts';
import { DEFAULT_PROFILE } from './profile.ts';
import type { IdsProfile } from './profile.ts';

const FRAME = '10 0101 002c 0005 00';

/** The only message of hex text. */
const one = (hex: string): DecodedMessage => {
  const { messages, rest, padding, fault } = decodeDatagram(fromHex(hex));
  expect({ rest: rest.length, padding, fault }).toEqual({ rest: 0, padding: 0, fault: undefined });
  const [first, second] = messages;
  if (first === undefined || second !== undefined) throw new Error(`${messages.length} messages`);
  return first;
};

describe('an event frame', () => {
  it('has version, IdsM, sensor, event and count', () => {
    expect(one(FRAME)).toEqual({
      message: {
        version: 1,
        idsm: 4,
        sensor: 1,
        event: 44,
        count: 5,
        reserved: 0,
        reservedFlags: 0,
        timestamp: undefined,
        context: undefined,
        signature: undefined,
      },
      offset: 0,
      length: 8,
      signedTo: undefined,
      anomalies: [],
    });
  });

  it('reaches the ends of its ranges', () => {
    expect(one('20 ffff fffe ffff 00').message).toMatchObject({
      version: 2,
      idsm: 1023,
      sensor: 63,
      event: 0xfffe,
      count: 0xffff,
    });
    expect(one('10 003f 0000 0001 00').message).toMatchObject({ idsm: 0, sensor: 63, event: 0 });
  });

  it.each([
    ['18 0101 002c 0005 00', ['reserved_flag']],
    ['10 0101 002c 0005 07', ['reserved_bits']],
    ['10 0101 ffff 0005 00', ['event_id_invalid']],
    ['10 0101 002c 0000 00', ['count_zero']],
    ['18 0101 ffff 0000 01', ['reserved_flag', 'reserved_bits', 'event_id_invalid', 'count_zero']],
  ])('%s is read with its oddities', (hex, anomalies) => {
    expect(one(hex).anomalies).toEqual(anomalies);
  });
});

describe('a timestamp', () => {
  it('has source, nanoseconds and seconds', () => {
    expect(one('12 0101 002c 0001 00 3b9ac9ff 65000000').message.timestamp).toEqual({
      source: 'autosar',
      nanoseconds: 999_999_999,
      seconds: 0x65000000,
      reserved: 0,
    });
    expect(one('12 0101 002c 0001 00 80000001 00000002').message.timestamp).toMatchObject({
      source: 'oem',
      nanoseconds: 1,
      seconds: 2,
    });
  });

  it('of more than a second of nanoseconds, or with its reserved bit, is odd', () => {
    expect(one('12 0101 002c 0001 00 3b9aca00 00000000').anomalies).toEqual(['nanoseconds_range']);
    expect(one('12 0101 002c 0001 00 40000000 ffffffff').anomalies).toEqual(['reserved_time_bit']);
  });
});

describe('context data', () => {
  it('of version 1 has no version', () => {
    expect(one('11 0101 0064 0001 00 03 aabbcc').message.context).toEqual({
      version: undefined,
      longLength: false,
      data: fromHex('aabbcc'),
    });
  });

  it('of version 2 has a version and tells whether a callout changed it', () => {
    const plain = one('21 0101 0064 0001 00 0001 02 aabb').message.context;
    expect(plain?.version).toEqual({ number: 1, modified: false });
    const changed = one('21 0101 0064 0001 00 ffff 02 aabb').message.context;
    expect(changed?.version).toEqual({ number: 0x7fff, modified: true });
    expect(toHex(changed?.data ?? fromHex(''))).toBe('aabb');
  });

  it('of 127 bytes has a short length, of 128 a long one', () => {
    expect(one(`11 0101 0064 0001 00 7f ${'ab'.repeat(127)}`).message.context).toMatchObject({ longLength: false });
    const long = one(`11 0101 0064 0001 00 80000080 ${'cd'.repeat(128)}`);
    expect(long.message.context?.data).toHaveLength(128);
    expect(long).toMatchObject({ length: 140, anomalies: [] });
  });

  it('that is empty or longer written than needed is odd', () => {
    expect(one('11 0101 0064 0001 00 00').anomalies).toEqual(['context_empty']);
    expect(one('11 0101 0064 0001 00 80000001 ff').anomalies).toEqual(['length_not_minimal']);
  });

  it('is a view of the bytes given', () => {
    const bytes = fromHex('11 0101 0064 0001 00 01 aa');
    expect(decodeDatagram(bytes).messages[0]?.message.context?.data.buffer).toBe(bytes.buffer);
  });

  it('of more bytes than allowed is refused before they are asked for', () => {
    const { fault } = decodeDatagram(fromHex('11 0101 0064 0001 00 ffffffff'));
    expect(fault).toMatchObject({ kind: 'context_too_long', offset: 0 });
    expect(fault?.reason).toContain('2147483647');
    const small = { limits: { contextBytes: 2 } };
    expect(decodeDatagram(fromHex('11 0101 0064 0001 00 03 aabbcc'), small).fault?.kind).toBe('context_too_long');
    expect(decodeDatagram(fromHex('11 0101 0064 0001 00 02 aabb'), small).fault).toBeUndefined();
  });
});

describe('a signature', () => {
  it('comes last and covers everything before its length', () => {
    const signed = one('27 0101 0064 0001 00 00000001 00000002 0001 01 aa 0004 deadbeef');
    expect(toHex(signed.message.signature ?? fromHex(''))).toBe('deadbeef');
    expect(signed).toMatchObject({ signedTo: 20, length: 26 });
  });

  it('covers its own message only', () => {
    const { messages } = decodeDatagram(fromHex(`${FRAME} 14 0101 002c 0001 00 0001 ff`));
    expect(messages.map(({ offset, signedTo }) => [offset, signedTo])).toEqual([
      [0, undefined],
      [8, 16],
    ]);
  });

  it('that is empty is odd, that is too long is refused', () => {
    expect(one('14 0101 002c 0001 00 0000').anomalies).toEqual(['signature_empty']);
    const small = { limits: { signatureBytes: 3 } };
    expect(decodeDatagram(fromHex('14 0101 002c 0001 00 0004'), small).fault?.kind).toBe('signature_too_long');
  });
});

describe('a datagram', () => {
  it('may hold several messages', () => {
    const { messages, rest } = decodeDatagram(fromHex(`${FRAME} 11 0101 0064 0001 00 01 aa ${FRAME}`));
    expect(messages.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 8],
      [8, 10],
      [18, 8],
    ]);
    expect(rest).toHaveLength(0);
  });

  it('may be filled up with zeros', () => {
    expect(decodeDatagram(fromHex(`${FRAME} 0000000000000000 0000`))).toMatchObject({ padding: 10, fault: undefined });
    expect(decodeDatagram(fromHex(`${FRAME} 00`))).toMatchObject({ padding: 1, fault: undefined });
  });

  it('of nothing but zeros is no message', () => {
    expect(decodeDatagram(new Uint8Array(16))).toMatchObject({ padding: 0, fault: { kind: 'version' } });
  });

  it('of no bytes has no message and no fault', () => {
    expect(decodeDatagram(new Uint8Array(0))).toMatchObject({ messages: [], padding: 0, fault: undefined });
  });

  it.each([
    ['10 0101 002c 0005', 'event frame', 1],
    ['12 0101 002c 0005 00 00000000 00', 'timestamp', 3],
    ['11 0101 002c 0005 00', 'context data length', 1],
    ['11 0101 002c 0005 00 8000', 'context data length', 2],
    ['21 0101 002c 0005 00 00', 'context data version', 1],
    ['11 0101 002c 0005 00 05 aabb', 'context data', 3],
    ['14 0101 002c 0005 00 00', 'signature length', 1],
    ['14 0101 002c 0005 00 0003 aa', 'signature', 2],
  ])('%s ends in the %s', (hex, part, missing) => {
    const bytes = fromHex(hex);
    expect(decodeMessage(bytes)).toEqual({ kind: 'more', part, missing });
    const { fault, rest, messages } = decodeDatagram(new Uint8Array([...fromHex(FRAME), ...bytes]));
    expect(fault).toEqual({
      kind: 'truncated',
      offset: 8,
      reason: `${part}: at least ${missing} more bytes are needed`,
    });
    expect(messages).toHaveLength(1);
    expect(rest).toEqual(bytes);
  });

  it('of an unknown version keeps what came before', () => {
    const { messages, fault, rest } = decodeDatagram(fromHex(`${FRAME} 30 0101 002c 0005 00`));
    expect(messages).toHaveLength(1);
    expect(fault).toMatchObject({ kind: 'version', offset: 8, reason: expect.stringContaining('version 3') as string });
    expect(rest).toHaveLength(8);
  });

  it('of too many messages stops at the limit', () => {
    const bytes = fromHex(FRAME.repeat(4));
    expect(decodeDatagram(bytes, { limits: { messages: 3 } })).toMatchObject({
      messages: { length: 3 },
      fault: { kind: 'too_many_messages', offset: 24 },
      rest: { length: 8 },
    });
    expect(decodeDatagram(bytes, { limits: { messages: 4 } }).fault).toBeUndefined();
    expect(decodeDatagram(fromHex(FRAME.repeat(1025))).messages).toHaveLength(1024);
  });

  it('names the profile it was read with', () => {
    expect(decodeDatagram(fromHex(FRAME)).profile).toEqual({
      name: 'autosar-prs-981',
      provenance: 'secondary_sources',
    });
  });
});

describe('the hex of a design document, 200101018001000300', () => {
  const bytes = fromHex('200101018001000300');

  it('has 9 bytes, so that the layout of 8 reads another event, an odd one, and a byte of padding', () => {
    const { messages, padding } = decodeDatagram(bytes);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.message).toMatchObject({
      version: 2,
      idsm: 4,
      sensor: 1,
      event: 0x0180,
      count: 256,
      reserved: 3,
    });
    expect(messages[0]?.anomalies).toEqual(['reserved_bits']);
    expect(padding).toBe(1);
  });

  it('gives event 0x8001 and count 3, which the document states, with a profile of 9 bytes', () => {
    const nine: IdsProfile = {
      ...DEFAULT_PROFILE,
      name: 'nine-bytes',
      provenance: 'operator',
      eventFrame: [
        ['version', 4],
        ['flags', 4],
        ['idsm', 8],
        ['sensor', 16],
        ['event', 16],
        ['count', 16],
        ['reserved', 8],
      ],
    };
    const decoded = decodeDatagram(bytes, { profile: nine });
    expect(decoded).toMatchObject({
      padding: 0,
      fault: undefined,
      profile: { name: 'nine-bytes', provenance: 'operator' },
    });
    expect(decoded.messages[0]?.message).toMatchObject({ version: 2, idsm: 1, event: 0x8001, count: 3, reserved: 0 });
    expect(decoded.messages[0]?.anomalies).toEqual([]);
  });
});
