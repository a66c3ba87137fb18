import { byte, dword, list, padded, raw, time, word } from './layout.ts';
import type { Layout, Part } from './layout.ts';

/**
 * Additional position items: JT/T 808 clause 8.18 tables 27-31, JT/T 1078 table 13, T/JSATL12 (苏标) tables 4-15 to
 * 4-22. The Guangdong standard (粤标) uses the ids 64-67 with a wider alarm identifier: second layout.
 */
const value = (part: (name: string) => Part): readonly Layout[] => [[part('value')]];

/** T/JSATL12 table 4-16: which alarm the attachments belong to. */
export const ALARM_ID_NARROW: Layout = [
  padded('deviceId', 7),
  time('dateTime'),
  byte('sequenceNo'),
  byte('fileTotal'),
  byte('reserved'),
];

/** The same with the terminal id of JT/T 808-2019. */
export const ALARM_ID_WIDE: Layout = [
  padded('deviceId', 30),
  time('dateTime'),
  byte('sequenceNo'),
  byte('fileTotal'),
  word('reserved'),
];

const place: Layout = [
  byte('speed'),
  word('altitude'),
  dword('latitude'),
  dword('longitude'),
  time('alarmTime'),
  word('statusBit'),
];

const bothIds = (front: Layout, ...back: Layout): readonly Layout[] => [
  [...front, ...ALARM_ID_NARROW, ...back],
  [...front, ...ALARM_ID_WIDE, ...back],
];

const adas: Layout = [
  dword('id'),
  byte('state'),
  byte('type'),
  byte('level'),
  byte('frontSpeed'),
  byte('frontDistance'),
  byte('deviateType'),
  byte('roadSign'),
  byte('roadSignValue'),
  ...place,
];

const driver: Layout = [
  dword('id'),
  byte('state'),
  byte('type'),
  byte('level'),
  byte('fatigueDegree'),
  dword('reserves'),
  ...place,
];

const tyre = list(
  'items',
  1,
  byte('position'),
  word('type'),
  word('pressure'),
  word('temperature'),
  word('batteryLevel'),
);

const LAYOUTS: ReadonlyMap<number, readonly Layout[]> = new Map<number, readonly Layout[]>([
  [0x01, value(dword)],
  [0x02, value(word)],
  [0x03, value(word)],
  [0x04, value(word)],
  [0x05, value((name) => raw(name, 30))],
  [0x06, value(word)],
  [0x11, [[byte('areaType'), dword('areaId')], [byte('areaType')]]],
  [0x12, [[byte('areaType'), dword('areaId'), byte('direction')]]],
  [0x13, [[dword('areaId'), word('driveTime'), byte('result')]]],
  [0x14, value(dword)],
  [0x15, value(dword)],
  [0x16, value(dword)],
  [0x17, value(word)],
  [0x18, [[word('behaviour'), byte('fatigue')], [word('behaviour')]]],
  [0x25, value(dword)],
  [0x2a, value(word)],
  [0x2b, value(dword)],
  [0x30, value(byte)],
  [0x31, value(byte)],
  [0x64, bothIds(adas)],
  [0x65, bothIds(driver)],
  [0x66, bothIds([dword('id'), byte('state'), ...place], tyre)],
  [0x67, bothIds([dword('id'), byte('state'), byte('type'), ...place])],
]);

/** Layouts of the value of one item, tried in order; none for an id that is not known. */
export const extraLayouts = (id: number): readonly Layout[] => LAYOUTS.get(id) ?? [];
