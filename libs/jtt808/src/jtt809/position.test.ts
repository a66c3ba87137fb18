import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePacket809, encodePacket809, type Header809 } from './packet.ts';
import { positions809 } from './position.ts';

const HEADER: Header809 = {
  edition: '2011',
  serial: 1,
  messageId: 0x1200,
  accessCode: 110_000,
  version: '1.0.0',
  encrypted: false,
  key: 0,
  time: undefined,
};
/** 2026-11-23 12:00:05 in Shanghai, 121.47 E 31.23 N, 63 km/h. */
const POSITION = Buffer.alloc(36);
POSITION.set([0, 23, 11, 0x07, 0xea, 12, 0, 5]);
POSITION.writeUInt32BE(121_470_000, 8);
POSITION.writeUInt32BE(31_230_000, 12);
POSITION.writeUInt16BE(63, 16);
POSITION.writeUInt16BE(62, 18);
POSITION.writeUInt32BE(12_345, 20);
POSITION.writeUInt16BE(270, 24);
POSITION.writeUInt16BE(8, 26);
POSITION.writeUInt32BE(3, 28);
POSITION.writeUInt32BE(1, 32);

const packet = (subId: number, data: Uint8Array) =>
  decodePacket809(
    encodePacket809({
      header: HEADER,
      body: { kind: 'fields', layout: 0, values: { plateNo: '津A12345', plateColor: 2, subId, data } },
    }),
  );

describe('a forwarded position', () => {
  it('has the names of JT/T 808', () => {
    const [one, ...more] = positions809(packet(0x1202, POSITION));
    expect(more).toEqual([]);
    expect(one?.time).toBe(Date.UTC(2026, 10, 23, 4, 0, 5));
    expect(one?.fields).toMatchObject({
      'jt808.lat': 31.23,
      'jt808.lon': 121.47,
      'jt808.speed_kmh': 63,
      'jt808.odometer_km': 12_345,
      'jt808.heading_deg': 270,
      'jt808.alarms': ['emergency'],
    });
  });

  it('may come in a row', () => {
    const row = Buffer.concat([Buffer.of(2), POSITION, POSITION]);
    expect(positions809(packet(0x1203, row))).toHaveLength(2);
    expect(positions809(packet(0x1203, row.subarray(0, -1)))).toEqual([]);
  });

  it('that is encrypted, of another length or of another sub message is none', () => {
    const sealed = Buffer.from(POSITION);
    sealed.writeUInt8(1, 0);
    expect(positions809(packet(0x1202, sealed))).toEqual([]);
    expect(positions809(packet(0x1202, POSITION.subarray(1)))).toEqual([]);
    expect(positions809(packet(0x1201, POSITION))).toEqual([]);
  });

  it('with digits that are no date has no time', () => {
    const odd = Buffer.from(POSITION);
    odd.writeUInt8(32, 1);
    expect(positions809(packet(0x1202, odd))[0]?.time).toBeUndefined();
  });

  it('is read from any bytes without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 80 }), fc.constantFrom(0x1202, 0x1203), (data, subId) => {
        expect(positions809(packet(subId, data)).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
