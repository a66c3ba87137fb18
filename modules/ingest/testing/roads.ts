import { encodeMessage } from '@chedun/v2x';

/** What a BSM in tests says; everything else is that of a car which drives north near Shanghai. */
export interface TestBsm {
  /** Temporary id, 16 hex digits. */
  readonly id: string;
  /** 0.02 m/s. */
  readonly speed: number;
  /** Milliseconds of the minute. */
  readonly secMark?: number;
  /** 1e-7 degrees. */
  readonly lat?: number;
  readonly long?: number;
  readonly msgCnt?: number;
  /** 0.01 m/s², 2001 = unavailable. */
  readonly accelLong?: number;
}

/** A BSM as bytes of one datagram. */
export const bsm = (given: TestBsm): Buffer =>
  Buffer.from(
    encodeMessage({
      bsmFrame: {
        msgCnt: given.msgCnt ?? 0,
        id: { octets: given.id },
        secMark: given.secMark ?? 30_000,
        pos: { lat: given.lat ?? 311_234_567, long: given.long ?? 1_214_567_890 },
        transmission: 'forwardGears',
        speed: given.speed,
        heading: 0,
        accelSet: { long: given.accelLong ?? 0, lat: 0, vert: -127, yaw: 0 },
        brakes: {},
        size: { width: 182, length: 468 },
        vehicleClass: { classification: 10 },
      },
    }),
  );
