import { ascii, fromHex } from './hex.ts';
import { both, latest, old } from './vector.ts';
import type { Vector } from './vector.ts';

const PERIOD = '260117000000 260117235959';
const PERIOD_VALUES = { startTime: '260117000000', endTime: '260117235959' };
const SERVER = `0a ${ascii('192.0.2.10')} 1f40 1f41`;
const SERVER_VALUES = { ip: '192.0.2.10', tcpPort: 8000, udpPort: 8001 };
const SOURCE = '00 01 02';
const SOURCE_VALUES = { mediaType: 0, streamType: 1, storageType: 2 };
const WARNINGS = '00000001 00000002';
const WARNING_VALUES = { warnBit1: 1, warnBit2: 2 };

const video: readonly Vector[] = [
  ...both(0x1003, '13 01 00 01 0140 01 62 02 04', {
    audioFormat: 19,
    audioChannels: 1,
    audioSamplingRate: 0,
    audioBitDepth: 1,
    audioFrameLength: 320,
    audioSupport: 1,
    videoFormat: 98,
    maxAudioChannels: 2,
    maxVideoChannels: 4,
  }),
  ...both(0x1005, `${PERIOD} 0003 0002`, { ...PERIOD_VALUES, getOnCount: 3, getOffCount: 2 }),
  ...both(0x1205, `0007 00000001 01 ${PERIOD} 0000000000000001 ${SOURCE} 00100000`, {
    responseSerialNo: 7,
    items: [
      {
        channelNo: 1,
        ...PERIOD_VALUES,
        warnBit: fromHex('0000000000000001'),
        ...SOURCE_VALUES,
        size: 1_048_576,
      },
    ],
  }),
  ...both(0x1206, '0007 00', { responseSerialNo: 7, result: 0 }),
  ...both(0x9003, '', {}),
  ...both(0x9101, `${SERVER} 01 00 01`, { ...SERVER_VALUES, channelNo: 1, mediaType: 0, streamType: 1 }),
  ...both(0x9102, '01 00 00 01', { channelNo: 1, command: 0, closeType: 0, streamType: 1 }),
  ...both(0x9105, '01 05', { channelNo: 1, packetLossRate: 5 }),
  ...both(0x9201, `${SERVER} 01 ${SOURCE} 00 01 ${PERIOD}`, {
    ...SERVER_VALUES,
    channelNo: 1,
    ...SOURCE_VALUES,
    playbackMode: 0,
    playbackSpeed: 1,
    ...PERIOD_VALUES,
  }),
  ...both(0x9202, '01 05 00 260117093000', {
    channelNo: 1,
    playbackMode: 5,
    playbackSpeed: 0,
    playbackTime: '260117093000',
  }),
  ...both(0x9205, `01 ${PERIOD} ${WARNINGS} ${SOURCE}`, {
    channelNo: 1,
    ...PERIOD_VALUES,
    ...WARNING_VALUES,
    ...SOURCE_VALUES,
  }),
  ...both(
    0x9206,
    `0a ${ascii('192.0.2.10')} 0015 01 ${ascii('u')} 01 ${ascii('p')} 01 ${ascii('/')} 01 ${PERIOD} ${WARNINGS} ${SOURCE} 07`,
    {
      ip: '192.0.2.10',
      port: 21,
      username: 'u',
      password: 'p',
      path: '/',
      channelNo: 1,
      ...PERIOD_VALUES,
      ...WARNING_VALUES,
      ...SOURCE_VALUES,
      condition: 7,
    },
  ),
  ...both(0x9207, '0007 02', { responseSerialNo: 7, command: 2 }),
  ...both(0x9301, '01 03 10', { channelNo: 1, param1: 3, param2: 16 }),
  ...[0x9302, 0x9303, 0x9304, 0x9305, 0x9306].flatMap((id) => both(id, '01 01', { channelNo: 1, param: 1 })),
];

const NARROW = `${ascii('T000001')} 260117093000 01 02 00`;
const WIDE = `${ascii('T000001', 30)} 260117093000 01 02 0000`;
const ALARM = { deviceId: 'T000001', dateTime: '260117093000', sequenceNo: 1, fileTotal: 2, reserved: 0 };
const TASK = ascii('task-1', 32);
const FILE = `05 ${ascii('a.jpg')} 00001000`;
const INFO = {
  terminalId: 'T000001',
  ...ALARM,
  platformAlarmId: 'task-1',
  type: 0,
  items: [{ name: 'a.jpg', size: 4096 }],
};
const UPLOAD = { ...SERVER_VALUES, ...ALARM, platformAlarmId: 'task-1', reserves: fromHex('00'.repeat(16)) };

const attachments: readonly Vector[] = [
  old(0x1210, 'narrow', `${ascii('T000001')} ${NARROW} ${TASK} 00 01 ${FILE}`, INFO),
  latest(0x1210, 'wide', `${ascii('T000001', 30)} ${WIDE} ${TASK} 00 01 ${FILE}`, INFO),
  latest(0x1210, 'narrow', `${ascii('T000001')} ${NARROW} ${TASK} 00 01 ${FILE}`, INFO),
  ...both(0x1211, `05 ${ascii('a.jpg')} 00 00001000`, { name: 'a.jpg', type: 0, size: 4096 }),
  ...both(0x1212, `05 ${ascii('a.jpg')} 00 00001000`, { name: 'a.jpg', type: 0, size: 4096 }),
  old(0x9208, 'narrow', `${SERVER} ${NARROW} ${TASK} ${'00'.repeat(16)}`, UPLOAD),
  latest(0x9208, 'wide', `${SERVER} ${WIDE} ${TASK} ${'00'.repeat(16)}`, UPLOAD),
  ...both(0x9212, `05 ${ascii('a.jpg')} 00 01 01 00000400 00000200`, {
    name: 'a.jpg',
    type: 0,
    result: 1,
    items: [{ offset: 1024, size: 512 }],
  }),
];

/** Bodies of JT/T 1078 and T/JSATL12. */
export const VIDEO_VECTORS: readonly Vector[] = [...video, ...attachments];
