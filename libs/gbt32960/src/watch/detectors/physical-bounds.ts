import { say } from '@chedun/kernel';
import { isSentinel } from '../../layout.ts';
import type { Detector, Verdict } from '../detector.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** Largest raw values of the standard (GB/T 32960.3 tables 9 and 15), by edition. */
const BOUNDS = {
  16: { speed: 2200, voltage: 10_000, odometer: 9_999_999 },
  25: { speed: 5000, voltage: 60_000, odometer: 9_999_999 },
} as const;

type Bound = 'speedBound' | 'voltageBound' | 'odometerBound' | 'socBound';

const verdict = (bound: Bound, most: number, seen: number): Verdict => ({
  rule: physicalBounds.id,
  expected: say(REPORT_WORDS[bound], { most }),
  seen: String(seen),
});

/** A quantity outside the range that the standard gives it. */
export const physicalBounds: Detector = {
  id: 'gbt32960.out_of_range',
  zh: '数据超出标准规定的取值范围',
  en: 'A quantity outside the range of the standard',
  level: 'low',
  judge: ({ columns: { scalar }, row }) => {
    const bounds = scalar.edition[row] === 25 ? BOUNDS[25] : BOUNDS[16];
    const speed = scalar.speed[row] ?? 0;
    if (!isSentinel(speed, 2) && speed > bounds.speed) return verdict('speedBound', bounds.speed, speed);
    const voltage = scalar.voltage[row] ?? 0;
    if (!isSentinel(voltage, 2) && voltage > bounds.voltage) return verdict('voltageBound', bounds.voltage, voltage);
    const odometer = scalar.odometer[row] ?? 0;
    if (!isSentinel(odometer, 4) && odometer > bounds.odometer)
      return verdict('odometerBound', bounds.odometer, odometer);
    const soc = scalar.soc[row] ?? 0;
    if (!isSentinel(soc, 1) && soc > 100) return verdict('socBound', 100, soc);
    return undefined;
  },
};
