import { ascii, fromHex } from './hex.ts';
import { both, latest, old, PLACE, PLACE_VALUES } from './vector.ts';
import type { Vector } from './vector.ts';

const EXTRAS = [
  ['01 04 00001388', { id: 1, value: 5000 }],
  ['02 02 01f4', { id: 2, value: 500 }],
  ['03 02 0256', { id: 3, value: 598 }],
  ['04 02 0009', { id: 4, value: 9 }],
  [`05 1e ${'21'.repeat(30)}`, { id: 5, value: fromHex('21'.repeat(30)) }],
  ['06 02 0015', { id: 6, value: 21 }],
  ['11 01 00', { id: 0x11, layout: 1, value: { areaType: 0 } }],
  ['11 05 01 00000011', { id: 0x11, value: { areaType: 1, areaId: 17 } }],
  ['12 06 02 00000012 01', { id: 0x12, value: { areaType: 2, areaId: 18, direction: 1 } }],
  ['13 07 00000013 0078 00', { id: 0x13, value: { areaId: 19, driveTime: 120, result: 0 } }],
  ['14 04 00000001', { id: 0x14, value: 1 }],
  ['15 04 00000002', { id: 0x15, value: 2 }],
  ['16 04 00000004', { id: 0x16, value: 4 }],
  ['17 02 0008', { id: 0x17, value: 8 }],
  ['18 03 0001 32', { id: 0x18, value: { behaviour: 1, fatigue: 50 } }],
  ['18 02 0001', { id: 0x18, layout: 1, value: { behaviour: 1 } }],
  ['25 04 00000040', { id: 0x25, value: 64 }],
  ['2a 02 0001', { id: 0x2a, value: 1 }],
  ['2b 04 00010002', { id: 0x2b, value: 0x10002 }],
  ['30 01 1f', { id: 0x30, value: 31 }],
  ['31 01 0c', { id: 0x31, value: 12 }],
  ['e1 03 010203', { id: 0xe1, value: fromHex('010203') }],
  ['01 02 0001', { id: 1, value: fromHex('0001') }],
] as const;

const SAFETY_PLACE = '28 0008 02542c40 06fd9440 260117093000 0001';
const SAFETY_VALUES = {
  speed: 40,
  altitude: 8,
  latitude: 39_070_784,
  longitude: 117_281_856,
  alarmTime: '260117093000',
  statusBit: 1,
};
const NARROW = `${ascii('T000001')} 260117093000 01 02 00`;
const WIDE = `${ascii('T000001', 30)} 260117093000 01 02 0000`;
const ALARM_ID = { deviceId: 'T000001', dateTime: '260117093000', sequenceNo: 1, fileTotal: 2, reserved: 0 };
const ADAS = {
  id: 1,
  state: 1,
  type: 2,
  level: 2,
  frontSpeed: 55,
  frontDistance: 30,
  deviateType: 1,
  roadSign: 0,
  roadSignValue: 0,
  ...SAFETY_VALUES,
  ...ALARM_ID,
};
const TYRE = { position: 2, type: 4, pressure: 140, temperature: 33, batteryLevel: 90 };

/** Items of T/JSATL12 in both widths of the alarm identifier. */
const SAFETY = [
  [`64 2f 00000001 01 02 02 37 1e 01 00 00 ${SAFETY_PLACE} ${NARROW}`, { id: 0x64, value: ADAS }],
  [`64 47 00000001 01 02 02 37 1e 01 00 00 ${SAFETY_PLACE} ${WIDE}`, { id: 0x64, layout: 1, value: ADAS }],
  [
    `65 2f 00000002 02 01 01 05 00000000 ${SAFETY_PLACE} ${NARROW}`,
    {
      id: 0x65,
      value: { id: 2, state: 2, type: 1, level: 1, fatigueDegree: 5, reserves: 0, ...SAFETY_VALUES, ...ALARM_ID },
    },
  ],
  [
    `66 32 00000003 00 ${SAFETY_PLACE} ${NARROW} 01 02 0004 008c 0021 005a`,
    { id: 0x66, value: { id: 3, state: 0, ...SAFETY_VALUES, ...ALARM_ID, items: [TYRE] } },
  ],
  [
    `67 29 00000004 01 03 ${SAFETY_PLACE} ${NARROW}`,
    { id: 0x67, value: { id: 4, state: 1, type: 3, ...SAFETY_VALUES, ...ALARM_ID } },
  ],
] as const;

const positions = (all: readonly (readonly [string, object])[]): readonly Vector[] =>
  both(0x0200, `${PLACE} ${all.map(([hex]) => hex).join('')}`, {
    ...PLACE_VALUES,
    extras: all.map(([, value]) => ({ ...value })),
  });

const MEDIA = '0000007b 00 00 01 02';
const MEDIA_VALUES = { id: 123, type: 0, format: 0, event: 1, channelId: 2 };
const CERTIFICATE = `00 04 ${ascii('Zhao')} ${ascii('120101199001010011', 20)} 02 ${ascii('TJ')} 20301231`;
const CERTIFICATE_VALUES = {
  cardStatus: 0,
  name: 'Zhao',
  licenseNo: '120101199001010011',
  institution: 'TJ',
  licenseValidPeriod: '20301231',
};

const answers: readonly Vector[] = [
  ...both(0x0001, '0007 8103 00', { responseSerialNo: 7, responseMessageId: 0x8103, resultCode: 0 }),
  ...both(0x0002, '', {}),
  ...both(0x0003, '', {}),
  ...both(0x0004, '', {}),
  old(0x0005, '2013', '0100 02 0001 0003', { responseSerialNo: 256, id: [1, 3] }),
  latest(0x0005, '2019', '0100 0002 0001 0003', { responseSerialNo: 256, id: [1, 3] }),
  ...both(0x0108, '00 02', { type: 0, result: 2 }),
  ...both(0x0301, '05', { eventId: 5 }),
  ...both(0x0302, '0007 02', { responseSerialNo: 7, answerId: 2 }),
  ...both(0x0303, '03 01', { type: 3, action: 1 }),
  ...both(0x0700, '0007 08 aa55', { responseSerialNo: 7, command: 8, data: fromHex('aa55') }),
  ...both(0x0701, '00000003 010203', { content: fromHex('010203') }),
  ...both(0x0901, '00000002 1f8b', { body: fromHex('1f8b') }),
  ...both(0x0a00, `00010001 ${'ab'.repeat(128)}`, { e: 65_537, n: fromHex('ab'.repeat(128)) }),
];

const REGISTRATION = { provinceId: 12, cityId: 100, makerId: 'MAKER', deviceModel: 'MODEL', deviceId: 'T000001' };

const identity: readonly Vector[] = [
  old(
    0x0100,
    '2011',
    `000c 0064 ${ascii('MAKER')} ${ascii('MODEL', 8)} ${ascii('T000001')} 02 bdf2 ${ascii('A12345')}`,
    {
      ...REGISTRATION,
      plateColor: 2,
      plateNo: '津A12345',
    },
  ),
  old(
    0x0100,
    '2011',
    `000c 0064 ${ascii('MAKER')} ${ascii('MODEL', 8)} ${ascii('T000001')} 00 ${ascii('LCDTEST18R0000017')}`,
    {
      ...REGISTRATION,
      plateColor: 0,
      plateNo: 'LCDTEST18R0000017',
    },
  ),
  old(
    0x0100,
    '2013',
    `000c 0064 ${ascii('MAKER')} ${ascii('MODEL', 20)} ${ascii('T000001')} 02 bdf2 ${ascii('A12345')}`,
    {
      ...REGISTRATION,
      plateColor: 2,
      plateNo: '津A12345',
    },
  ),
  latest(
    0x0100,
    '2019',
    `000c 0064 ${ascii('MAKER', 11)} ${ascii('MODEL', 30)} ${ascii('T000001', 30)} 01 bdf2 ${ascii('A12345')}`,
    { ...REGISTRATION, plateColor: 1, plateNo: '津A12345' },
  ),
  old(0x0102, '2013', ascii('code-1'), { token: 'code-1' }),
  latest(0x0102, '2019', `06 ${ascii('code-1')} ${ascii('860000000000001')} ${ascii('V1.2', 20)}`, {
    token: 'code-1',
    imei: '860000000000001',
    softwareVersion: 'V1.2',
  }),
  old(
    0x0107,
    '2013',
    `0007 ${ascii('MAKER')} ${ascii('MODEL', 20)} ${ascii('T000001')} 89860000000000000001 02 ${ascii('H1')} 02 ${ascii('F1')} 03 10`,
    {
      deviceType: 7,
      makerId: 'MAKER',
      deviceModel: 'MODEL',
      deviceId: 'T000001',
      iccid: '89860000000000000001',
      hardwareVersion: 'H1',
      firmwareVersion: 'F1',
      gnssAttribute: 3,
      networkAttribute: 16,
    },
  ),
  latest(
    0x0107,
    '2019',
    `0107 ${ascii('MAKER')} ${ascii('MODEL', 30)} ${ascii('T000001', 30)} 89860000000000000001 00 00 03 10`,
    {
      deviceType: 0x107,
      makerId: 'MAKER',
      deviceModel: 'MODEL',
      deviceId: 'T000001',
      iccid: '89860000000000000001',
      hardwareVersion: '',
      firmwareVersion: '',
      gnssAttribute: 3,
      networkAttribute: 16,
    },
  ),
  old(0x0702, '2013', `01 260117093000 ${CERTIFICATE}`, {
    status: 1,
    dateTime: '260117093000',
    ...CERTIFICATE_VALUES,
  }),
  old(0x0702, '2013', '02 260117093000', { status: 2, dateTime: '260117093000' }),
  latest(0x0702, '2019', `01 260117093000 ${CERTIFICATE} ${ascii('120101199001010011', 20)}`, {
    status: 1,
    dateTime: '260117093000',
    ...CERTIFICATE_VALUES,
    idCard: '120101199001010011',
  }),
];

const PARAMETERS = [
  ['00000001 04 0000001e', { id: 1, value: 30 }],
  [`00000013 09 ${ascii('192.0.2.1')}`, { id: 0x13, value: '192.0.2.1' }],
  ['00000031 02 0064', { id: 0x31, value: 100 }],
  ['00000032 04 22000600', { id: 0x32, value: { startTime: '2200', endTime: '0600' } }],
  ['00000084 01 02', { id: 0x84, value: 2 }],
  ['00000110 08 0102030405060708', { id: 0x110, value: fromHex('0102030405060708') }],
  [
    '00000076 07 01 00 01 01 02 00 01',
    {
      id: 0x76,
      value: {
        audioVideoChannels: 1,
        audioChannels: 0,
        videoChannels: 1,
        channels: [{ channelId: 1, channelNo: 2, channelType: 0, hasPanTilt: 1 }],
      },
    },
  ],
  ['00000079 03 14 05 01', { id: 0x79, value: { storageThreshold: 20, duration: 5, startTime: 1 } }],
  ['0000007b 02 32 50', { id: 0x7b, value: { overloadThreshold: 50, fatigueThreshold: 80 } }],
  ['0000f364 02 1e 08', { id: 0xf364, value: { p00: 30, p01: 8 } }],
  [
    '0000f367 02 02 03',
    { id: 0xf367, value: { rearApproachAlarmTimeThreshold: 2, rearSideApproachAlarmTimeThreshold: 3 } },
  ],
  ['0000f900 01 07', { id: 0xf900, value: fromHex('07') }],
] as const;

const PARAMETER_LIST = `${PARAMETERS.length.toString(16).padStart(2, '0')} ${PARAMETERS.map(([hex]) => hex).join(' ')}`;
const PARAMETER_VALUES = PARAMETERS.map(([, value]) => ({ ...value }));

/** Bodies of 8103, which share their list with 0104. */
export const SET_PARAMETERS: readonly Vector[] = both(0x8103, PARAMETER_LIST, { parameters: PARAMETER_VALUES });

const data: readonly Vector[] = [
  ...both(0x0104, `0007 ${PARAMETER_LIST}`, { responseSerialNo: 7, parameters: PARAMETER_VALUES }),
  ...positions([]),
  ...positions(EXTRAS),
  ...positions(SAFETY),
  ...both(0x0200, `${PLACE} 3001 1f 31`, {
    ...PLACE_VALUES,
    extras: [{ id: 0x30, value: 31 }],
    extrasRest: fromHex('31'),
  }),
  ...both(0x0201, `0007 ${PLACE}`, { responseSerialNo: 7, ...PLACE_VALUES, extras: [] }),
  ...both(0x0500, `0008 ${PLACE} 310105`, {
    responseSerialNo: 8,
    ...PLACE_VALUES,
    extras: [{ id: 0x31, value: 5 }],
  }),
  ...both(0x0704, `0002 01 001c ${PLACE} 001f ${PLACE} 31 01 05`, {
    total: 2,
    type: 1,
    items: [
      { ...PLACE_VALUES, extras: [] },
      { ...PLACE_VALUES, extras: [{ id: 0x31, value: 5 }] },
    ],
  }),
  ...both(0x0705, '0001 0930001234 40000123 0102030405060708', {
    total: 1,
    dateTime: '0930001234',
    items: [{ id: 0x4000_0123, data: fromHex('0102030405060708') }],
  }),
  ...both(0x0800, MEDIA, MEDIA_VALUES),
  old(0x0801, '2013', `${MEDIA} ${PLACE} ffd8ff`, {
    ...MEDIA_VALUES,
    location: PLACE_VALUES,
    packet: fromHex('ffd8ff'),
  }),
  old(0x0801, '2011', `${MEDIA} ffd8ff`, { ...MEDIA_VALUES, packet: fromHex('ffd8ff') }),
  ...both(0x0802, `0007 0001 00000005 00 01 02 ${PLACE}`, {
    responseSerialNo: 7,
    items: [{ id: 5, type: 0, channelId: 1, event: 2, location: PLACE_VALUES }],
  }),
  ...both(0x0805, '0007 00 0002 00000001 00000002', { responseSerialNo: 7, result: 0, id: [1, 2] }),
  ...both(0x0805, '0007 01', { responseSerialNo: 7, result: 1 }),
  ...both(0x0900, '41 010203', { type: 0x41, content: fromHex('010203') }),
  ...both(0x0900, 'f7 01 64 05 01 00000400', {
    type: 0xf7,
    items: [{ id: 100, workState: 1, alarmStatus: 1024 }],
  }),
  ...both(
    0x0900,
    `f8 01 65 0c 01 ${ascii('A')} 01 ${ascii('B')} 01 ${ascii('C')} 01 ${ascii('D')} 01 ${ascii('E')} 01 ${ascii('F')}`,
    {
      type: 0xf8,
      items: [
        {
          id: 101,
          companyName: 'A',
          productModel: 'B',
          hardwareVersion: 'C',
          firmwareVersion: 'D',
          deviceId: 'E',
          userCode: 'F',
        },
      ],
    },
  ),
  latest(0x0900, 'opaque', 'f7 09 01', { type: 0xf7, content: fromHex('0901') }),
];

/** Bodies that a terminal sends. */
export const TERMINAL_VECTORS: readonly Vector[] = [...answers, ...identity, ...data];
