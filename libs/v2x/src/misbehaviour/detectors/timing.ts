import type { Detector } from '../sign.ts';

/** `v2x-timing`: the sending time is too old, in the future, or before that of an earlier message of the sender. */
export const timing: Detector = ({ beacon, track, settings }) => {
  const age = beacon.receivedAt - beacon.sentAt;
  if (age > settings.stale) return { rule: 'v2x-timing', weight: 1, observed: age, limit: settings.stale, unit: 's' };
  if (age < -settings.future)
    return { rule: 'v2x-timing', weight: 1, observed: age, limit: -settings.future, unit: 's' };
  if (track === undefined) return undefined;
  const gap = beacon.sentAt - track.last.sentAt;
  return gap < 0 ? { rule: 'v2x-timing', weight: 0.5, observed: gap, limit: 0, unit: 's' } : undefined;
};
