/**
 * The one configuration of all detectors. Limits are physical or come from the radio profile.
 * Change `beaconInterval` to the profile in use: 1 s as simulated traffic sends, 0.1 s for PC5 in China.
 */
export interface Settings {
  /** Time between two messages of one honest sender, seconds. */
  readonly beaconInterval: number;
  /** Farther than this nothing is heard, metres. */
  readonly communicationRange: number;
  /** Nothing on the road is faster, m/s. */
  readonly maximumSpeed: number;
  /** No vehicle speeds up or brakes harder, m/s². */
  readonly maximumAcceleration: number;
  /** How far the change of speed may exceed the announced acceleration, m/s². */
  readonly accelerationTolerance: number;
  /** How far the way driven may differ from what the announced speeds allow, metres per second of gap. */
  readonly wayTolerance: number;
  /** How far a vehicle may move sideways within one gap, metres: one lane. */
  readonly laneWidth: number;
  /** Share of the announced position accuracy by which the error of one sender changes between two messages, 0..1. */
  readonly accuracyShare: number;
  /** No announced accuracy above this is believed, metres. */
  readonly worstAccuracy: number;
  /** Below this speed directions mean nothing, m/s. */
  readonly walkingSpeed: number;
  /** Angle between heading and velocity that is still driving forward, degrees. */
  readonly headingTolerance: number;
  /** Messages are compared over this time where they come faster, seconds: short steps drown in noise. */
  readonly comparedOver: number;
  /** A longer gap (this many beacon intervals, but not under `comparedOver` twice) breaks the comparison. */
  readonly longestGap: number;
  /** A sender that is heard first nearer than this, at speed, should have been heard before, metres. */
  readonly appearanceDistance: number;
  /** Oldest sending time that is accepted, seconds before reception. */
  readonly stale: number;
  /** Most future sending time that is accepted, seconds after reception. */
  readonly future: number;
  /** So many other pseudonyms with the same motion make a Sybil group. */
  readonly sybilGroup: number;
  /** Members of a Sybil group are not farther from each other, metres. */
  readonly sybilDistance: number;
  /** Suspicion at which a message is judged misbehaving. One certain sign weighs 1. */
  readonly threshold: number;
  /** Highest suspicion that is kept, so that a sender can recover. */
  readonly ceiling: number;
  /** Suspicion that one consistent message takes away. */
  readonly recovery: number;
  /** Senders remembered at once; the one not heard for the longest time gives way. */
  readonly tracks: number;
  /** Last messages of all senders that are compared for Sybil groups; should cover one beacon interval. */
  readonly recent: number;
  /** Messages whose content is remembered to find replays. */
  readonly contents: number;
}

/** Limits for 1 Hz beacons. */
export const DEFAULT_SETTINGS: Settings = {
  beaconInterval: 1,
  communicationRange: 500,
  maximumSpeed: 70,
  maximumAcceleration: 12,
  accelerationTolerance: 1.8,
  wayTolerance: 1,
  laneWidth: 3.75,
  accuracyShare: 0.05,
  worstAccuracy: 10,
  walkingSpeed: 1.5,
  headingTolerance: 60,
  comparedOver: 0.95,
  longestGap: 2.2,
  appearanceDistance: 20,
  stale: 2,
  future: 0.5,
  sybilGroup: 2,
  sybilDistance: 60,
  threshold: 1,
  ceiling: 4,
  recovery: 0.05,
  tracks: 2048,
  recent: 256,
  contents: 4096,
};
