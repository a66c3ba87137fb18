import { answerName, commandName, ENCRYPTION, encryptionName } from './codes.ts';
import { CONTROL, controlName, readUpgrade, readWarning } from './control.ts';
import type { ControlCommand } from './control.ts';
import { hasClearPassword } from './decode.ts';
import { addItems } from './event-items.ts';
import type { Fields, FieldValue } from './event-items.ts';
import type { Body, Frame } from './frame.ts';
import type { Parameter } from './parameters.ts';
import { timeMs } from './time.ts';

/** Where a frame came from: everything the frame itself does not know. */
export interface FrameMeta {
  /** Milliseconds since 1970 UTC when the platform received the frame. */
  readonly received: number;
  readonly srcIp: string;
  readonly srcPort: number;
  /** Bytes that the framer skipped directly before this frame. */
  readonly skippedBefore: number;
}

/** One record for detection and storage. */
export interface FrameEvent {
  /** Milliseconds since 1970 UTC from the frame itself, undefined when it carries no valid time. */
  readonly time: number | undefined;
  /** Flat snake_case fields; the README lists them. No secret (password, key) is ever among them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

const PRINTABLE_ID = /^[\x21-\x7e]+$/;
const PADDING = /[\0 ]+$/;
const MAX_HEX_BYTES = 256;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, MAX_HEX_BYTES)).toString('hex');

const addId = (fields: Fields, id: string): void => {
  const used = id.replace(PADDING, '');
  if (PRINTABLE_ID.test(used)) fields['vin'] = used;
  else fields['id_hex'] = Buffer.from(id, 'latin1').toString('hex');
};

const addUpgrade = (fields: Fields, parameters: Uint8Array): void => {
  const upgrade = readUpgrade(parameters);
  if (upgrade === undefined) return;
  fields['upgrade_url'] = upgrade.url;
  fields['upgrade_address_hex'] = hex(upgrade.address);
  fields['upgrade_port'] = upgrade.port;
  fields['upgrade_firmware'] = upgrade.firmwareVersion;
};

const addWarning = (fields: Fields, parameters: Uint8Array): void => {
  const warning = readWarning(parameters);
  if (warning === undefined) return;
  fields['warning_level'] = warning.level;
  fields['warning_text'] = warning.text;
};

const addControl = (fields: Fields, { command, parameters }: ControlCommand): void => {
  fields['control'] = controlName(command);
  fields['control_bytes'] = parameters.length;
  // the bytes of an upgrade are not shown: a dial-up password is among them
  if (command === CONTROL.upgrade) addUpgrade(fields, parameters);
  else if (command === CONTROL.warning) addWarning(fields, parameters);
  else if (parameters.length > 0) fields['control_hex'] = hex(parameters);
};

const addParameters = (fields: Fields, parameters: readonly Parameter[]): void => {
  fields['parameter_ids'] = parameters.map((parameter) => parameter.id);
  fields['parameter_values'] = parameters.map((parameter) => parameter.value);
};

const addLogin = (
  fields: Fields,
  body: Extract<Body, { readonly kind: 'vehicle-login' | 'vehicle-login-packs' }>,
): void => {
  fields['serial'] = body.serial;
  fields['iccid'] = body.iccid;
  fields['subsystem_codes'] = body.kind === 'vehicle-login' ? body.codes : body.packCodes;
};

const addBody = (fields: Fields, frame: Frame): void => {
  const { body } = frame;
  switch (body.kind) {
    case 'realtime':
      addItems(fields, frame.edition, body.items);
      if (body.signature !== undefined) {
        fields['signature_algorithm'] = body.signature.algorithm;
        fields['signature_found'] = body.signature.found;
      }
      return;
    case 'vehicle-login':
    case 'vehicle-login-packs':
      return addLogin(fields, body);
    case 'logout':
      fields['serial'] = body.serial;
      return;
    case 'platform-login':
      fields['serial'] = body.serial;
      fields['platform_user'] = body.user;
      fields['password_in_clear'] = hasClearPassword(frame);
      return;
    case 'parameter-query':
      fields['parameter_ids'] = body.ids;
      return;
    case 'parameters':
      return addParameters(fields, body.parameters);
    case 'control':
      return addControl(fields, body.control);
    case 'activation':
      fields['chip_id'] = body.chipId;
      fields['activated_vin'] = body.vin;
      fields['signature_algorithm'] = body.signature.algorithm;
      return;
    case 'activation-answer':
      fields['activated'] = body.activated === 1;
      fields['activation_info'] = body.info;
      return;
    case 'key-exchange':
      fields['key_type'] = encryptionName(body.keyType);
      return;
    case 'empty':
    case 'answer':
    case 'opaque':
      return;
  }
};

const frameTime = (body: Body): number | undefined => ('time' in body ? timeMs(body.time) : undefined);

const garbageEvent = (meta: FrameMeta): FrameEvent => ({
  time: undefined,
  fields: {
    protocol: 'gbt32960',
    cmd: 'garbage',
    status: 'garbage',
    skipped_bytes: meta.skippedBefore,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  },
});

/**
 * Events of one frame: the frame itself, whatever its status, and before it one event for bytes that were skipped.
 * `clock_skew_s` is receive time minus frame time: negative when the vehicle's clock runs ahead.
 */
export const toEvents = (frame: Frame, meta: FrameMeta): readonly FrameEvent[] => {
  const time = frameTime(frame.body);
  const fields: Fields = {
    protocol: 'gbt32960',
    edition: frame.edition,
    cmd: commandName(frame.command),
    cmd_code: frame.command,
    answer: answerName(frame.answer),
    status: frame.status,
    bytes: frame.bytes.length,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  };
  addId(fields, frame.id);
  if (frame.encryption !== ENCRYPTION.none) fields['encryption'] = encryptionName(frame.encryption);
  if (frame.stopOffset !== undefined) fields['stop_offset'] = frame.stopOffset;
  if (frame.rest.length > 0) fields['undecoded_bytes'] = frame.rest.length;
  if (time !== undefined) fields['clock_skew_s'] = (meta.received - time) / 1000;
  else if ('time' in frame.body) fields['time_invalid'] = true;
  addBody(fields, frame);
  const event = { time, fields };
  return meta.skippedBefore > 0 ? [garbageEvent(meta), event] : [event];
};
