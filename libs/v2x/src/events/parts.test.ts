import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOf, eventNames, fuelName, nameOf, statusNames } from './names.ts';
import { scaled } from './fields.ts';
import { placeAt } from './place.ts';
import { nearestTime } from './time.ts';

describe('the time of a second mark', () => {
  const at = (text: string): number => Date.parse(`2026-11-23T${text}Z`);

  it.each([
    ['08:30:30.400', 30_250, '08:30:30.250'],
    ['08:30:00.050', 59_950, '08:29:59.950'],
    ['08:30:59.990', 10, '08:31:00.010'],
    ['08:30:10.000', 39_000, '08:30:39.000'],
    ['00:00:00.000', 59_999, '23:59:59.999'],
  ])('received %s with %d ms is %s', (received, mark, expected) => {
    const time = nearestTime(mark, at(received)) ?? 0;
    expect(new Date(time).toISOString().slice(11, 23)).toBe(expected);
  });

  it('is never more than half a minute away and keeps its milliseconds', () => {
    fc.assert(
      fc.property(fc.nat(59_999), fc.integer({ min: 1e12, max: 2e12 }), (mark, received) => {
        const time = nearestTime(mark, received) ?? Number.NaN;
        expect(Math.abs(time - received)).toBeLessThanOrEqual(30_000);
        expect(time % 60_000).toBe(mark);
      }),
    );
  });

  it('is unknown for leap seconds and when it is not available', () => {
    for (const mark of [60_000, 60_999, 65_535, undefined]) expect(nearestTime(mark, 1e12)).toBeUndefined();
  });
});

describe('units', () => {
  it('hide the mark of unavailable, and no other value', () => {
    expect(scaled(8191, 8191, 0.02, 2)).toBeUndefined();
    expect(scaled(undefined, 8191, 0.02, 2)).toBeUndefined();
    expect(scaled(8190, 8191, 0.02, 2)).toBe(163.8);
    expect(scaled(0, 8191, 0.02, 2)).toBe(0);
  });
});

describe('names', () => {
  it.each([
    [10, 'passenger_car'],
    [27, 'truck'],
    [40, 'motorcycle'],
    [58, 'bus'],
    [69, 'emergency'],
    [82, 'pedestrian'],
    [85, 'bicycle'],
    [90, 'infrastructure_or_trailer'],
    [0, 'other'],
    [255, 'other'],
  ])('class %d is %s', (code, name) => {
    expect(classOf(code)).toBe(name);
  });

  it('of fuels, bits and enumerations fall back to numbers', () => {
    expect([fuelName(4), fuelName(15)]).toEqual(['electric', 'fuel_15']);
    expect(eventNames({ bits: '0100000000000001' })).toEqual(['stop_line_violation', 'bit_15']);
    expect(statusNames({ bits: '1000000000000001' })).toEqual(['manual', 'bit_15']);
    expect([nameOf('red'), nameOf({ $addition: 2 })]).toEqual(['red', 'addition_2']);
  });
});

describe('a place at an offset', () => {
  const from = { lat: 10, long: 20, elevation: 30 };

  it('adds what is relative and takes what is absolute', () => {
    expect(placeAt(from, { offsetLL: { 'position-LL6': { lon: -5, lat: 7 } }, offsetV: { offset6: -10 } })).toEqual({
      lat: 17,
      long: 15,
      elevation: 20,
    });
    expect(placeAt(from, { offsetLL: { 'position-LatLon': { lon: 1, lat: 2 } }, offsetV: { elevation: 3 } })).toEqual({
      lat: 2,
      long: 1,
      elevation: 3,
    });
    expect(placeAt(from, { offsetLL: { 'position-LL1': { lon: 0, lat: 0 } } })).toEqual({ lat: 10, long: 20 });
  });

  it('has no elevation where the offset or the reference has none', () => {
    const flat = { 'position-LL1': { lon: 0, lat: 0 } };
    for (const offsetV of [
      { offset1: -64 },
      { offset2: -128 },
      { offset3: -256 },
      { offset4: -512 },
      { offset5: -1024 },
      { offset6: -2048 },
    ])
      expect(placeAt(from, { offsetLL: flat, offsetV })).toEqual({ lat: 10, long: 20 });
    expect(placeAt({ lat: 10, long: 20, elevation: -4096 }, { offsetLL: flat, offsetV: { offset1: 3 } })).toEqual({
      lat: 10,
      long: 20,
    });
  });
});
