import { byte, dword, list, padded, raw, text, time, word } from './layout.ts';
import type { Layout } from './layout.ts';
import { ALARM_ID_NARROW, ALARM_ID_WIDE } from './extras.ts';
import { same, varied } from './message.ts';
import type { MessageType, Variant } from './message.ts';

/** Messages of JT/T 1078 (audio and video) and of T/JSATL12 (attachments of alarms). */

const period: Layout = [time('startTime'), time('endTime')];
const source: Layout = [byte('mediaType'), byte('streamType'), byte('storageType')];
const warnings: Layout = [dword('warnBit1'), dword('warnBit2')];
const server: Layout = [text('ip'), word('tcpPort'), word('udpPort')];

const narrowFirst = (
  narrow: Layout,
  wide: Layout,
): { readonly old: readonly Variant[]; readonly new: readonly Variant[] } => {
  const su = { name: 'narrow', layout: narrow };
  const yue = { name: 'wide', layout: wide };
  return { old: [su, yue], new: [yue, su] };
};

const attachmentInfo = (idSize: number, alarm: Layout): Layout => [
  padded('terminalId', idSize),
  ...alarm,
  padded('platformAlarmId', 32),
  byte('type'),
  list('items', 1, text('name'), dword('size')),
];
const attachmentUpload = (alarm: Layout): Layout => [
  ...server,
  ...alarm,
  padded('platformAlarmId', 32),
  raw('reserves', 16),
];

const info = narrowFirst(attachmentInfo(7, ALARM_ID_NARROW), attachmentInfo(30, ALARM_ID_WIDE));
const upload = narrowFirst(attachmentUpload(ALARM_ID_NARROW), attachmentUpload(ALARM_ID_WIDE));

/** Messages of T/JSATL12 clause 4.6. */
export const ATTACHMENT_MESSAGES: readonly MessageType[] = [
  varied(0x1210, 'attachment_info', info.old, info.new),
  same(0x1211, 'file_info', text('name'), byte('type'), dword('size')),
  same(0x1212, 'file_uploaded', text('name'), byte('type'), dword('size')),
  varied(0x9208, 'request_attachments', upload.old, upload.new),
  same(
    0x9212,
    'file_uploaded_answer',
    text('name'),
    byte('type'),
    byte('result'),
    list('items', 1, dword('offset'), dword('size')),
  ),
];

const ptz = (id: number, name: string): MessageType => same(id, name, byte('channelNo'), byte('param'));

/** Messages of JT/T 1078 clauses 5.3-5.6. */
export const VIDEO_MESSAGES: readonly MessageType[] = [
  same(
    0x1003,
    'av_attributes',
    byte('audioFormat'),
    byte('audioChannels'),
    byte('audioSamplingRate'),
    byte('audioBitDepth'),
    word('audioFrameLength'),
    byte('audioSupport'),
    byte('videoFormat'),
    byte('maxAudioChannels'),
    byte('maxVideoChannels'),
  ),
  same(0x1005, 'passenger_flow', ...period, word('getOnCount'), word('getOffCount')),
  same(
    0x1205,
    'av_resource_list',
    word('responseSerialNo'),
    list('items', 4, byte('channelNo'), ...period, raw('warnBit', 8), ...source, dword('size')),
  ),
  same(0x1206, 'file_upload_done', word('responseSerialNo'), byte('result')),
  same(0x9003, 'query_av_attributes'),
  same(0x9101, 'live_request', ...server, byte('channelNo'), byte('mediaType'), byte('streamType')),
  same(0x9102, 'live_control', byte('channelNo'), byte('command'), byte('closeType'), byte('streamType')),
  same(0x9105, 'live_status', byte('channelNo'), byte('packetLossRate')),
  same(
    0x9201,
    'playback_request',
    ...server,
    byte('channelNo'),
    ...source,
    byte('playbackMode'),
    byte('playbackSpeed'),
    ...period,
  ),
  same(
    0x9202,
    'playback_control',
    byte('channelNo'),
    byte('playbackMode'),
    byte('playbackSpeed'),
    time('playbackTime'),
  ),
  same(0x9205, 'query_av_resources', byte('channelNo'), ...period, ...warnings, ...source),
  same(
    0x9206,
    'file_upload_request',
    text('ip'),
    word('port'),
    text('username'),
    text('password'),
    text('path'),
    byte('channelNo'),
    ...period,
    ...warnings,
    ...source,
    byte('condition'),
  ),
  same(0x9207, 'file_upload_control', word('responseSerialNo'), byte('command')),
  same(0x9301, 'ptz_rotate', byte('channelNo'), byte('param1'), byte('param2')),
  ptz(0x9302, 'ptz_focus'),
  ptz(0x9303, 'ptz_aperture'),
  ptz(0x9304, 'ptz_wiper'),
  ptz(0x9305, 'ptz_infrared'),
  ptz(0x9306, 'ptz_zoom'),
];
