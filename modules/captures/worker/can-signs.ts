import { idText, type CanFrame } from '@chedun/can';
import { say, type Json } from '@chedun/kernel';
import { isDiagnostic } from './can-dialogues.ts';
import type { Findings, Found } from './findings.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

type Sign = Pick<Found, 'signal' | 'expected'>;

/** Services that change a controller, unlock it or read its memory (ISO 14229-1). */
const SERVICES: ReadonlySet<number> = new Set([
  0x10, 0x11, 0x14, 0x23, 0x27, 0x28, 0x2c, 0x2e, 0x2f, 0x31, 0x34, 0x35, 0x3d, 0x85,
]);
/** Default session and what belongs to everyday diagnostics. */
const HARMLESS = /^..(?:1001|1081)/;

const isRequest = (data: Uint8Array): boolean => {
  const kind = (data[0] ?? 0xff) >> 4;
  if (kind === 0) return SERVICES.has(data[1] ?? 0);
  return kind === 1 && SERVICES.has(data[2] ?? 0);
};

const diagnosticSign = (frame: CanFrame, data: string): Sign | undefined => {
  if (/^037f27(?:35|36|37)/.test(data))
    return { signal: 'captures.uds-key-refused', expected: say(CAPTURE_WORDS.rightKey, {}) };
  if (!isRequest(frame.data) || HARMLESS.test(data)) return undefined;
  return { signal: 'captures.uds-request', expected: say(CAPTURE_WORDS.noDiagnostics, {}) };
};

/** Address claimed, faults cleared, torque or speed controlled (J1939-71, -73, -81). */
const isControl = (id: string): boolean => /^(?:18EEFF|18FED3|0C0000)/.test(id);

const signOf = (frame: CanFrame, id: string, data: string): Sign | undefined => {
  if (frame.kind === 'error')
    return { signal: 'captures.error-frames', expected: say(CAPTURE_WORDS.noErrorFrames, {}) };
  if (frame.kind === 'remote')
    return { signal: 'captures.remote-frames', expected: say(CAPTURE_WORDS.noRemoteFrames, {}) };
  if (isDiagnostic(frame)) return diagnosticSign(frame, data);
  if (frame.extended && isControl(id))
    return { signal: 'captures.j1939-control', expected: say(CAPTURE_WORDS.knownSenders, {}) };
  if (!frame.extended && frame.id === 0)
    return { signal: 'captures.lowest-id', expected: say(CAPTURE_WORDS.lowestUnused, {}) };
  return undefined;
};

/** Fields of a frame as rules of category `can` read them. */
const frameFields = (frame: CanFrame): Readonly<Record<string, Json>> => ({
  'can.kind': 'frame',
  'can.channel': frame.channel,
  'can.id': frame.id,
  'can.id_hex': idText(frame.id, frame.extended),
  'can.extended': frame.extended,
  'can.frame_kind': frame.kind,
  'can.fd': frame.fd,
  'can.dlc': frame.data.length,
  'can.data_hex': Buffer.from(frame.data).toString('hex'),
});

/** Tells frames that mean something by themselves, without a model; the same frame again is counted. */
export const judgeFrame = (frame: CanFrame, findings: Findings): void => {
  if (frame.kind === 'data' && !frame.extended && frame.id !== 0 && !isDiagnostic(frame)) return;
  const id = idText(frame.id, frame.extended);
  const data = Buffer.from(frame.data).toString('hex');
  const sign = signOf(frame, id, data);
  if (sign === undefined) return;
  const isAboutBus = frame.kind !== 'data' || frame.id === 0;
  const key = JSON.stringify([sign.signal, frame.channel, id, isAboutBus ? '' : data]);
  const subject = frame.channel === '' ? id : `${frame.channel} ${id}`;
  const seen = data === '' ? frame.kind : data;
  findings.add(key, { ...sign, category: 'can', subject, seen, fields: frameFields(frame), firstS: frame.time });
};
