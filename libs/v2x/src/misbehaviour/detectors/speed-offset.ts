import type { Detector } from '../sign.ts';

const GAPS = 4;

/** `v2x-speed-offset`: over several messages the announced speed is always above or always below the driven one. */
export const speedOffset: Detector = ({ track, settings }) => {
  if (track === undefined || track.offsetGaps < GAPS) return undefined;
  const observed = Math.abs(track.speedOffset);
  const limit = 1.5 * settings.wayTolerance;
  return observed > limit ? { rule: 'v2x-speed-offset', weight: 0.35, observed, limit, unit: 'm/s' } : undefined;
};
