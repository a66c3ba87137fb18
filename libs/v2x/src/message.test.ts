import { isDomainError } from '@chedun/kernel';
import { fromBits, slowUper, toBits, valueArb } from '@chedun/asn1/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carBsm, drivingBsm } from '../testing/messages.ts';
import { decodeMessage, encodeMessage } from './message.ts';
import { MessageFrame } from './schema/frame.ts';
import type { Message } from './schema/frame.ts';

/** The car of the tests, field by field as section 6.3 of the layout lays it out. */
const CAR = [
  '0 000', // no extension, bsmFrame
  '0 0000000', // no extension; none of seven optional fields
  '0000101', // msgCnt 5
  '00000001 00000010 00000011 00000100 00000101 00000110 00000111 00001000',
  '01110110 00101010', // secMark 30250
  '1', // elevation is there
  (311_234_567 + 900_000_000).toString(2).padStart(31, '0'),
  (1_214_567_890 + 1_799_999_999).toString(2).padStart(32, '0'),
  (123 + 4096).toString(2).padStart(16, '0'),
  '010', // forwardGears
  (695).toString(2).padStart(13, '0'),
  (7200).toString(2).padStart(15, '0'),
  (1985).toString(2).padStart(12, '0'), // long -15
  (2003).toString(2).padStart(12, '0'), // lat 3
  '00000000', // vert -127
  (32_887).toString(2).padStart(16, '0'), // yaw 120
  '1001000 01 10', // brakePadel off, abs on
  '1', // height is there
  (182).toString(2).padStart(10, '0'),
  (468).toString(2).padStart(12, '0'),
  (29).toString(2).padStart(7, '0'),
  '0 1 00001010 0100', // class 10, fuel 4
].join('');

describe('a message', () => {
  it('is read from bits that were written by hand, and written to them', () => {
    const bytes = fromBits(CAR);
    expect(decodeMessage(bytes)).toEqual({
      value: { bsmFrame: carBsm() },
      bitLength: CAR.replaceAll(' ', '').length,
      padding: 0,
      trailingBytes: 0,
      unknown: [],
    });
    expect(encodeMessage({ bsmFrame: carBsm() })).toEqual(bytes);
  });

  it('of any kind is what a second encoder writes, and comes back', () => {
    fc.assert(
      fc.property(valueArb(MessageFrame), (message) => {
        const bytes = encodeMessage(message);
        const slow = slowUper(MessageFrame, message as never);
        expect(toBits(bytes).slice(0, slow.length)).toBe(slow);
        const decoded = decodeMessage(bytes);
        expect(decoded.value).toEqual(message);
        expect(decoded.bitLength).toBe(slow.length);
        expect(encodeMessage(decoded.value)).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('reports bytes behind it and padding that is not zero', () => {
    const bytes = encodeMessage({ bsmFrame: carBsm() });
    expect(decodeMessage(new Uint8Array(Buffer.concat([bytes, Buffer.of(3, 0, 80)]))).trailingBytes).toBe(3);
    const dirty = Uint8Array.from(bytes);
    dirty[bytes.length - 1] = (dirty[bytes.length - 1] ?? 0) | 1;
    expect(decodeMessage(dirty)).toMatchObject({ padding: 1, value: { bsmFrame: carBsm() } });
  });

  it('of the Day-2 set keeps its bytes and its index', () => {
    const bytes = fromBits(`1 0 000011 00000010 10101011 11001101`);
    const decoded = decodeMessage(bytes);
    expect(decoded.value).toEqual({ $unknown: { index: 3, octets: 'abcd' } });
    expect(decoded.unknown).toEqual([{ path: '', kind: 'alternative', index: 3, bytes: 2 }]);
    expect(encodeMessage(decoded.value)).toEqual(bytes);
  });

  it('of a newer sender keeps what is not known inside', () => {
    const value: Message = {
      bsmFrame: carBsm({ $additions: ['ff00'], vehicleClass: { classification: 60, $additions: [null, '07'] } }),
    };
    const bytes = encodeMessage(value);
    const decoded = decodeMessage(bytes);
    expect(decoded.value).toEqual(value);
    expect(decoded.unknown.map(({ path, index, bytes: size }) => [path, index, size])).toEqual([
      ['bsmFrame.vehicleClass', 1, 1],
      ['bsmFrame', 0, 2],
    ]);
    expect(encodeMessage(decoded.value)).toEqual(bytes);
  });
});

describe('what is no message', () => {
  const thrown = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };

  it('says where it is wrong', () => {
    const wrong = fromBits(CAR.replace((7200).toString(2).padStart(15, '0'), '1'.repeat(15)));
    expect(thrown(() => decodeMessage(wrong))).toMatchObject({
      code: 'v2x.not_a_message',
      detail: { field: 'bsmFrame.heading', cause: 'asn1.invalid', reason: '32767 is above 28800', offset: 26 },
    });
    expect(thrown(() => decodeMessage(fromBits(CAR).subarray(0, 20)))).toMatchObject({
      code: 'v2x.not_a_message',
      detail: { cause: 'asn1.truncated', field: 'bsmFrame.pos.long' },
    });
    expect(thrown(() => decodeMessage(fromBits('0 101')))).toMatchObject({ detail: { reason: '5 is above 4' } });
  });

  it('is longer than any datagram', () => {
    expect(
      isDomainError(
        thrown(() => decodeMessage(new Uint8Array(65_536))),
        'v2x.not_a_message',
      ),
    ).toBe(true);
  });

  it('does not encode, and says which field', () => {
    expect(thrown(() => encodeMessage({ bsmFrame: carBsm({ speed: 8192 }) }))).toMatchObject({
      code: 'v2x.value',
      detail: { field: 'bsmFrame.speed', cause: 'asn1.value' },
    });
    expect(thrown(() => encodeMessage({ bsmFrame: carBsm({ id: { octets: '00' } }) }))).toMatchObject({
      detail: { field: 'bsmFrame.id' },
    });
    expect(thrown(() => encodeMessage(drivingBsm(1, 24)))).toMatchObject({
      detail: { field: 'bsmFrame.safetyExt.pathHistory.crumbData' },
    });
  });
});
