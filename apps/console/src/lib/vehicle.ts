import { vehicleAlarm } from '../i18n/zh-CN/assets.ts';

/** Whether an alarm has a name in the dictionary; reserved bits have none. */
export const isVehicleAlarm = (name: string): name is keyof typeof vehicleAlarm => Object.hasOwn(vehicleAlarm, name);

/** Tone of a state of charge: below 10 % critical, below 25 % medium. */
export const socTone = (percent: number | null): 'critical' | 'medium' | 'good' => {
  if (percent === null || percent >= 25) return 'good';
  return percent < 10 ? 'critical' : 'medium';
};
