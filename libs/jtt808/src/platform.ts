import {
  byte,
  bytes,
  dword,
  list,
  numbers,
  openList,
  optional,
  padded,
  parameters,
  restBytes,
  restText,
  text,
  time,
  word,
} from './layout.ts';
import type { Layout } from './layout.ts';
import { changed, same, varied } from './message.ts';
import type { MessageType } from './message.ts';
import { GENERAL_ANSWER, PASS_THROUGH, PASS_THROUGH_OPAQUE, RESEND, RSA_KEY } from './terminal.ts';

/** Messages from the platform to the terminal: JT/T 808 clause 8 in the editions 2011, 2013 and 2019. */

const upgrade = (maker: number): Layout => [
  byte('type'),
  padded('makerId', maker),
  text('version'),
  bytes('packet', 4),
];

const search: Layout = [byte('type'), byte('channelId'), byte('event'), time('startTime'), time('endTime')];

const passThrough = [
  { name: 'all', layout: PASS_THROUGH },
  { name: 'opaque', layout: PASS_THROUGH_OPAQUE },
];

/** Messages of JT/T 808 that a platform sends. */
export const PLATFORM_MESSAGES: readonly MessageType[] = [
  same(0x8001, 'platform_answer', ...GENERAL_ANSWER),
  changed(0x8003, 'platform_resend_request', RESEND.old, RESEND.new),
  same(0x8004, 'server_time', time('dateTime')),
  same(0x8100, 'register_answer', word('responseSerialNo'), byte('resultCode'), optional(restText('token'))),
  same(0x8103, 'set_parameters', parameters()),
  same(0x8104, 'query_parameters'),
  same(0x8105, 'terminal_control', byte('command'), optional(restText('parameter'))),
  same(0x8106, 'query_some_parameters', numbers('id', 1, 4)),
  same(0x8107, 'query_attributes'),
  varied(
    0x8108,
    'upgrade_package',
    [{ name: '2013', layout: upgrade(5) }],
    [
      { name: '2013', layout: upgrade(5) },
      { name: '2019', layout: upgrade(11) },
    ],
  ),
  same(0x8201, 'query_position'),
  same(0x8202, 'tracking', word('interval'), optional(dword('validityPeriod'))),
  same(0x8203, 'confirm_alarm', word('responseSerialNo'), dword('type')),
  same(0x8204, 'link_check'),
  changed(
    0x8300,
    'text_message',
    [byte('sign'), restText('content')],
    [byte('sign'), byte('type'), restText('content')],
  ),
  same(0x8301, 'set_events', byte('type'), optional(list('events', 1, byte('id'), text('content')))),
  same(0x8302, 'question', byte('sign'), text('content'), openList('options', byte('id'), text('content', 2))),
  same(0x8303, 'set_info_menu', byte('type'), optional(list('infos', 1, byte('type'), text('name', 2)))),
  same(0x8304, 'info_service', byte('type'), text('content', 2)),
  same(0x8400, 'call_back', byte('type'), restText('phoneNumber')),
  same(
    0x8401,
    'set_phone_book',
    byte('type'),
    optional(list('contacts', 1, byte('sign'), text('phone'), text('name'))),
  ),
  varied(
    0x8500,
    'vehicle_control',
    [{ name: '2013', layout: [byte('type')] }],
    [
      { name: '2019', layout: [list('controls', 2, word('type'), byte('param'))] },
      { name: 'single', layout: [word('type'), byte('param')] },
    ],
  ),
  same(0x8700, 'recorder_query', byte('type'), optional(restBytes('content'))),
  same(0x8701, 'recorder_set', byte('type'), restBytes('content')),
  same(0x8702, 'query_driver_identity'),
  same(0x8800, 'media_answer', dword('mediaId'), optional(numbers('id', 1, 2))),
  same(
    0x8801,
    'shoot',
    byte('channelId'),
    word('command'),
    word('time'),
    byte('save'),
    byte('resolution'),
    byte('quality'),
    byte('brightness'),
    byte('contrast'),
    byte('saturation'),
    byte('chroma'),
  ),
  same(0x8802, 'media_search', ...search),
  same(0x8803, 'media_upload', ...search, byte('delete')),
  same(0x8804, 'record_audio', byte('command'), word('time'), byte('save'), byte('audioSamplingRate')),
  same(0x8805, 'media_upload_single', dword('id'), byte('delete')),
  varied(0x8900, 'pass_through_down', passThrough, passThrough),
  same(0x8a00, 'platform_rsa_key', ...RSA_KEY),
];
