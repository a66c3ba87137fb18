import type { Vector } from './vector.ts';

/**
 * What the detectors read of one received basic safety message (T/CSAE 53 BSM, ETSI CAM, or a simulated one),
 * already in the receiver's local plane. Times are seconds on one clock, receiver's and senders'.
 */
export interface Beacon {
  /** The identity that the message carries: temporary id or certificate digest; 1 to 64 characters. */
  readonly pseudonym: string;
  /** When the sender says that it sent, seconds. */
  readonly sentAt: number;
  /** When the receiver got it, seconds. */
  readonly receivedAt: number;
  /** Metres. */
  readonly position: Vector;
  /** Velocity, m/s. */
  readonly speed: Vector;
  /** Acceleration, m/s². */
  readonly acceleration: Vector;
  /** Direction of the vehicle's nose; only its angle counts. */
  readonly heading: Vector;
  /** What the sender says about its own accuracy: metres, m/s. Zero when it says nothing. */
  readonly accuracy: { readonly position: number; readonly speed: number };
}

/** Where the receiver itself was and how it moved. */
export interface OwnState {
  /** Seconds. */
  readonly at: number;
  /** Metres. */
  readonly position: Vector;
  /** m/s. */
  readonly speed: Vector;
}

const LONGEST_PSEUDONYM = 64;

const FARTHEST = 1e12;

const finite = (...values: readonly number[]): boolean => values.every((value) => Math.abs(value) <= FARTHEST);
const finiteVector = ({ x, y }: Vector): boolean => finite(x, y);

/** True when the pseudonym has 1 to 64 characters, every number is within ±10¹² and no accuracy negative: only then it is judged. */
export const isWellFormed = (beacon: Beacon): boolean =>
  beacon.pseudonym.length > 0 &&
  beacon.pseudonym.length <= LONGEST_PSEUDONYM &&
  finite(beacon.sentAt, beacon.receivedAt, beacon.accuracy.position, beacon.accuracy.speed) &&
  beacon.accuracy.position >= 0 &&
  beacon.accuracy.speed >= 0 &&
  [beacon.position, beacon.speed, beacon.acceleration, beacon.heading].every(finiteVector);
