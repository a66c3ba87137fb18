import { signalRates } from '../signal-rates.ts';

/** Peers are vehicles of one model. */
export const signalRate = signalRates('model', {
  id: 'fleet.signal-rate',
  zh: '同一车型的告警频次明显高于基线',
  en: 'A signature comes far more often than usual in a peer group',
  about: {
    zh: '按车型统计每小时信号次数，与过去 48 小时的中位数和绝对中位差比较；历史不足时只学习。',
    en: 'Counts signals per hour and model against median and MAD of the last 48 hours; with too little history it only learns.',
  },
});
