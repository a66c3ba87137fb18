import { ascii, fromHex } from './hex.ts';
import { both, latest, old } from './vector.ts';
import type { Vector } from './vector.ts';
import { SET_PARAMETERS } from './vectors-terminal.ts';

const PERIOD = '260117000000 260117235959';
const PERIOD_VALUES = { startTime: '260117000000', endTime: '260117235959' };

const control: readonly Vector[] = [
  ...both(0x8001, '0007 0200 00', { responseSerialNo: 7, responseMessageId: 0x200, resultCode: 0 }),
  old(0x8003, '2013', '0007 02 0001 0002', { responseSerialNo: 7, id: [1, 2] }),
  latest(0x8003, '2019', '0007 0002 0001 0002', { responseSerialNo: 7, id: [1, 2] }),
  ...both(0x8004, '260117093000', { dateTime: '260117093000' }),
  ...both(0x8100, `0007 00 ${ascii('code-1')}`, { responseSerialNo: 7, resultCode: 0, token: 'code-1' }),
  ...both(0x8100, '0007 03', { responseSerialNo: 7, resultCode: 3 }),
  ...SET_PARAMETERS,
  ...both(0x8104, '', {}),
  ...both(0x8105, '04', { command: 4 }),
  ...both(0x8105, `02 ${ascii('0;code;apn;user;pass;192.0.2.9;7611;0;30')}`, {
    command: 2,
    parameter: '0;code;apn;user;pass;192.0.2.9;7611;0;30',
  }),
  ...both(0x8106, '02 00000001 00000013', { id: [1, 0x13] }),
  ...both(0x8107, '', {}),
  old(0x8108, '2013', `00 ${ascii('MAKER')} 04 ${ascii('V2.0')} 00000003 010203`, {
    type: 0,
    makerId: 'MAKER',
    version: 'V2.0',
    packet: fromHex('010203'),
  }),
  latest(0x8108, '2013', `34 ${ascii('MAKER')} 00 00000000`, {
    type: 52,
    makerId: 'MAKER',
    version: '',
    packet: fromHex(''),
  }),
  latest(0x8108, '2019', `00 ${ascii('MAKER', 11)} 04 ${ascii('V2.0')} 00000003 010203`, {
    type: 0,
    makerId: 'MAKER',
    version: 'V2.0',
    packet: fromHex('010203'),
  }),
  old(0x8500, '2013', '01', { type: 1 }),
  latest(0x8500, '2019', '0002 0001 01 f001 00', {
    controls: [
      { type: 1, param: 1 },
      { type: 0xf001, param: 0 },
    ],
  }),
  latest(0x8500, 'single', '0001 01', { type: 1, param: 1 }),
];

const tracking: readonly Vector[] = [
  ...both(0x8201, '', {}),
  ...both(0x8202, '000a 00000e10', { interval: 10, validityPeriod: 3600 }),
  ...both(0x8202, '0000', { interval: 0 }),
  ...both(0x8203, '0007 00000009', { responseSerialNo: 7, type: 9 }),
  ...both(0x8204, '', {}),
];

const texts: readonly Vector[] = [
  old(0x8300, '2013', `01 c4e3bac3`, { sign: 1, content: '你好' }),
  latest(0x8300, '2019', `01 02 c4e3bac3`, { sign: 1, type: 2, content: '你好' }),
  ...both(0x8301, '00', { type: 0 }),
  ...both(0x8301, `02 01 07 02 ${ascii('hi')}`, { type: 2, events: [{ id: 7, content: 'hi' }] }),
  ...both(0x8302, `01 02 ${ascii('ok')} 01 0001 ${ascii('y')} 02 0001 ${ascii('n')}`, {
    sign: 1,
    content: 'ok',
    options: [
      { id: 1, content: 'y' },
      { id: 2, content: 'n' },
    ],
  }),
  ...both(0x8303, `02 01 03 0004 ${ascii('news')}`, { type: 2, infos: [{ type: 3, name: 'news' }] }),
  ...both(0x8304, `03 0004 ${ascii('rain')}`, { type: 3, content: 'rain' }),
  ...both(0x8400, `01 ${ascii('02200000000')}`, { type: 1, phoneNumber: '02200000000' }),
  ...both(0x8401, `01 01 03 03 ${ascii('110')} 04 beafb2ec`, {
    type: 1,
    contacts: [{ sign: 3, phone: '110', name: '警察' }],
  }),
  ...both(0x8401, '00', { type: 0 }),
];

const recorderAndMedia: readonly Vector[] = [
  ...both(0x8700, '08', { type: 8 }),
  ...both(0x8700, '08 aa', { type: 8, content: fromHex('aa') }),
  ...both(0x8701, '82 aa55', { type: 0x82, content: fromHex('aa55') }),
  ...both(0x8702, '', {}),
  ...both(0x8800, '0000007b', { mediaId: 123 }),
  ...both(0x8800, '0000007b 02 0001 0004', { mediaId: 123, id: [1, 4] }),
  ...both(0x8801, '01 0003 000a 01 ff 05 80 40 40 80', {
    channelId: 1,
    command: 3,
    time: 10,
    save: 1,
    resolution: 255,
    quality: 5,
    brightness: 128,
    contrast: 64,
    saturation: 64,
    chroma: 128,
  }),
  ...both(0x8802, `00 01 02 ${PERIOD}`, { type: 0, channelId: 1, event: 2, ...PERIOD_VALUES }),
  ...both(0x8803, `00 01 02 ${PERIOD} 01`, { type: 0, channelId: 1, event: 2, ...PERIOD_VALUES, delete: 1 }),
  ...both(0x8804, '01 003c 01 00', { command: 1, time: 60, save: 1, audioSamplingRate: 0 }),
  ...both(0x8805, '00000005 01', { id: 5, delete: 1 }),
  ...both(0x8900, '41 c0ffee', { type: 0x41, content: fromHex('c0ffee') }),
  ...both(0x8a00, `00000003 ${'01'.repeat(128)}`, { e: 3, n: fromHex('01'.repeat(128)) }),
];

/** Bodies that a platform sends, areas and video left out. */
export const PLATFORM_VECTORS: readonly Vector[] = [...control, ...tracking, ...texts, ...recorderAndMedia];
