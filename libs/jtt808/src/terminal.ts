import {
  bcd,
  byte,
  bytes,
  choice,
  counted,
  dword,
  group,
  list,
  numbers,
  optional,
  padded,
  parameters,
  raw,
  restBytes,
  restText,
  text,
  time,
  within,
  word,
} from './layout.ts';
import type { Layout } from './layout.ts';
import { changed, same, varied } from './message.ts';
import type { MessageType } from './message.ts';
import { POSITION, POSITION_REPORT } from './position.ts';

/** Messages from the terminal to the platform: JT/T 808 clause 8 in the editions 2011, 2013 and 2019. */

/** Answer to a numbered message (clauses 8.1, 8.2). */
export const GENERAL_ANSWER: Layout = [word('responseSerialNo'), word('responseMessageId'), byte('resultCode')];

/** Pass-through in both directions (clauses 8.64, 8.65); F7 and F8 are of T/JSATL12 table 4-7 and 4-8. */
export const PASS_THROUGH: Layout = [
  byte('type'),
  choice(
    'type',
    [
      [
        0xf7,
        [list('items', 1, byte('id'), within(1, byte('workState'), dword('alarmStatus'), optional(restBytes('more'))))],
      ],
      [
        0xf8,
        [
          list(
            'items',
            1,
            byte('id'),
            within(
              1,
              text('companyName'),
              text('productModel'),
              text('hardwareVersion'),
              text('firmwareVersion'),
              text('deviceId'),
              text('userCode'),
            ),
          ),
        ],
      ],
    ],
    restBytes('content'),
  ),
];

/** A pass-through body that does not keep to the tables of T/JSATL12. */
export const PASS_THROUGH_OPAQUE: Layout = [byte('type'), restBytes('content')];

/** RSA public key {e, n} (clauses 8.67, 8.68). */
export const RSA_KEY: Layout = [dword('e'), raw('n', 128)];

const registration = (maker: number, model: number, id: number): Layout => [
  word('provinceId'),
  word('cityId'),
  padded('makerId', maker),
  padded('deviceModel', model),
  padded('deviceId', id),
  byte('plateColor'),
  restText('plateNo'),
];

const COLOUR_2011 = 24;
const COLOUR_2013 = 36;

/** Codes of JT/T 697.7: 0-9 and 91-99. */
const isColour = (code: number | undefined): boolean => code !== undefined && (code <= 9 || (code >= 91 && code <= 99));

/** 2011 has 12 bytes less; a body long enough for both is told by where the plate colour stands. */
const fits2013 = (body: Uint8Array): boolean =>
  body.length > COLOUR_2013 && (isColour(body[COLOUR_2013]) || !isColour(body[COLOUR_2011]));

const attributes = (model: number, id: number): Layout => [
  word('deviceType'),
  padded('makerId', 5),
  padded('deviceModel', model),
  padded('deviceId', id),
  bcd('iccid', 10),
  text('hardwareVersion'),
  text('firmwareVersion'),
  byte('gnssAttribute'),
  byte('networkAttribute'),
];

const driver = (...more: Layout): Layout => [
  byte('status'),
  time('dateTime'),
  optional(
    byte('cardStatus'),
    text('name'),
    padded('licenseNo', 20),
    text('institution'),
    bcd('licenseValidPeriod', 4),
    ...more,
  ),
];

const media: Layout = [dword('id'), byte('type'), byte('format'), byte('event'), byte('channelId')];

const resend = (countSize: 1 | 2): Layout => [word('responseSerialNo'), numbers('id', countSize, 2)];

/** Request to send sub-packages again (8003, and 0005 since 2019). */
export const RESEND = { old: resend(1), new: resend(2) } as const;

const passThrough = [
  { name: 'all', layout: PASS_THROUGH },
  { name: 'opaque', layout: PASS_THROUGH_OPAQUE },
];

/** Messages of JT/T 808 that a terminal sends. */
export const TERMINAL_MESSAGES: readonly MessageType[] = [
  same(0x0001, 'terminal_answer', ...GENERAL_ANSWER),
  same(0x0002, 'heartbeat'),
  same(0x0003, 'logout'),
  same(0x0004, 'query_server_time'),
  changed(0x0005, 'terminal_resend_request', RESEND.old, RESEND.new),
  varied(
    0x0100,
    'register',
    [
      { name: '2013', layout: registration(5, 20, 7), fits: fits2013 },
      { name: '2011', layout: registration(5, 8, 7) },
    ],
    [{ name: '2019', layout: registration(11, 30, 30) }],
  ),
  changed(
    0x0102,
    'authenticate',
    [restText('token')],
    [text('token'), padded('imei', 15), padded('softwareVersion', 20)],
  ),
  same(0x0104, 'parameters_answer', word('responseSerialNo'), parameters()),
  varied(
    0x0107,
    'attributes_answer',
    [{ name: '2013', layout: attributes(20, 7) }],
    [
      { name: '2019', layout: attributes(30, 30) },
      { name: '2013', layout: attributes(20, 7) },
    ],
  ),
  same(0x0108, 'upgrade_result', byte('type'), byte('result')),
  same(0x0200, 'position', ...POSITION_REPORT),
  same(0x0201, 'position_answer', word('responseSerialNo'), ...POSITION_REPORT),
  same(0x0301, 'event_report', byte('eventId')),
  same(0x0302, 'question_answer', word('responseSerialNo'), byte('answerId')),
  same(0x0303, 'info_on_demand', byte('type'), byte('action')),
  same(0x0500, 'vehicle_control_answer', word('responseSerialNo'), ...POSITION_REPORT),
  same(0x0700, 'recorder_data', word('responseSerialNo'), byte('command'), restBytes('data')),
  same(0x0701, 'waybill', bytes('content', 4)),
  varied(
    0x0702,
    'driver_identity',
    [
      { name: '2013', layout: driver() },
      {
        name: '2011',
        layout: [text('name'), padded('idCard', 20), padded('licenseNo', 40), text('institution')],
      },
    ],
    [
      { name: '2019', layout: driver(padded('idCard', 20)) },
      { name: '2013', layout: driver() },
    ],
  ),
  same(0x0704, 'position_batch', word('total'), byte('type'), counted('items', 'total', within(2, ...POSITION_REPORT))),
  same(0x0705, 'can_data', word('total'), bcd('dateTime', 5), counted('items', 'total', dword('id'), raw('data', 8))),
  same(0x0800, 'media_event', ...media),
  varied(
    0x0801,
    'media_data',
    [
      { name: '2013', layout: [...media, group('location', ...POSITION), restBytes('packet')] },
      { name: '2011', layout: [...media, restBytes('packet')] },
    ],
    [{ name: '2013', layout: [...media, group('location', ...POSITION), restBytes('packet')] }],
  ),
  same(
    0x0802,
    'media_search_answer',
    word('responseSerialNo'),
    list('items', 2, dword('id'), byte('type'), byte('channelId'), byte('event'), group('location', ...POSITION)),
  ),
  same(0x0805, 'shoot_answer', word('responseSerialNo'), byte('result'), optional(numbers('id', 2, 4))),
  varied(0x0900, 'pass_through_up', passThrough, passThrough),
  same(0x0901, 'compressed_data', bytes('body', 4)),
  same(0x0a00, 'terminal_rsa_key', ...RSA_KEY),
];
