import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../testing/hex.ts';
import { decodeDatagram } from './decode.ts';
import { encodeMessage, signedBytes } from './encode.ts';
import type { IdsMessage } from './message.ts';

/** A message worked out by hand from the layout in the README. */
interface Vector {
  readonly what: string;
  readonly hex: string;
  /** Hex that a signature covers, undefined when not signed. */
  readonly signed: string | undefined;
  readonly message: IdsMessage;
}

const BARE = {
  timestamp: undefined,
  context: undefined,
  signature: undefined,
  reservedFlags: 0,
  reserved: 0,
} as const;

const VECTORS: readonly Vector[] = [
  {
    what: 'smallest numbers, version 1',
    // version 0001, flags 0000 | IdsM 0000000000, sensor 000000 | event | count | reserved
    hex: '10 0000 0000 0001 00',
    signed: undefined,
    message: { ...BARE, version: 1, idsm: 0, sensor: 0, event: 0, count: 1 },
  },
  {
    what: 'IdsM 1 and sensor 0: the border between the two is at bit 6',
    hex: '10 0040 0001 0001 00',
    signed: undefined,
    message: { ...BARE, version: 1, idsm: 1, sensor: 0, event: 1, count: 1 },
  },
  {
    what: 'IdsM 682 and sensor 21: alternating bits',
    hex: '10 aa95 5555 aaaa 00',
    signed: undefined,
    message: { ...BARE, version: 1, idsm: 0b1010101010, sensor: 0b010101, event: 0x5555, count: 0xaaaa },
  },
  {
    what: 'a failed MAC of SecOC, 500 times, with the time of the vehicle',
    // nanoseconds 500,000,000 = 0x1dcd6500; seconds 1,764,000,000 = 0x69248100
    hex: '12 0102 002c 01f4 00  1dcd6500 69248100',
    signed: undefined,
    message: {
      ...BARE,
      version: 1,
      idsm: 4,
      sensor: 2,
      event: 44,
      count: 500,
      timestamp: { source: 'autosar', nanoseconds: 500_000_000, seconds: 1_764_000_000, reserved: 0 },
    },
  },
  {
    what: 'a refused security access with its context data, version 2',
    // context data version 1; length 8: 27 01, no DID, no RID, tester 0e80
    hex: '21 0102 0064 0001 00  0001 08 2701 ffff ffff 0e80',
    signed: undefined,
    message: {
      ...BARE,
      version: 2,
      idsm: 4,
      sensor: 2,
      event: 100,
      count: 1,
      context: { version: { number: 1, modified: false }, longLength: false, data: fromHex('2701ffffffff0e80') },
    },
  },
  {
    what: 'an event of the manufacturer with changed context data and a signature, version 2',
    hex: '25 0fff 8001 0002 00  8002 03 010203  0004 cafebabe',
    signed: '25 0fff 8001 0002 00  8002 03 010203',
    message: {
      ...BARE,
      version: 2,
      idsm: 63,
      sensor: 63,
      event: 0x8001,
      count: 2,
      context: { version: { number: 2, modified: true }, longLength: false, data: fromHex('010203') },
      signature: fromHex('cafebabe'),
    },
  },
  {
    what: 'every frame, version 1, clock of the manufacturer, long length',
    hex: '17 ffc0 7fff ffff 00  80000000 00000000  80000002 abcd  0001 99',
    signed: '17 ffc0 7fff ffff 00  80000000 00000000  80000002 abcd',
    message: {
      ...BARE,
      version: 1,
      idsm: 1023,
      sensor: 0,
      event: 0x7fff,
      count: 0xffff,
      timestamp: { source: 'oem', nanoseconds: 0, seconds: 0, reserved: 0 },
      context: { version: undefined, longLength: true, data: fromHex('abcd') },
      signature: fromHex('99'),
    },
  },
  {
    what: 'a signature without context data or time',
    hex: '14 0041 0085 0001 00  0002 0102',
    signed: '14 0041 0085 0001 00',
    message: { ...BARE, version: 1, idsm: 1, sensor: 1, event: 133, count: 1, signature: fromHex('0102') },
  },
];

describe.each(VECTORS)('$what', ({ hex, signed, message }) => {
  const bytes = fromHex(hex);

  it('is read', () => {
    const { messages, rest, padding, fault } = decodeDatagram(bytes);
    expect(fault).toBeUndefined();
    expect([rest.length, padding]).toEqual([0, 0]);
    expect(messages.map((each) => each.message)).toEqual([message]);
  });

  it('is written', () => {
    expect(toHex(encodeMessage(message))).toBe(toHex(bytes));
  });

  it('tells what its signature covers', () => {
    const [first] = decodeDatagram(bytes).messages;
    const covered = first?.signedTo === undefined ? undefined : toHex(bytes.subarray(0, first.signedTo));
    expect(covered).toBe(signed === undefined ? undefined : toHex(fromHex(signed)));
    if (covered !== undefined) expect(toHex(signedBytes(message))).toBe(covered);
  });

  it('is not read from any shorter piece', () => {
    for (let end = 1; end < bytes.length; end += 1)
      expect(decodeDatagram(bytes.subarray(0, end))).toMatchObject({ messages: [], fault: { kind: 'truncated' } });
  });
});

it('all of them in one datagram stay themselves', () => {
  const { messages, fault } = decodeDatagram(fromHex(VECTORS.map(({ hex }) => hex).join(' ')));
  expect(fault).toBeUndefined();
  expect(messages.map((each) => each.message)).toEqual(VECTORS.map(({ message }) => message));
});
