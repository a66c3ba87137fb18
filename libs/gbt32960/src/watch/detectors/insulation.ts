import { isSentinel } from '../../layout.ts';
import type { Detector } from '../detector.ts';

/** Insulation resistance below the limit for the voltage that the vehicle reports. */
export const insulation: Detector = {
  id: 'gbt32960.insulation_low',
  zh: '绝缘电阻低于限值',
  en: 'Insulation resistance below its limit',
  level: 'medium',
  judge: ({ columns: { scalar }, row }, { insulationOhmPerVolt }) => {
    const kiloohm = scalar.insulation[row] ?? 0xffff;
    const voltage = scalar.voltage[row] ?? 0xffff;
    if (isSentinel(kiloohm, 2) || isSentinel(voltage, 2) || voltage === 0) return undefined;
    const ohmPerVolt = (kiloohm * 1000) / (voltage / 10);
    if (ohmPerVolt >= insulationOhmPerVolt) return undefined;
    return { rule: insulation.id, expected: `>= ${insulationOhmPerVolt} Ω/V`, seen: `${Math.round(ohmPerVolt)} Ω/V` };
  },
};
