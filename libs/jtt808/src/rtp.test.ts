import fc from 'fast-check';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../testing/hex.ts';
import { readMediaPacket } from './rtp.ts';

const START = '30316364 81';
const SIM = '013900001234';

describe('media packets', () => {
  it('of video carry both intervals', () => {
    expect(readMediaPacket(fromHex(`${START} e2 0102 ${SIM} 02 01 0000000000001388 0028 0064 0003 aabbcc`))).toEqual({
      version: 2,
      endOfFrame: true,
      payloadType: 98,
      sequence: 258,
      sim: SIM,
      channel: 2,
      kind: 'video_i',
      subpackage: 1,
      timestamp: 5000n,
      sinceKeyFrame: 40,
      sinceFrame: 100,
      bodyBytes: 3,
      totalBytes: 33,
    });
  });

  it('of every kind', () => {
    const kinds = ['00', '10', '20'].map((type) => `${type} 0000000000000001 0000 0000 0000`);
    const all = [...kinds, '30 0000000000000001 0000', '40 0000'].map(
      (tail) => readMediaPacket(fromHex(`${START} 62 0001 ${SIM} 01 ${tail}`)).kind,
    );
    expect(all).toEqual(['video_i', 'video_p', 'video_b', 'audio', 'pass_through']);
  });

  it('without times when nothing is timed', () => {
    const packet = readMediaPacket(fromHex(`${START} 5b 0001 ${SIM} 01 40 0002 aabb`));
    expect(packet).toMatchObject({ timestamp: undefined, sinceKeyFrame: undefined, bodyBytes: 2, totalBytes: 20 });
    const audio = readMediaPacket(fromHex(`${START} 06 0001 ${SIM} 01 32 0000000000000001 0002 aabb`));
    expect(audio).toMatchObject({ timestamp: 1n, sinceFrame: undefined, subpackage: 2, endOfFrame: false });
  });

  it('with the phone number of 2019', () => {
    const wide = readMediaPacket(
      fromHex(`${START} e2 0001 00000000013900001234 03 10 0000000000000001 0001 0002 0004`),
    );
    expect(wide).toMatchObject({ sim: '00000000013900001234', channel: 3, kind: 'video_p', bodyBytes: 4 });
  });

  it('with a width that is told, or that ends with the bytes', () => {
    const both = fromHex(`${START} e2 0001 00000000013900001234 03 10 0000000000000001 0001 0002 0001 aa`);
    expect(readMediaPacket(both).sim).toBe('00000000013900001234');
    expect(readMediaPacket(both, 6).sim).toBe('000000000139');
    const short = fromHex(`${START} 06 0001 000000000007 01 30 0000000000000001 0008 0102030405060708`);
    expect(readMediaPacket(short)).toMatchObject({ sim: '000000000007', kind: 'audio' });
    expect(() => readMediaPacket(short, 10)).toThrow(/not_a_frame/);
  });

  it('refuses anything else with its own error', () => {
    for (const hex of ['', '30316364', '30316365 81 e2', `${START} e2 0001 ${SIM} 01 90 0000`]) {
      expect(() => readMediaPacket(fromHex(hex))).toThrow(/not_a_frame/);
    }
    expect(() => readMediaPacket(fromHex(`${START} 5b 0001 ${SIM} 01 40 03b7`))).toThrow(/not_a_frame/);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (tail) => {
        try {
          const packet = readMediaPacket(Uint8Array.from([0x30, 0x31, 0x63, 0x64, ...tail]));
          expect(packet.bodyBytes).toBeLessThanOrEqual(950);
        } catch (error) {
          expect(isDomainError(error, 'jtt808.not_a_frame')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
