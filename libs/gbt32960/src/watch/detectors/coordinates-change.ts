import type { Detector } from '../detector.ts';

/** A vehicle that changes its coordinate system: every position after it means another place. */
export const coordinatesChange: Detector = {
  id: 'gbt32960.coordinates_change',
  zh: '定位坐标系发生变化',
  en: 'The coordinate system of the positions changes',
  level: 'low',
  judge: ({ columns: { scalar }, row, before: { coordinates: before }, known }) => {
    const now = scalar.coordinates[row] ?? 0xff;
    if (!known || now === 0xff || before === 0xff || now === before) return undefined;
    return { rule: coordinatesChange.id, expected: String(before), seen: String(now) };
  },
};
