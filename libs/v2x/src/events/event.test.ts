import { describe, expect, it } from 'vitest';
import { carBsm, drivingBsm } from '../../testing/messages.ts';
import { decodeMessage, encodeMessage } from '../message.ts';
import type { Message } from '../schema/frame.ts';
import { toEvents } from './event.ts';
import type { MessageEvent } from './event.ts';

const RECEIVED = Date.UTC(2026, 10, 23, 8, 30, 30, 400);
const META = { received: RECEIVED, srcIp: '192.0.2.7', srcPort: 30_000 };

const eventsOf = (message: Message): readonly MessageEvent[] => toEvents(decodeMessage(encodeMessage(message)), META);
const only = (message: Message): MessageEvent => {
  const events = eventsOf(message);
  expect(events).toHaveLength(1);
  return events[0] ?? { time: undefined, fields: {} };
};

describe('events of a BSM', () => {
  it('have its values in units', () => {
    expect(only({ bsmFrame: carBsm({ angle: -2 }) })).toEqual({
      time: RECEIVED - 150,
      fields: {
        protocol: 'v2x',
        src_ip: '192.0.2.7',
        src_port: 30_000,
        'v2x.message': 'bsm',
        'v2x.bytes': 41,
        'v2x.msg_count': 5,
        'v2x.id': '0102030405060708',
        'v2x.lat': 31.1234567,
        'v2x.lon': 121.456789,
        'v2x.elevation_m': 12.3,
        'v2x.speed_mps': 13.9,
        'v2x.heading_deg': 90,
        'v2x.steering_deg': -3,
        'v2x.transmission': 'forwardGears',
        'v2x.accel_long_mps2': -0.15,
        'v2x.accel_lat_mps2': 0.03,
        'v2x.yaw_dps': 1.2,
        'v2x.width_cm': 182,
        'v2x.length_cm': 468,
        'v2x.height_cm': 145,
        'v2x.class_code': 10,
        'v2x.class': 'passenger_car',
        'v2x.fuel': 'electric',
        'v2x.brake_pedal': 'off',
        'v2x.abs': 'on',
        'v2x.clock_skew_ms': 150,
      },
    });
  });

  it('leave out what is not available', () => {
    const { time, fields } = only({
      bsmFrame: carBsm({
        secMark: 65_535,
        pos: { lat: 900_000_001, long: 1_800_000_001, elevation: -4096 },
        transmission: 'unavailable',
        speed: 8191,
        heading: 28_800,
        angle: 127,
        accelSet: { long: 2001, lat: 2001, vert: -127, yaw: 0 },
        brakes: {},
        size: { width: 0, length: 0 },
        vehicleClass: { classification: 7 },
      }),
    });
    expect(time).toBeUndefined();
    expect(Object.keys(fields).filter((name) => name.startsWith('v2x.'))).toEqual([
      'v2x.message',
      'v2x.bytes',
      'v2x.msg_count',
      'v2x.id',
      'v2x.yaw_dps',
      'v2x.width_cm',
      'v2x.length_cm',
      'v2x.class_code',
      'v2x.class',
    ]);
    expect(fields['v2x.class']).toBe('other');
  });

  it('name safety events and emergency lights', () => {
    const { fields } = only({
      bsmFrame: carBsm({
        vehicleClass: { classification: 62 },
        safetyExt: { events: { bits: '10000001000010' } },
        emergencyExt: { responseType: { $addition: 3 }, sirenUse: 'inUse', lightsUse: 'inUse' },
      }),
    });
    expect(fields).toMatchObject({
      'v2x.class': 'emergency',
      'v2x.events': ['hazard_lights', 'hard_braking', 'airbag'],
      'v2x.emergency_response': 'addition_3',
      'v2x.siren': 'inUse',
      'v2x.lightbar': 'inUse',
      'v2x.unknown_extensions': 1,
    });
    expect(only(drivingBsm(0, 6)).fields).toMatchObject({ 'v2x.path_points': 6, 'v2x.lights_bits': '100000000' });
  });

  it('say what was wrong around the message', () => {
    const bytes = encodeMessage({ bsmFrame: carBsm() });
    const behind = new Uint8Array(Buffer.concat([bytes, Buffer.of(1, 2)]));
    behind[bytes.length - 1] = (behind[bytes.length - 1] ?? 0) | 1;
    expect(toEvents(decodeMessage(behind), META)[0]?.fields).toMatchObject({
      'v2x.bytes': bytes.length + 2,
      'v2x.trailing_bytes': 2,
      'v2x.padding': 1,
    });
  });
});

describe('events of an RSM', () => {
  it('are one per participant, placed from the reference position', () => {
    const participant = {
      ptcType: 'motor',
      ptcId: 7,
      source: 'video',
      secMark: 30_000,
      pos: { offsetLL: { 'position-LL3': { lon: -100, lat: 200 } }, offsetV: { offset1: 5 } },
      posConfidence: { pos: 'a1m' },
      speed: 500,
      heading: 0,
      size: { width: 180, length: 450 },
    } as const;
    const events = eventsOf({
      rsmFrame: {
        msgCnt: 1,
        id: { octets: 'aabbccdd00000001' },
        refPos: { lat: 300_000_000, long: 1_200_000_000, elevation: 100 },
        participants: [
          participant,
          {
            ...participant,
            ptcType: 'pedestrian',
            ptcId: 8,
            id: { octets: '0102030405060708' },
            pos: { offsetLL: { 'position-LatLon': { lon: 1, lat: 2 } }, offsetV: { offset1: -64 } },
          },
        ],
      },
    });
    expect(events.map(({ time }) => time)).toEqual([RECEIVED - 400, RECEIVED - 400]);
    expect(events[0]?.fields).toMatchObject({
      'v2x.message': 'rsm',
      'v2x.rsu_id': 'aabbccdd00000001',
      'v2x.participant_id': 7,
      'v2x.participant': 'motor',
      'v2x.observed_by': 'video',
      'v2x.lat': 30.00002,
      'v2x.lon': 119.99999,
      'v2x.elevation_m': 10.5,
      'v2x.speed_mps': 10,
    });
    expect(events[1]?.fields).toMatchObject({
      'v2x.participant': 'pedestrian',
      'v2x.id': '0102030405060708',
      'v2x.lat': 2e-7,
      'v2x.lon': 1e-7,
    });
    expect(events[1]?.fields).not.toHaveProperty('v2x.elevation_m');
  });

  it('have no place where the reference has none', () => {
    const [event] = eventsOf({
      rsmFrame: {
        msgCnt: 1,
        id: { octets: '0000000000000001' },
        refPos: { lat: 900_000_001, long: 0 },
        participants: [
          {
            ptcType: 'unknown',
            ptcId: 0,
            source: 'unknown',
            secMark: 65_535,
            pos: { offsetLL: { 'position-LL1': { lon: 1, lat: 1 } }, offsetV: { offset2: 4 } },
            posConfidence: { pos: 'unavailable' },
            speed: 8191,
            heading: 28_800,
            size: { width: 0, length: 0 },
          },
        ],
      },
    });
    for (const name of ['v2x.lat', 'v2x.lon', 'v2x.elevation_m', 'v2x.speed_mps'])
      expect(event?.fields).not.toHaveProperty([name]);
  });
});

describe('events of roadside messages', () => {
  it('are one per intersection, its lights side by side', () => {
    const { time, fields } = only({
      spatFrame: {
        msgCnt: 3,
        name: 'Renmin Road',
        moy: 1000,
        timeStamp: 29_900,
        intersections: [
          {
            intersectionId: { region: 1, id: 149 },
            status: { bits: '0000010000000100' },
            phases: [
              { id: 1, phaseStates: [{ light: 'red' }, { light: 'protected-green' }] },
              { id: 2, phaseStates: [{ light: { $addition: 0 } }] },
            ],
          },
        ],
      },
    });
    expect(time).toBe(RECEIVED - 500);
    expect(fields).toMatchObject({
      'v2x.message': 'spat',
      'v2x.name': 'Renmin Road',
      'v2x.node_region': 1,
      'v2x.node_id': 149,
      'v2x.minute_of_year': 1000,
      'v2x.signal_status': ['fixed_time', 'no_spat'],
      'v2x.phase_ids': [1, 1, 2],
      'v2x.phase_lights': ['red', 'protected-green', 'addition_0'],
    });
  });

  it('are one per node of a map', () => {
    const events = eventsOf({
      mapFrame: {
        msgCnt: 0,
        timeStamp: 527_040,
        nodes: [
          {
            id: { id: 1 },
            refPos: { lat: 0, long: 0 },
            inLinks: [{ upstreamNodeId: { id: 2 }, lanes: [{ laneID: 1 }, { laneID: 2 }] }],
          },
          { name: 'end', id: { id: 2 }, refPos: { lat: 10_000_000, long: -10_000_000 } },
        ],
      },
    });
    expect(events.map(({ fields }) => [fields['v2x.node_id'], fields['v2x.links'], fields['v2x.lanes']])).toEqual([
      [1, 1, 2],
      [2, 0, 0],
    ]);
    expect(events[1]?.fields).toMatchObject({ 'v2x.name': 'end', 'v2x.lat': 1, 'v2x.lon': -1 });
    expect(events[0]?.fields).not.toHaveProperty(['v2x.minute_of_year']);
  });

  it('are one per event and sign of an RSI, their text read from GB 2312', () => {
    const refPos = { lat: 300_000_000, long: 1_200_000_000 };
    const events = eventsOf({
      rsiFrame: {
        msgCnt: 18,
        moy: 5,
        id: { octets: '3132333435000000' },
        refPos,
        rtes: [
          {
            rteId: 1,
            eventType: 407,
            eventSource: 'police',
            eventPos: { offsetLL: { 'position-LL1': { lon: 0, lat: 1000 } } },
            eventRadius: 1000,
            description: { textGB2312: { octets: 'cac2b9ca' } },
            timeDetails: { startTime: 4, endTime: 527_040 },
            priority: { octets: 'a0' },
            eventConfidence: 150,
          },
        ],
        rtss: [{ rtsId: 2, signType: 7, description: { textString: 'slow' } }],
      },
    });
    expect(events.map(({ time }) => time)).toEqual([undefined, undefined]);
    expect(events[0]?.fields).toMatchObject({
      'v2x.message': 'rsi',
      'v2x.rsu_id': '3132333435000000',
      'v2x.minute_of_year': 5,
      'v2x.event_id': 1,
      'v2x.event_type': 407,
      'v2x.event_source': 'police',
      'v2x.event_radius': 1000,
      'v2x.event_confidence_pct': 75,
      'v2x.description': '事故',
      'v2x.priority': 160,
      'v2x.start_minute_of_year': 4,
      'v2x.lat': 30.0001,
    });
    expect(events[0]?.fields).not.toHaveProperty(['v2x.end_minute_of_year']);
    expect(events[1]?.fields).toMatchObject({
      'v2x.sign_id': 2,
      'v2x.sign_type': 7,
      'v2x.description': 'slow',
      'v2x.lat': 30,
    });
    expect(only({ rsiFrame: { msgCnt: 1, id: { octets: '00'.repeat(8) }, refPos } }).fields['v2x.lon']).toBe(120);
  });

  it('of a Day-2 message have its index and size', () => {
    expect(only({ $unknown: { index: 4, octets: 'a1a2a3' } }).fields).toMatchObject({
      'v2x.message': 'unknown',
      'v2x.message_index': 4,
      'v2x.message_bytes': 3,
      'v2x.unknown_extensions': 1,
    });
  });
});
