import { isSentinel } from '../../layout.ts';
import type { Detector } from '../detector.ts';

/** Cells of one battery that are further apart than cells of one battery can be: forged or failing. */
export const cellSpread: Detector = {
  id: 'gbt32960.cell_spread',
  zh: '单体电压差异过大',
  en: 'Cell voltages too far apart',
  level: 'medium',
  judge: ({ columns: { scalar }, row }, { cellSpreadMv }) => {
    const most = scalar.maxCell[row] ?? 0xffff;
    const least = scalar.minCell[row] ?? 0xffff;
    if (isSentinel(most, 2) || isSentinel(least, 2) || Math.abs(most - least) <= cellSpreadMv) return undefined;
    return { rule: cellSpread.id, expected: `<= ${cellSpreadMv} mV`, seen: `${most - least} mV` };
  },
};
