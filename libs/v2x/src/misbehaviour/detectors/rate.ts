import type { Detector } from '../sign.ts';

const FLOOD = 0.6;
const HASTE = 0.8;

/** `v2x-rate`: messages of one sender follow each other faster than the profile allows (denial of service). */
export const rate: Detector = ({ beacon, track, settings }) => {
  if (track === undefined) return undefined;
  const observed = beacon.receivedAt - track.heardAt;
  const limit = HASTE * settings.beaconInterval;
  if (observed >= limit) return undefined;
  const weight = observed < FLOOD * settings.beaconInterval ? 1 : 0.35;
  return { rule: 'v2x-rate', weight, observed, limit, unit: 's' };
};
