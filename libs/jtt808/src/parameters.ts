import { bcd, byte, dword, list, openList, optional, padded, raw, restText, word } from './layout.ts';
import type { Layout, Part } from './layout.ts';

/** Terminal parameters: JT/T 808 clause 8.8 table 12, JT/T 1078 tables 1-9, T/JSATL12 tables 4-10 to 4-13. */

const DWORDS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x18, 0x19, 0x1b, 0x1c, 0x20, 0x21, 0x22, 0x27, 0x28, 0x29, 0x2c, 0x2d,
  0x2e, 0x2f, 0x30, 0x45, 0x46, 0x47, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x64, 0x65,
  0x70, 0x71, 0x72, 0x73, 0x74, 0x7a, 0x80, 0x93, 0x95, 0x100, 0x102,
];
const WORDS = [0x31, 0x5b, 0x5c, 0x5d, 0x5e, 0x81, 0x82, 0x101, 0x103];
const BYTES = [0x84, 0x90, 0x91, 0x92, 0x94, 0xf370];
const TEXTS = [
  0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x1a, 0x1d, 0x23, 0x24, 0x25, 0x26, 0x40, 0x41, 0x42, 0x43, 0x44,
  0x48, 0x49, 0x83,
];

const stream = (prefix: string): Layout => [
  byte(`${prefix}Encode`),
  byte(`${prefix}Resolution`),
  word(`${prefix}FrameInterval`),
  byte(`${prefix}FrameRate`),
  dword(`${prefix}BitRate`),
];

/** JT/T 1078 table 2 without its last byte, which the list of single channels does not have. */
const video: Layout = [...stream('realtime'), ...stream('storage'), word('odsConfig')];

/** Fields named after their byte offset (p00, p01, ...): older editions stop earlier, so each may be the last. */
const byOffset = (...sizes: readonly (1 | 2 | 3 | 4)[]): Layout => {
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce<number>((sum, size) => sum + size, 0));
  const part = (index: number): Part => {
    const name = `p${String(starts[index] ?? 0).padStart(2, '0')}`;
    const size = sizes[index] ?? 1;
    return size === 3 ? raw(name, 3) : { kind: 'uint', name, size };
  };
  const from = (index: number): Layout =>
    index + 1 === sizes.length ? [part(index)] : [part(index), optional(...from(index + 1))];
  return from(0);
};

const ones = (count: number): readonly 1[] => Array.from({ length: count }, () => 1 as const);
const shared = [1, 1, 1, 2, 2, 1, 1, 1, 1, 4, 4] as const;

const span = (index: number): Layout => [bcd(`wakeTime${index}`, 2), bcd(`sleepTime${index}`, 2)];

const LAYOUTS: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  ...DWORDS.map((id): [number, Layout] => [id, [dword('value')]]),
  ...WORDS.map((id): [number, Layout] => [id, [word('value')]]),
  ...BYTES.map((id): [number, Layout] => [id, [byte('value')]]),
  ...TEXTS.map((id): [number, Layout] => [id, [restText('value')]]),
  [0x32, [bcd('startTime', 2), bcd('endTime', 2)]],
  [0x75, [...video, byte('audioEnabled')]],
  [
    0x76,
    [
      byte('audioVideoChannels'),
      byte('audioChannels'),
      byte('videoChannels'),
      openList('channels', byte('channelId'), byte('channelNo'), byte('channelType'), byte('hasPanTilt')),
    ],
  ],
  [0x77, [list('channels', 1, byte('channelNo'), ...video)]],
  [0x79, [byte('storageThreshold'), byte('duration'), byte('startTime')]],
  [0x7b, [byte('overloadThreshold'), byte('fatigueThreshold')]],
  [
    0x7c,
    [
      byte('mode'),
      byte('conditionType'),
      byte('dayOfWeek'),
      byte('timeFlag'),
      ...span(1),
      ...span(2),
      ...span(3),
      ...span(4),
    ],
  ],
  [0xf364, byOffset(...shared, ...ones(38))],
  [0xf365, byOffset(...shared, 2, 2, 3, ...ones(39))],
  [
    0xf366,
    [
      padded('tireType', 12),
      word('pressureUnit'),
      word('normalValue'),
      word('imbalanceThreshold'),
      word('lowLeakThreshold'),
      word('lowPressureThreshold'),
      word('highPressureThreshold'),
      word('highTemperatureThreshold'),
      word('voltageThreshold'),
      word('reportInterval'),
      raw('reserved', 6),
    ],
  ],
  [0xf367, [byte('rearApproachAlarmTimeThreshold'), byte('rearSideApproachAlarmTimeThreshold')]],
]);

/** Layouts of the value of one parameter; none for an id that is not known. */
export const parameterLayouts = (id: number): readonly Layout[] => {
  const layout = LAYOUTS.get(id);
  return layout === undefined ? [] : [layout];
};

/** Parameters that say which server the terminal talks to, or which numbers may reset it: addresses, APNs and ports. */
export const SERVER_PARAMETERS: ReadonlySet<number> = new Set([
  0x10, 0x13, 0x14, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x23, 0x26,
]);
