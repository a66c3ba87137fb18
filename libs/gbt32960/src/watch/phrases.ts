import { phrase } from '@chedun/kernel';

/** Words of the verdicts on reports. */
export const REPORT_WORDS = {
  aboutSpeed: phrase('about {speed} km/h', '约 {speed} km/h'),
  speedByPosition: phrase('{speed} km/h by position', '按定位推算 {speed} km/h'),
  socStep: phrase('{percent} % ± {step} in {seconds} s', '{seconds} 秒内 {percent}% ± {step}'),
  signed: phrase('FF, algorithm, R, S', 'FF 标识、算法、R 值、S 值'),
  noSignature: phrase('no signature', '没有签名'),
  laterReport: phrase('a report after {time}', '晚于 {time} 的上报'),
  sameBytes: phrase('the same bytes', '字节完全相同的报文'),
  way: phrase('{km} km in {seconds} s', '{seconds} 秒移动 {km} km'),
  oneSource: phrase('one source', '单一来源'),
  backAtSource: phrase('back at the former source after {seconds} s', '{seconds} 秒后又回到前一来源'),
  speedBound: phrase('speed, 0.1 km/h <= {most}', '车速（0.1 km/h）<= {most}'),
  voltageBound: phrase('voltage, 0.1 V <= {most}', '总电压（0.1 V）<= {most}'),
  odometerBound: phrase('odometer, 0.1 km <= {most}', '累计里程（0.1 km）<= {most}'),
  socBound: phrase('SOC, % <= {most}', 'SOC（%）<= {most}'),
} as const;
