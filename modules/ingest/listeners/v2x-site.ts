import type { BsmRecord } from '@chedun/v2x';
import {
  createMonitor,
  DEFAULT_SETTINGS,
  fromCompass,
  planeAt,
  type Beacon,
  type OwnState,
  type Verdict,
} from '@chedun/v2x/misbehaviour';

/** A BSM as it was received. */
export interface Heard {
  /** Whose it is: HashedId8 of the certificate of a verified message, else the temporary id; hex. */
  readonly id: string;
  readonly record: Readonly<BsmRecord>;
  /** Milliseconds since 1970 UTC. */
  readonly received: number;
}

/** A message as the detectors saw it, and what they think of it. */
export interface JudgedMessage {
  readonly beacon: Beacon;
  readonly verdict: Verdict;
  /** Where the receiver was, when that is known. */
  readonly own: OwnState | undefined;
}

/** One receiver of V2X messages, such as a roadside unit, with the watch over all senders that it hears. */
export interface Site {
  /** Judges a message; undefined when it says too little to be judged. */
  readonly hear: (heard: Heard) => JudgedMessage | undefined;
}

/** Senders in China announce themselves ten times a second (YD/T 3709). */
const INTERVAL_S = 0.1;
/** What a network between the receiver and us may shift, seconds. */
const JITTER_S = 0.5;
const SETTINGS = { ...DEFAULT_SETTINGS, beaconInterval: INTERVAL_S };
/** What satellite receivers of vehicles do as a rule; the short head of a BSM says nothing about it. */
const ACCURACY = { position: 2, speed: 0.3 } as const;
/** A plane is good for this far, degrees of latitude. */
const PLANE_DEGREES = 0.2;
/** So many more messages from elsewhere than from here move the plane: the first one may have been a lie. */
const MOVES_AFTER = 16;
const MOST_SENDERS = SETTINGS.tracks;
const STILL = { x: 0, y: 0 } as const;

const MINUTE = 60_000;
const UNAVAILABLE = {
  lat: 900_000_001,
  long: 1_800_000_001,
  speed: 8191,
  heading: 28_800,
  acceleration: 2001,
} as const;

/** The moment with these milliseconds in its minute that is nearest to `received`, seconds. */
const sentAt = (secMark: number, received: number): number => {
  const apart = secMark - (received % MINUTE);
  const turned = apart > MINUTE / 2 ? apart - MINUTE : apart < -MINUTE / 2 ? apart + MINUTE : apart;
  return (received + turned) / 1000;
};

const saysEnough = ({ secMark, lat, long, speed, heading, accelLong }: Readonly<BsmRecord>): boolean =>
  secMark < MINUTE &&
  lat !== UNAVAILABLE.lat &&
  long !== UNAVAILABLE.long &&
  speed !== UNAVAILABLE.speed &&
  heading !== UNAVAILABLE.heading &&
  accelLong !== UNAVAILABLE.acceleration;

/**
 * Takes the jitter of the network out of the times of receipt: a sender that keeps its interval on average seems to keep
 * it always, one that is faster for longer than the jitter explains seems as fast as it is. Bounded.
 */
const pacer = () => {
  const last = new Map<string, number>();
  return (id: string, now: number): number => {
    const before = last.get(id);
    const due = before === undefined ? now : Math.max(now, before + INTERVAL_S);
    const at = before !== undefined && due - now > JITTER_S ? before : due;
    last.delete(id);
    last.set(id, at);
    const [oldest] = last.keys();
    if (last.size > MOST_SENDERS && oldest !== undefined) last.delete(oldest);
    return at;
  };
};

const degrees = ({ lat, long }: Readonly<BsmRecord>) => ({ latitude: lat / 1e7, longitude: long / 1e7 });

const beaconOf = ({ id, record, received }: Heard, receivedAt: number, plane: ReturnType<typeof planeAt>): Beacon => {
  const heading = record.heading * 0.0125;
  const ahead = fromCompass(record.accelLong / 100, heading);
  const side = record.accelLat === UNAVAILABLE.acceleration ? 0 : record.accelLat / 100;
  const right = fromCompass(side, heading + 90);
  return {
    pseudonym: id,
    sentAt: sentAt(record.secMark, received),
    receivedAt,
    position: plane(degrees(record)),
    speed: fromCompass(record.speed * 0.02, heading),
    acceleration: { x: ahead.x + right.x, y: ahead.y + right.y },
    heading: fromCompass(1, heading),
    accuracy: ACCURACY,
  };
};

/** Opens the watch of one receiver, whose own position may be known. Memory: that of a monitor, 5 MiB at most. */
export const createSite = (own?: { readonly latitude: number; readonly longitude: number }): Site => {
  let monitor = createMonitor(SETTINGS);
  let pace = pacer();
  let origin: ReturnType<typeof degrees> | undefined;
  let plane = planeAt({ latitude: 0, longitude: 0 });
  let elsewhere = 0;
  if (own) {
    origin = own;
    plane = planeAt(own);
  }

  const settle = (record: Readonly<BsmRecord>): void => {
    // A unit whose position is known stays there.
    if (own) return;
    const here = degrees(record);
    const far = origin === undefined || Math.abs(here.latitude - origin.latitude) > PLANE_DEGREES;
    elsewhere = Math.max(0, elsewhere + (far ? 1 : -1));
    if (origin !== undefined && elsewhere < MOVES_AFTER) return;
    origin = here;
    plane = planeAt(here);
    monitor = createMonitor(SETTINGS);
    pace = pacer();
    elsewhere = 0;
  };

  return {
    hear: (heard) => {
      if (!saysEnough(heard.record)) return undefined;
      settle(heard.record);
      const here = own && { at: heard.received / 1000, position: STILL, speed: STILL };
      if (here) monitor.own(here);
      const beacon = beaconOf(heard, pace(heard.id, heard.received / 1000), plane);
      return { beacon, verdict: monitor.receive(beacon), own: here };
    },
  };
};
