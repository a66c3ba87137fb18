import { signalRates } from '../signal-rates.ts';

/** Peers are vehicles in one area: a false base station, a jammer or a manipulated roadside unit strikes where it stands. */
export const regionRate = signalRates('region', {
  id: 'fleet.region-rate',
  zh: '同一区域的告警频次明显高于基线',
  en: 'A signature comes far more often than usual in one region',
  about: {
    zh: '按车辆最近位置所在区域统计每小时信号次数，与过去 48 小时的中位数和绝对中位差比较。区域由导入的区域文件划分；未导入时按约 39×20 公里的网格。',
    en: 'Counts signals per hour and region of the last position against median and MAD of the last 48 hours. Regions come from the imported file of areas; without one they are cells of about 39 by 20 km.',
  },
});
