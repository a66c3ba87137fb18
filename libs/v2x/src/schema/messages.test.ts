import { fromBits } from '@chedun/asn1/testing';
import { describe, expect, it } from 'vitest';
import { hexBits, latBits, longBits, uint } from '../../testing/bits.ts';
import { decodeMessage, encodeMessage } from '../message.ts';
import type { Message } from './frame.ts';

/** The message is these bits, written by hand from the layout, and these bits are the message. */
const isExactly = (message: Message, parts: readonly string[]): void => {
  const bits = parts.join('').replaceAll(' ', '');
  expect(encodeMessage(message)).toEqual(fromBits(bits));
  expect(decodeMessage(fromBits(bits))).toEqual({
    value: message,
    bitLength: bits.length,
    padding: 0,
    trailingBytes: 0,
    unknown: [],
  });
};

const ID = '3132333400000000';

describe('whole messages, bit by bit', () => {
  it('SPAT with both kinds of timing', () => {
    isExactly(
      {
        spatFrame: {
          msgCnt: 9,
          moy: 475_970,
          timeStamp: 59_000,
          name: 'X1',
          intersections: [
            {
              intersectionId: { region: 1, id: 149 },
              status: { bits: '0000010000000000' },
              timeConfidence: 'time-000-001',
              phases: [
                {
                  id: 1,
                  phaseStates: [
                    {
                      light: 'red',
                      timing: {
                        counting: {
                          startTime: 0,
                          minEndTime: 100,
                          maxEndTime: 400,
                          likelyEndTime: 300,
                          timeConfidence: 100,
                          nextStartTime: 900,
                          nextDuration: 450,
                        },
                      },
                    },
                    { light: 'permissive-green', timing: { utcTiming: { startUTCTime: 300, likelyEndUTCTime: 600 } } },
                    { light: 'flashing-yellow' },
                  ],
                },
              ],
            },
          ],
        },
      },
      [
        '0 011', // spatFrame
        '0 111 0001001', // moy, timeStamp and name are there; msgCnt
        uint(475_970, 20) + uint(59_000, 16),
        '000001 1011000 0110001', // two characters
        '00000', // one intersection
        '0 001', // of moy, timeStamp and timeConfidence the last
        '1' + uint(1, 16) + uint(149, 16),
        '0000010000000000',
        uint(15, 6),
        '0000', // one phase
        uint(1, 8) + '0010', // three states
        '0 1 0 0011 0 0 11111',
        uint(0, 16) + uint(100, 16) + uint(400, 16) + uint(300, 16) + uint(100, 8) + uint(900, 16) + uint(450, 16),
        '0 1 0 0101 0 1 00000',
        uint(300, 16) + uint(600, 16),
        '0 0 0 1000',
      ],
    );
  });

  it('RSM with a car that is known and a pedestrian that is not', () => {
    isExactly(
      {
        rsmFrame: {
          msgCnt: 127,
          id: { octets: ID },
          refPos: { lat: 280_988_051, long: 1_129_829_511, elevation: 0 },
          participants: [
            {
              ptcType: 'motor',
              ptcId: 1,
              source: 'v2x',
              id: { octets: '0102030405060708' },
              secMark: 1000,
              pos: { offsetLL: { 'position-LL5': { lon: 70_000, lat: -70_000 } }, offsetV: { offset4: -1 } },
              posConfidence: { pos: 'a10cm', elevation: 'elev-000-10' },
              transmission: 'forwardGears',
              speed: 800,
              heading: 28_799,
              angle: -126,
              motionCfd: { speedCfd: 'prec0-1ms', steerCfd: 'prec0-02deg' },
              accelSet: { long: -2000, lat: 2001, vert: 127, yaw: -32_767 },
              size: { width: 180, length: 450, height: 30 },
              vehicleClass: { classification: 10 },
            },
            {
              ptcType: 'pedestrian',
              ptcId: 2,
              source: 'video',
              secMark: 1001,
              pos: { offsetLL: { 'position-LL2': { lon: 0, lat: 1 } } },
              posConfidence: { pos: 'a1m' },
              speed: 60,
              heading: 0,
              size: { width: 50, length: 40 },
            },
          ],
        },
      },
      [
        '0 010', // rsmFrame
        '0 1111111' + hexBits(ID),
        '1' + latBits(280_988_051) + longBits(1_129_829_511) + uint(4096, 16),
        '0001', // two participants
        '0 111111', // id, transmission, angle, motionCfd, accelSet and vehicleClass are there
        '0 001' + uint(1, 16) + '0 010' + hexBits('0102030405060708') + uint(1000, 16),
        '1 100' + uint(70_000 + 2 ** 21, 22) + uint(-70_000 + 2 ** 21, 22) + '011' + uint(511, 10),
        '1 1100 1100',
        '010' + uint(800, 13) + uint(28_799, 15) + '00000000',
        '101 101 11',
        '000000000000' + uint(4001, 12) + uint(254, 8) + uint(0, 16),
        '1' + uint(180, 10) + uint(450, 12) + uint(30, 7),
        '0 0 00001010',
        '0 000000',
        '0 011' + uint(2, 16) + '0 011' + uint(1001, 16),
        '0 001' + uint(2 ** 13, 14) + uint(2 ** 13 + 1, 14),
        '0 1001',
        uint(60, 13) + uint(0, 15),
        '0' + uint(50, 10) + uint(40, 12),
      ],
    );
  });

  it('MAP with one link, a lane and what it leads to', () => {
    isExactly(
      {
        mapFrame: {
          msgCnt: 0,
          nodes: [
            {
              name: 'A',
              id: { id: 7 },
              refPos: { lat: 1, long: 2 },
              inLinks: [
                {
                  name: 'B',
                  upstreamNodeId: { region: 3, id: 4 },
                  speedLimits: [{ type: 'truckMaxSpeed', speed: 1111 }],
                  linkWidth: 700,
                  points: [
                    { posOffset: { offsetLL: { 'position-LL1': { lon: 1, lat: 2 } } } },
                    { posOffset: { offsetLL: { 'position-LL1': { lon: 3, lat: 4 } } } },
                  ],
                  movements: [{ remoteIntersection: { id: 8 } }],
                  lanes: [
                    {
                      laneID: 1,
                      laneWidth: 350,
                      laneAttributes: { laneType: { crosswalk: { bits: '1000000000000001' } } },
                      connectsTo: [
                        {
                          remoteIntersection: { id: 8 },
                          connectingLane: { lane: 2, maneuver: { bits: '100000000000' } },
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      },
      [
        '0 001', // mapFrame
        '0 0 0000000', // no timeStamp; msgCnt
        '000000', // one node
        '0 11 000000 1000001', // name and inLinks are there; name
        '0' + uint(7, 16),
        '0' + latBits(1) + longBits(2),
        '00000', // one link
        '0 11111 000000 1000010', // everything is there; name
        '1' + uint(3, 16) + uint(4, 16),
        '0000 0 1000' + uint(1111, 13), // one limit
        uint(700, 15),
        '00000', // two points
        '0 0 000' + uint(2049, 12) + uint(2050, 12),
        '0 0 000' + uint(2051, 12) + uint(2052, 12),
        '00000 0 0' + uint(8, 16), // one movement without phase
        '00000', // one lane
        '0 110100 00000001',
        uint(350, 15),
        '0 0 001 1000000000000001',
        '0000 1 0 0' + uint(8, 16) + '1 00000010 100000000000',
      ],
    );
  });

  it('RSI with an event on lanes and a sign with a line', () => {
    isExactly(
      {
        rsiFrame: {
          msgCnt: 1,
          moy: 527_040,
          id: { octets: ID },
          refPos: { lat: -900_000_000, long: -1_799_999_999 },
          rtes: [
            {
              rteId: 1,
              eventType: 65_535,
              eventSource: 'internet',
              description: { textGB2312: { octets: 'b3b5b6dc' } },
              timeDetails: { endTime: 3, endTimeConfidence: 'unavailable' },
              referenceLinks: [
                {
                  upstreamNodeId: { id: 1 },
                  downstreamNodeId: { id: 2 },
                  referenceLanes: { bits: '0100000000000000' },
                },
              ],
            },
          ],
          rtss: [
            {
              rtsId: 255,
              signType: 85,
              signPos: { offsetLL: { 'position-LL1': { lon: -1, lat: -1 } } },
              referencePaths: [{ activePath: [{ offsetLL: { 'position-LL1': { lon: 0, lat: 0 } } }], pathRadius: 50 }],
            },
          ],
        },
      },
      [
        '0 100', // rsiFrame
        '0 111 0000001' + uint(527_040, 20) + hexBits(ID),
        '0' + '0'.repeat(63),
        '000', // one event
        '0 00110010' + uint(1, 8) + uint(65_535, 16) + '0 100',
        '1' + uint(2, 9) + hexBits('b3b5b6dc'),
        '011' + uint(3, 20) + '000000',
        '0000 1 0' + uint(1, 16) + '0' + uint(2, 16) + '0100000000000000',
        '0000', // one sign
        '0 100010' + uint(255, 8) + uint(85, 16),
        '0 000' + uint(2047, 12) + uint(2047, 12),
        '000 00000 0 000' + uint(2048, 12) + uint(2048, 12) + uint(50, 16),
      ],
    );
  });

  it('the largest counts that the standard allows', () => {
    const participant = {
      ptcType: 'rsu',
      ptcId: 0,
      source: 'selfinfo',
      secMark: 0,
      pos: { offsetLL: { 'position-LL1': { lon: 0, lat: 0 } } },
      posConfidence: { pos: 'unavailable' },
      speed: 8191,
      heading: 28_800,
      size: { width: 0, length: 0 },
    } as const;
    const rsm = (count: number): Message => ({
      rsmFrame: {
        msgCnt: 0,
        id: { octets: ID },
        refPos: { lat: 0, long: 0 },
        participants: Array.from({ length: count }, () => participant),
      },
    });
    expect(decodeMessage(encodeMessage(rsm(16))).value).toEqual(rsm(16));
    expect(() => encodeMessage(rsm(17))).toThrow('v2x.value: 17 items do not keep the size 1..16');
    expect(() => encodeMessage(rsm(0))).toThrow('v2x.value: 0 items do not keep the size 1..16');
    const map: Message = {
      mapFrame: {
        msgCnt: 0,
        nodes: Array.from({ length: 63 }, (_, id) => ({
          name: 'n'.repeat(63),
          id: { id },
          refPos: { lat: 0, long: 0 },
        })),
      },
    };
    expect(decodeMessage(encodeMessage(map)).value).toEqual(map);
  });
});
