import { valueArb } from '@chedun/asn1/testing';
import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carBsm, drivingBsm } from '../testing/messages.ts';
import { readBsm } from './bsm-reader.ts';
import { bsmId, createBsmRecord } from './bsm-record.ts';
import type { BsmRecord } from './bsm-record.ts';
import { decodeMessage, encodeMessage } from './message.ts';
import { BasicSafetyMessage } from './schema/bsm.ts';
import { TransmissionState } from './schema/common.ts';
import type { Bsm } from './schema/frame.ts';

const PEDALS = ['unavailable', 'off', 'on'];

/** What the record must hold, from the full decoder. */
const recordOf = (bsm: Bsm): BsmRecord => ({
  msgCnt: bsm.msgCnt,
  idHigh: Number.parseInt(bsm.id.octets.slice(0, 8), 16),
  idLow: Number.parseInt(bsm.id.octets.slice(8), 16),
  secMark: bsm.secMark,
  lat: bsm.pos.lat,
  long: bsm.pos.long,
  elevation: bsm.pos.elevation ?? -4096,
  transmission: TransmissionState.numbers.get(String(bsm.transmission)) ?? -1,
  speed: bsm.speed,
  heading: bsm.heading,
  angle: bsm.angle ?? 127,
  accelLong: bsm.accelSet.long,
  accelLat: bsm.accelSet.lat,
  accelVert: bsm.accelSet.vert,
  yaw: bsm.accelSet.yaw,
  brakePadel: PEDALS.indexOf(String(bsm.brakes.brakePadel ?? 'unavailable')),
  width: bsm.size.width,
  length: bsm.size.length,
  height: bsm.size.height ?? -1,
  classification: bsm.vehicleClass.classification,
  fuelType: bsm.vehicleClass.fuelType ?? -1,
});

const fullOf = (bytes: Uint8Array): Bsm | undefined => {
  try {
    const { value } = decodeMessage(bytes);
    return 'bsmFrame' in value ? value.bsmFrame : undefined;
  } catch {
    return undefined;
  }
};

/** Path at which the full decoder stops, undefined when it does not. */
const faultOf = (bytes: Uint8Array): string | undefined => {
  try {
    decodeMessage(bytes);
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.detail.field : String(error);
  }
};

const record = createBsmRecord();

describe('the fast reader of basic safety messages', () => {
  it('reads the car of the tests', () => {
    expect(readBsm(encodeMessage({ bsmFrame: carBsm() }), record)).toBe('ok');
    expect(record).toEqual(recordOf(carBsm()));
    expect(bsmId(record)).toBe('0102030405060708');
  });

  it('agrees with the full decoder on every message', () => {
    fc.assert(
      fc.property(valueArb(BasicSafetyMessage), (bsm) => {
        expect(readBsm(encodeMessage({ bsmFrame: bsm }), record)).toBe('ok');
        expect(record).toEqual(recordOf(bsm));
        expect(bsmId(record)).toBe(bsm.id.octets);
      }),
      { numRuns: 1500 },
    );
  });

  it('reads all that the full decoder reads when bits are flipped, and refuses nothing that it accepts', () => {
    fc.assert(
      fc.property(valueArb(BasicSafetyMessage), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (bsm, flips) => {
        const bytes = encodeMessage({ bsmFrame: bsm });
        for (const flip of flips) {
          const at = flip % Math.min(bytes.length * 8, 420);
          bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
        }
        const full = fullOf(bytes);
        const status = readBsm(bytes, record);
        if (full !== undefined) {
          expect(status).toBe('ok');
          expect(record).toEqual(recordOf(full));
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses what the full decoder refuses where nothing follows the class', () => {
    const plain = valueArb(BasicSafetyMessage).map(({ safetyExt: _s, emergencyExt: _e, $additions: _a, ...bsm }) => {
      const { $additions: _b, ...vehicleClass } = bsm.vehicleClass;
      return { ...bsm, vehicleClass } as Bsm;
    });
    fc.assert(
      fc.property(plain, fc.nat(), (bsm, flip) => {
        const bytes = encodeMessage({ bsmFrame: bsm });
        // behind the presence bits, so that no extension comes to life; the class may not claim one either
        const at = 12 + (flip % (bytes.length * 8 - 12));
        bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
        const status = readBsm(bytes, record);
        const fault = faultOf(bytes);
        // a flip may move the extension bit of the class; what comes behind it only the full decoder sees
        if (status === 'ok') expect(fault ?? 'bsmFrame.vehicleClass').toMatch(/^bsmFrame\.vehicleClass/);
        else expect(fault).toMatch(/^bsmFrame/);
      }),
      { numRuns: 2000 },
    );
  });

  it('says truncated for every cut before the class ends', () => {
    const bytes = encodeMessage({ bsmFrame: carBsm() });
    for (let end = 0; end < bytes.length; end += 1) expect(readBsm(bytes.subarray(0, end), record)).toBe('truncated');
    const long = encodeMessage(drivingBsm(3));
    for (let end = bytes.length; end <= long.length; end += 1)
      expect(readBsm(long.subarray(0, end), record)).toBe('ok');
  });

  it('tells other messages apart', () => {
    expect(readBsm(encodeMessage({ $unknown: { index: 2, octets: '00' } }), record)).toBe('not_bsm');
    expect(
      readBsm(
        encodeMessage({ rsiFrame: { msgCnt: 1, id: { octets: '00'.repeat(8) }, refPos: { lat: 0, long: 0 } } }),
        record,
      ),
    ).toBe('not_bsm');
  });

  it.each([
    ['time confidence', { timeConfidence: 'unavailable' as const }, 99, '101000'],
    ['latitude', {}, 100, '1'.repeat(31)],
    ['longitude', {}, 131, '1'.repeat(32)],
    ['heading', {}, 195, '1'.repeat(15)],
    ['steering angle', { angle: 0 }, 210, '1'.repeat(8)],
    ['acceleration', {}, 210, '1'.repeat(12)],
    ['lateral acceleration', {}, 222, '1'.repeat(12)],
    ['vertical acceleration', {}, 234, '1'.repeat(8)],
    ['yaw rate', {}, 242, '1'.repeat(16)],
    ['brake pedal', {}, 265, '11'],
  ])('refuses a %s outside its range, as the full decoder does', (_, change, at, bits) => {
    const bytes = encodeMessage({ bsmFrame: carBsm(change) });
    for (const [index, bit] of [...bits].entries()) {
      const place = at + index;
      const mask = 0x80 >> (place & 7);
      bytes[place >> 3] = bit === '1' ? (bytes[place >> 3] ?? 0) | mask : (bytes[place >> 3] ?? 0) & ~mask;
    }
    expect(() => decodeMessage(bytes)).toThrow('v2x.not_a_message');
    expect(readBsm(bytes, record)).toBe('invalid');
  });

  it('survives random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(['ok', 'not_bsm', 'truncated', 'invalid']).toContain(readBsm(bytes, record));
      }),
      { numRuns: 2000 },
    );
  });
});
