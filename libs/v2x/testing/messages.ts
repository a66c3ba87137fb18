import type { Bsm, Message } from '../src/schema/frame.ts';

/** A plain BSM of a passenger car; `change` replaces fields. */
export const carBsm = (change: Partial<Bsm> = {}): Bsm => ({
  msgCnt: 5,
  id: { octets: '0102030405060708' },
  secMark: 30_250,
  pos: { lat: 311_234_567, long: 1_214_567_890, elevation: 123 },
  transmission: 'forwardGears',
  speed: 695,
  heading: 7200,
  accelSet: { long: -15, lat: 3, vert: -127, yaw: 120 },
  brakes: { brakePadel: 'off', abs: 'on' },
  size: { width: 182, length: 468, height: 29 },
  vehicleClass: { classification: 10, fuelType: 4 },
  ...change,
});

/** What a car on the road sends: the plain BSM with events, a path of `points` and lights, each message a little on. */
export const drivingBsm = (step: number, points = 4): Message => ({
  bsmFrame: carBsm({
    msgCnt: step % 128,
    id: { octets: (0xa0_00_00_00 + step).toString(16).padStart(16, '7') },
    secMark: (step * 100) % 60_000,
    pos: { lat: 311_234_567 + step * 97, long: 1_214_567_890 - step * 131, elevation: 100 + (step % 50) },
    speed: (600 + step * 7) % 2000,
    heading: (step * 13) % 28_800,
    safetyExt: {
      events: { bits: '0000000000000' },
      pathHistory: {
        crumbData: Array.from({ length: points }, (_, index) => ({
          llvOffset: {
            offsetLL: { 'position-LL3': { lon: 900 - index * 40 - (step % 20), lat: -700 + index * 30 } },
            offsetV: { offset1: index },
          },
          timeOffset: 20 + index * 20,
        })),
      },
      lights: { bits: '100000000' },
    },
  }),
});
