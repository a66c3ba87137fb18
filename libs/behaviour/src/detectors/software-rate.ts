import { signalRates } from '../signal-rates.ts';

/** Peers are vehicles with the same versions of software: a fault or an implant of one release strikes all that carry it. */
export const softwareRate = signalRates('software', {
  id: 'fleet.software-rate',
  zh: '同一软件版本的告警频次明显高于基线',
  en: 'A signature comes far more often than usual on one software version',
  about: {
    zh: '按资产台账中的车端软件版本统计每小时信号次数，与过去 48 小时的中位数和绝对中位差比较；历史不足时只学习。',
    en: 'Counts signals per hour and version of the software in the register against median and MAD of the last 48 hours; with too little history it only learns.',
  },
});
