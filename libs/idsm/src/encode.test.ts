import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageArb } from '../testing/arbitraries.ts';
import { fromHex, toHex } from '../testing/hex.ts';
import { decodeDatagram } from './decode.ts';
import { contextOf, encodeMessage, signedBytes } from './encode.ts';
import type { IdsMessageInput } from './encode.ts';
import { DEFAULT_PROFILE } from './profile.ts';

const PLAIN: IdsMessageInput = { version: 1, idsm: 4, sensor: 1, event: 44, count: 5 };

describe('writing a message', () => {
  it('of an event frame only', () => {
    expect(toHex(encodeMessage(PLAIN))).toBe('100101002c000500');
  });

  it('with every part', () => {
    const message = {
      ...PLAIN,
      version: 2,
      timestamp: { source: 'oem' as const, nanoseconds: 1, seconds: 2, reserved: 0 },
      context: { ...contextOf(fromHex('aa'), 3), version: { number: 3, modified: true } },
      signature: fromHex('beef'),
    };
    expect(toHex(encodeMessage(message))).toBe('270101002c000500' + '8000000100000002' + '800301aa' + '0002beef');
    expect(toHex(signedBytes(message))).toBe('270101002c000500' + '8000000100000002' + '800301aa');
  });

  it('signs with the flag set, whether the signature is there or not', () => {
    expect(toHex(signedBytes(PLAIN))).toBe('140101002c000500');
    expect(signedBytes({ ...PLAIN, signature: fromHex('00') })).toEqual(signedBytes(PLAIN));
  });

  it('takes the shortest length that fits', () => {
    expect(contextOf(new Uint8Array(127))).toMatchObject({ longLength: false, version: undefined });
    expect(contextOf(new Uint8Array(128), 1)).toMatchObject({
      longLength: true,
      version: { number: 1, modified: false },
    });
  });

  it.each<[string, Partial<IdsMessageInput>]>([
    ['version', { version: 3 }],
    ['version', { version: 0 }],
    ['idsm', { idsm: 1024 }],
    ['sensor', { sensor: 64 }],
    ['event', { event: 0x10000 }],
    ['count', { count: -1 }],
    ['count', { count: 1.5 }],
    ['count', { count: Number.NaN }],
    ['reserved', { reserved: 256 }],
    ['reservedFlags', { reservedFlags: 1 }],
    ['timestamp.nanoseconds', { timestamp: { source: 'autosar', nanoseconds: 2 ** 30, seconds: 0, reserved: 0 } }],
    ['timestamp.seconds', { timestamp: { source: 'autosar', nanoseconds: 0, seconds: 2 ** 32, reserved: 0 } }],
    ['timestamp.reserved', { timestamp: { source: 'autosar', nanoseconds: 0, seconds: 0, reserved: 2 } }],
    ['context.version', { context: contextOf(fromHex('aa'), 1) }],
    ['context.version', { version: 2, context: contextOf(fromHex('aa')) }],
    ['context.version.number', { version: 2, context: contextOf(fromHex('aa'), 0x8000) }],
    ['context.longLength', { context: { ...contextOf(new Uint8Array(128)), longLength: false } }],
    ['signature', { signature: new Uint8Array(65_536) }],
  ])('refuses a %s that does not fit (%#)', (field, part) => {
    expect(() => encodeMessage({ ...PLAIN, ...part })).toThrow(
      expect.objectContaining({ code: 'idsm.range', detail: expect.objectContaining({ field }) as unknown }),
    );
  });

  it('refuses reserved bits where the profile has none', () => {
    const eventFrame = DEFAULT_PROFILE.eventFrame.filter(([name]) => name !== 'reserved');
    const short = { ...DEFAULT_PROFILE, eventFrame };
    expect(toHex(encodeMessage(PLAIN, short))).toBe('100101002c0005');
    expect(() => encodeMessage({ ...PLAIN, reserved: 1 }, short)).toThrow('idsm.range');
  });
});

describe('a message written and read', () => {
  it('is the same message', () => {
    fc.assert(
      fc.property(messageArb, (message) => {
        const { messages, rest, fault } = decodeDatagram(encodeMessage(message));
        expect(fault).toBeUndefined();
        expect(rest).toHaveLength(0);
        expect(messages.map((each) => each.message)).toEqual([message]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same in a row of messages, each with its own place and signed range', () => {
    fc.assert(
      fc.property(fc.array(messageArb, { minLength: 1, maxLength: 6 }), (all) => {
        const bytes = new Uint8Array(Buffer.concat(all.map((message) => encodeMessage(message))));
        const { messages } = decodeDatagram(bytes);
        expect(messages.map((each) => each.message)).toEqual(all);
        for (const { message, offset, length, signedTo } of messages) {
          expect(bytes.subarray(offset, offset + length)).toEqual(encodeMessage(message));
          if (signedTo !== undefined) expect(bytes.subarray(offset, signedTo)).toEqual(signedBytes(message));
          expect(signedTo === undefined).toBe(message.signature === undefined);
        }
      }),
    );
  });

  it('is the same with other widths', () => {
    const wide = {
      ...DEFAULT_PROFILE,
      name: 'wide',
      provenance: 'operator' as const,
      eventFrame: [
        ['flags', 8],
        ['version', 8],
        ['event', 32],
        ['sensor', 12],
        ['idsm', 12],
        ['count', 32],
      ] as const,
      flagMasks: { context: 0x80, timestamp: 0x20, signature: 1 },
      signatureLengthBytes: 4 as const,
    };
    fc.assert(
      fc.property(messageArb, (message) => {
        const plain = { ...message, reserved: 0, reservedFlags: 8 };
        const { messages, fault } = decodeDatagram(encodeMessage(plain, wide), { profile: wide });
        expect(fault).toBeUndefined();
        expect(messages.map((each) => each.message)).toEqual([plain]);
      }),
    );
  });
});
