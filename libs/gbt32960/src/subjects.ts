import type { Edition } from './codes.ts';

/** What an information body is about; the type numbers of the two editions differ, these names do not. */
export type Subject =
  | 'vehicle'
  | 'motors'
  | 'fuel_cell'
  | 'engine'
  | 'position'
  | 'extremes'
  | 'alarm'
  | 'cells'
  | 'temperatures'
  | 'stack'
  | 'supercapacitor'
  | 'supercapacitor_extremes';

const SUBJECTS: Readonly<Record<Edition, ReadonlyMap<number, Subject>>> = {
  '2016': new Map([
    [0x01, 'vehicle'],
    [0x02, 'motors'],
    [0x03, 'fuel_cell'],
    [0x04, 'engine'],
    [0x05, 'position'],
    [0x06, 'extremes'],
    [0x07, 'alarm'],
    [0x08, 'cells'],
    [0x09, 'temperatures'],
  ]),
  '2025': new Map([
    [0x01, 'vehicle'],
    [0x02, 'motors'],
    [0x03, 'fuel_cell'],
    [0x04, 'engine'],
    [0x05, 'position'],
    [0x06, 'alarm'],
    [0x07, 'cells'],
    [0x08, 'temperatures'],
    [0x30, 'stack'],
    [0x31, 'supercapacitor'],
    [0x32, 'supercapacitor_extremes'],
  ]),
};

/** Subject of an information type, undefined for a type without a layout in that edition. */
export const subjectOf = (edition: Edition, type: number): Subject | undefined => SUBJECTS[edition].get(type);
