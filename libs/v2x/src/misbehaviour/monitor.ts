import { DETECTORS } from './detectors/all.ts';
import { isWellFormed } from './message.ts';
import { createRecent } from './recent.ts';
import { createSeen } from './seen.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { advance } from './track.ts';
import type { Beacon, OwnState } from './message.ts';
import type { Settings } from './settings.ts';
import type { Sign } from './sign.ts';
import type { Track } from './track.ts';

/** What is thought of one message, and why. */
export interface Verdict {
  readonly pseudonym: string;
  readonly receivedAt: number;
  /** `malformed`: numbers missing or not finite; the message was not judged and left no trace. */
  readonly kind: 'plausible' | 'misbehaving' | 'malformed';
  /** Suspicion against the sender after this message: 0 up to the ceiling of the settings. */
  readonly suspicion: number;
  /** What this message itself showed; may be empty when an earlier message condemned the sender. */
  readonly signs: readonly Sign[];
}

/** The watch that one receiver keeps over all senders that it hears. */
export interface Monitor {
  /** Tells where the receiver itself is. */
  readonly own: (state: OwnState) => void;
  /** Judges one message, in the order of reception. */
  readonly receive: (beacon: Beacon) => Verdict;
  /** Senders remembered now. */
  readonly size: () => number;
}

const suspicionAfter = (before: number, signs: readonly Sign[], settings: Settings): number => {
  const weight = signs.reduce((sum, sign) => sum + sign.weight, 0);
  const next = weight === 0 ? before - settings.recovery : before + weight;
  return Math.min(settings.ceiling, Math.max(0, next));
};

const isSign = (sign: Sign | undefined): sign is Sign => sign !== undefined;

/** Starts a watch. Memory is bounded: `tracks` times 1,000 bytes, `recent` and `contents` times 700 each. */
export const createMonitor = (settings: Settings = DEFAULT_SETTINGS): Monitor => {
  const tracks = new Map<string, Track>();
  const recent = createRecent(settings.recent);
  const seen = createSeen(settings.contents);
  let ownState: OwnState | undefined;
  const remember = (pseudonym: string, track: Track): void => {
    tracks.delete(pseudonym);
    tracks.set(pseudonym, track);
    if (tracks.size <= settings.tracks) return;
    for (const oldest of tracks.keys()) {
      tracks.delete(oldest);
      return;
    }
  };
  const receive = (beacon: Beacon): Verdict => {
    const { pseudonym, receivedAt } = beacon;
    if (!isWellFormed(beacon)) return { pseudonym, receivedAt, kind: 'malformed', suspicion: 0, signs: [] };
    const track = tracks.get(pseudonym);
    const scene = { beacon, track, own: ownState, recent, seen, settings };
    const signs = DETECTORS.map((detect) => detect(scene)).filter(isSign);
    const suspicion = suspicionAfter(track?.suspicion ?? 0, signs, settings);
    remember(pseudonym, advance(track, beacon, suspicion, settings));
    recent.add(beacon);
    seen.add(beacon);
    return {
      pseudonym,
      receivedAt,
      kind: suspicion >= settings.threshold ? 'misbehaving' : 'plausible',
      suspicion,
      signs,
    };
  };
  return {
    own: (state) => {
      ownState = state;
    },
    receive,
    size: () => tracks.size,
  };
};
