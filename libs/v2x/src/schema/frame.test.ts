import { fromBits, toBits } from '@chedun/asn1/testing';
import { decodeUper, encodeUper } from '@chedun/asn1/uper';
import type { Type, ValueOf } from '@chedun/asn1';
import { describe, expect, it } from 'vitest';
import { BasicSafetyMessage, PathHistory, VehicleEmergencyExtensions, VehicleSafetyExtensions } from './bsm.ts';
import { DDateTime, TimeConfidence } from './common.ts';
import { MessageFrame } from './frame.ts';
import { LaneAttributes, Lane, SpeedLimitList } from './map.ts';
import { PositionConfidenceSet, PositionOffsetLL, PositionOffsetLLV, VerticalOffset } from './position.ts';
import { Description, RTEData } from './rsi.ts';
import { ParticipantData } from './rsm.ts';
import { IntersectionState, PhaseState } from './spat.ts';
import { BrakeSystemStatus, VehicleSize } from './vehicle.ts';

/** Encoded bits of a value, checked to be exactly those written by hand, and read back. */
const check = <T extends Type>(type: T, value: ValueOf<T>, bits: string): void => {
  const wanted = bits.replaceAll(' ', '');
  const bytes = encodeUper(type, value);
  expect(toBits(bytes).slice(0, wanted.length)).toBe(wanted);
  expect(decodeUper(type, fromBits(wanted))).toMatchObject({ value, bitLength: wanted.length, unknown: [] });
};

describe('positions', () => {
  it.each([
    ['position-LL1', 12],
    ['position-LL2', 14],
    ['position-LL3', 16],
    ['position-LL4', 18],
    ['position-LL5', 22],
    ['position-LL6', 24],
  ] as const)('%s has two numbers of %d bits, the lowest being zeros', (name, width) => {
    const index = ['position-LL1', 'position-LL2', 'position-LL3', 'position-LL4', 'position-LL5', 'position-LL6'];
    const low = -(2 ** (width - 1));
    const head = index.indexOf(name).toString(2).padStart(3, '0');
    check(
      PositionOffsetLL,
      { [name]: { lon: low, lat: -low - 1 } } as ValueOf<typeof PositionOffsetLL>,
      `${head} ${'0'.repeat(width)} ${'1'.repeat(width)}`,
    );
  });

  it('position-LatLon is absolute, longitude first', () => {
    check(
      PositionOffsetLL,
      { 'position-LatLon': { lon: -1_799_999_999, lat: -900_000_000 } },
      `110 ${'0'.repeat(32)} ${'0'.repeat(31)}`,
    );
  });

  it.each([1, 2, 3, 4, 5, 6])('offset%d has six bits more than its number', (number) => {
    const head = (number - 1).toString(2).padStart(3, '0');
    const value = { [`offset${number}`]: -1 } as unknown as ValueOf<typeof VerticalOffset>;
    check(VerticalOffset, value, `${head} 0${'1'.repeat(5 + number)}`);
  });

  it('with elevation set a presence bit in front', () => {
    check(
      PositionOffsetLLV,
      { offsetLL: { 'position-LL1': { lon: 0, lat: 0 } }, offsetV: { elevation: -4096 } },
      `1 000 100000000000 100000000000 110 ${'0'.repeat(16)}`,
    );
    check(PositionConfidenceSet, { pos: 'a1cm', elevation: 'elev-000-01' }, '1 1111 1111');
    check(PositionConfidenceSet, { pos: 'a500m' }, '0 0001');
  });
});

describe('vehicle parts', () => {
  it('time confidence has forty names', () => {
    expect(TimeConfidence.names).toHaveLength(40);
    expect(new Set(TimeConfidence.names).size).toBe(40);
    check(TimeConfidence, 'time-000-000-000-000-01', '100111');
    expect(() => decodeUper(TimeConfidence, fromBits('101000'))).toThrow('asn1.invalid');
  });

  it('brakes', () => {
    check(
      BrakeSystemStatus,
      {
        brakePadel: 'on',
        wheelBrakes: { bits: '10001' },
        traction: 'engaged',
        abs: 'off',
        scs: 'unavailable',
        brakeBoost: 'off',
        auxBrakes: 'reserved',
      },
      '1111111 10 10001 11 01 00 01 11',
    );
    check(BrakeSystemStatus, {}, '0000000');
  });

  it('size', () => {
    check(VehicleSize, { width: 1023, length: 1 }, '0 1111111111 000000000001');
    check(VehicleSize, { width: 0, length: 4095, height: 127 }, '1 0000000000 111111111111 1111111');
  });

  it('date and time', () => {
    check(DDateTime, { year: 2026, minute: 59, offset: 480 }, '1000101 011111101010 111011 10010110000');
  });

  it('safety and emergency extensions', () => {
    check(
      VehicleSafetyExtensions,
      { events: { bits: '1000000100000' }, lights: { bits: '010000000' } },
      '0 1001 0 1000000100000 0 010000000',
    );
    check(
      VehicleSafetyExtensions,
      { pathPrediction: { radiusOfCurve: -32_767, confidence: 200 } },
      `0 0010 0 ${'0'.repeat(16)} 11001000`,
    );
    check(
      VehicleEmergencyExtensions,
      { responseType: 'pursuit', sirenUse: 'inUse', lightsUse: 'schooldBusLights' },
      '0 111 0 011 10 100',
    );
  });

  it('path history', () => {
    const point = { llvOffset: { offsetLL: { 'position-LL1': { lon: -2048, lat: -2048 } } }, timeOffset: 1 };
    check(
      PathHistory,
      { currGNSSstatus: { bits: '10000000' }, crumbData: [{ ...point, heading: 240 }, point] },
      `0 01 10000000 00001 0 001 0 000 ${'0'.repeat(24)} ${'0'.repeat(16)} 11110000 0 000 0 000 ${'0'.repeat(24)} ${'0'.repeat(16)}`,
    );
  });

  it('names follow the standard, misspelt ones too', () => {
    const names = [...BasicSafetyMessage.names];
    expect(names.slice(0, 7)).toEqual([
      'msgCnt',
      'id',
      'secMark',
      'timeConfidence',
      'pos',
      'posAccuracy',
      'posConfidence',
    ]);
    expect(names).toHaveLength(18);
    expect(PathHistory.fields.initialPosition.of.names.has('posConficence')).toBe(true);
    expect(BrakeSystemStatus.names.has('brakePadel')).toBe(true);
  });
});

describe('roadside parts', () => {
  it('phase states count down', () => {
    check(PhaseState, { light: 'protected-green' }, '0 0 0 0110');
    check(
      PhaseState,
      { light: 'red', timing: { counting: { startTime: 0, likelyEndTime: 36_001, timeConfidence: 200 } } },
      '0 1 0 0011 0 0 00100 0000000000000000 1000110010100001 11001000',
    );
    check(
      PhaseState,
      { light: 'yellow', timing: { utcTiming: { startUTCTime: 1, likelyEndUTCTime: 2, nextEndUTCTime: 3 } } },
      '0 1 0 0111 0 1 00001 0000000000000001 0000000000000010 0000000000000011',
    );
  });

  it('intersections', () => {
    check(
      IntersectionState,
      {
        intersectionId: { region: 1, id: 2 },
        status: { bits: '0000010000000000' },
        moy: 527_040,
        timeStamp: 59_999,
        phases: [{ id: 255, phaseStates: [{ light: 'dark' }] }],
      },
      '0 110 1 0000000000000001 0000000000000010 0000010000000000 10000000101011000000 1110101001011111 0000 11111111 0000 0 0 0 0001',
    );
  });

  it('participants', () => {
    check(
      ParticipantData,
      {
        ptcType: 'pedestrian',
        ptcId: 7,
        source: 'integrated',
        secMark: 0,
        pos: { offsetLL: { 'position-LL1': { lon: 0, lat: 0 } } },
        posConfidence: { pos: 'unavailable' },
        speed: 0,
        heading: 28_800,
        size: { width: 0, length: 0 },
      },
      `0 000000 0 011 ${'0'.repeat(13)}111 0 111 ${'0'.repeat(16)} 0 000 100000000000 100000000000 0 0000 ${'0'.repeat(13)} 111000010000000 0 ${'0'.repeat(22)}`,
    );
  });

  it('events and their text', () => {
    check(Description, { textString: 'A' }, '0 000000000 1000001');
    check(Description, { textGB2312: { octets: 'b3b5' } }, '1 000000000 10110011 10110101');
    check(
      RTEData,
      { rteId: 1, eventType: 407, eventSource: 'detection', priority: { octets: '80' }, eventConfidence: 200 },
      '0 00001001 00000001 0000000110010111 0 101 10000000 11001000',
    );
  });

  it('lanes', () => {
    check(LaneAttributes, { laneType: { vehicle: { bits: '00000000' } } }, '0 0 000 0 00000000');
    check(
      LaneAttributes,
      { shareWith: { bits: '1000000001' }, laneType: { parking: { bits: '1'.repeat(16) } } },
      `1 1000000001 0 111 ${'1'.repeat(16)}`,
    );
    check(SpeedLimitList, [{ type: 'vehiclesWithTrailersNightMaxSpeed', speed: 1 }], '0000 0 1100 0000000000001');
    check(
      Lane,
      {
        laneID: 3,
        maneuvers: { bits: '100000000000' },
        connectsTo: [{ remoteIntersection: { id: 9 }, connectingLane: { lane: 2 }, phaseId: 4 }],
      },
      '0 001100 00000011 100000000000 0000 1 1 0 0000000000001001 0 00000010 00000100',
    );
  });

  it('stand in the order of the frame', () => {
    expect([...MessageFrame.numbers.keys()]).toEqual(['bsmFrame', 'mapFrame', 'rsmFrame', 'spatFrame', 'rsiFrame']);
    const rsi = { msgCnt: 127, id: { octets: '3132333400000000' }, refPos: { lat: 0, long: 0 } };
    check(
      MessageFrame,
      { rsiFrame: rsi },
      `0 100 0 000 1111111 00110001 00110010 00110011 00110100 ${'0'.repeat(32)} 0 0110101101001001110100100000000 01101011010010011101000111111111`,
    );
  });
});
