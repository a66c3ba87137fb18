import { createRecent } from '../recent.ts';
import { createSeen } from '../seen.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { advance } from '../track.ts';
import type { Beacon, OwnState } from '../message.ts';
import type { Settings } from '../settings.ts';
import type { Scene } from '../sign.ts';
import type { Track } from '../track.ts';

/** A message of a vehicle that drives east at 10 m/s, sent at second 100 from the origin; `change` replaces fields. */
export const beacon = (change: Partial<Beacon> = {}): Beacon => ({
  pseudonym: 'car',
  sentAt: 100,
  receivedAt: change.sentAt ?? 100,
  position: { x: 0, y: 0 },
  speed: { x: 10, y: 0 },
  acceleration: { x: 0, y: 0 },
  heading: { x: 1, y: 0 },
  accuracy: { position: 4, speed: 0.01 },
  ...change,
});

/** The receiver at rest at the origin. */
export const STANDING: OwnState = { at: 100, position: { x: 0, y: 0 }, speed: { x: 0, y: 0 } };

/** The state after these messages of one sender, without suspicion; absent for none. */
export const trackOf = (heard: readonly Beacon[], settings: Settings = DEFAULT_SETTINGS): Track | undefined =>
  heard.reduce<Track | undefined>((track, one) => advance(track, one, 0, settings), undefined);

/** The scene of the last message: the ones before it, of any sender, were heard; those of its own sender make the track. */
export const sceneOf = (heard: readonly Beacon[], change: Partial<Scene> = {}): Scene => {
  const last = heard.at(-1) ?? beacon();
  const earlier = heard.slice(0, -1);
  const settings = change.settings ?? DEFAULT_SETTINGS;
  const recent = createRecent(settings.recent);
  const seen = createSeen(settings.contents);
  earlier.forEach((one) => {
    recent.add(one);
    seen.add(one);
  });
  const track = trackOf(
    earlier.filter((one) => one.pseudonym === last.pseudonym),
    settings,
  );
  return { beacon: last, track, own: STANDING, recent, seen, settings, ...change };
};

/** Messages of a vehicle that keeps its velocity, one a second from second 100 on; `change` alters each. */
export const straight = (count: number, change: (at: number) => Partial<Beacon> = () => ({})): readonly Beacon[] =>
  Array.from({ length: count }, (_, at) => beacon({ sentAt: 100 + at, position: { x: 10 * at, y: 0 }, ...change(at) }));
