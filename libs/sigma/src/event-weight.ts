import { fieldReader } from './correlate/field-reader.ts';
import type { LogSource } from './parse/types.ts';

const COUNT = fieldReader('ids.count');
/** Largest counter of an AUTOSAR IDS message: two bytes. */
const MOST = 0xffff;

/**
 * How many events a record stands for: 1, except for a message of an AUTOSAR intrusion detection system (category
 * `ecu_sev`), whose filters send one message for so many events of a control unit (`ids.count`, at most 65,535).
 */
export const eventWeight = (fields: object, { category }: LogSource): number => {
  if (category !== 'ecu_sev') return 1;
  const count = COUNT(fields);
  return typeof count === 'number' && count >= 1 ? Math.min(Math.floor(count), MOST) : 1;
};
