import { alarmNames, statusNames, TAMPER_ALARMS } from './bits.ts';
import type { Frame } from './frame.ts';
import { isList, isValues } from './layout.ts';
import type { Values } from './layout.ts';
import { isVendorMessage } from './messages.ts';
import { SERVER_PARAMETERS } from './parameters.ts';
import type { RegistryNotice } from './registry.ts';

/** A security-relevant fact about a frame. */
export interface Signal {
  readonly name: string;
  /** Further fields, flat. */
  readonly detail: Readonly<Record<string, string | number | readonly (string | number)[]>>;
}

const signal = (name: string, detail: Signal['detail'] = {}): Signal => ({ name, detail });

const CONTROL_NAMES: Readonly<Record<number, string>> = {
  1: 'upgrade',
  2: 'connect_server',
  3: 'power_off',
  4: 'reset',
  5: 'factory_reset',
  6: 'close_data',
  7: 'close_radio',
};

/** Name of a command of 8105 (clause 8.13 table 17). */
const controlName = (command: number): string => CONTROL_NAMES[command] ?? `control_${command}`;

const num = (values: Values, name: string): number => {
  const value = values[name];
  return typeof value === 'number' ? value : 0;
};
const str = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value.replace(/\0+$/, '') : '';
};
const groups = (values: Values, name: string): readonly Values[] => {
  const value = values[name];
  return isList(value) ? value.filter(isValues) : [];
};

const parameterSignals = (values: Values): readonly Signal[] => {
  const all = groups(values, 'parameters');
  const server = all.filter((one) => SERVER_PARAMETERS.has(num(one, 'id')));
  const set = signal('parameters_set', { parameter_ids: all.map((one) => num(one, 'id')) });
  if (server.length === 0) return [set];
  const shown = server.map(({ value }) => (typeof value === 'string' || typeof value === 'number' ? value : ''));
  return [
    set,
    signal('server_address_change', { parameter_ids: server.map((one) => num(one, 'id')), parameter_values: shown }),
  ];
};

/** The second command of 8105 carries an address and, in its first fields, an access password: only the host is shown. */
const controlSignals = (values: Values): readonly Signal[] => {
  const command = num(values, 'command');
  const control = signal('terminal_control', { control: controlName(command), control_code: command });
  const fields = str(values, 'parameter').split(';');
  if (command === 2) return [control, signal('server_address_change', { server: fields[5] ?? '' })];
  if (command === 1) return [control, signal('upgrade_command', { url: fields[0] ?? '' })];
  return [control];
};

const vehicleControlSignals = (values: Values): readonly Signal[] => {
  const controls = groups(values, 'controls');
  const codes = controls.length > 0 ? controls.map((one) => num(one, 'type')) : [num(values, 'type')];
  return [signal('vehicle_control', { control_codes: codes })];
};

/** Facts of one position: alarms that speak of tampering, and a vehicle that was immobilised. */
export const positionSignals = (values: Values): readonly Signal[] => {
  const tampering = alarmNames(num(values, 'warnBit')).filter((name) => TAMPER_ALARMS.has(name));
  const cut = statusNames(num(values, 'statusBit')).filter((name) => name === 'fuel_cut' || name === 'circuit_cut');
  return [
    ...(tampering.length > 0 ? [signal('tamper_alarm', { alarms: tampering })] : []),
    ...(cut.length > 0 ? [signal('immobilised', { circuits: cut })] : []),
  ];
};

const canSignal = (values: Values): Signal =>
  signal('can_upload', { can_ids: [...new Set(groups(values, 'items').map((one) => num(one, 'id')))].slice(0, 64) });

const videoSignal = (name: string, values: Values): Signal =>
  signal(name, {
    server: str(values, 'ip'),
    tcp_port: num(values, values['tcpPort'] === undefined ? 'port' : 'tcpPort'),
    channel: num(values, 'channelNo'),
  });

const messageSignals = (messageId: number, values: Values): readonly Signal[] => {
  switch (messageId) {
    case 0x0200:
    case 0x0201:
    case 0x0500:
      return positionSignals(values);
    case 0x0705:
      return [canSignal(values)];
    case 0x0900:
    case 0x8900:
      return [signal('pass_through', { pass_through_type: num(values, 'type') })];
    case 0x0a00:
    case 0x8a00:
      return [signal('rsa_key', { exponent: num(values, 'e') })];
    case 0x8103:
      return parameterSignals(values);
    case 0x8105:
      return controlSignals(values);
    case 0x8108:
      return [signal('upgrade_package', { upgrade_type: num(values, 'type'), version: str(values, 'version') })];
    case 0x8500:
      return vehicleControlSignals(values);
    case 0x9101:
      return [videoSignal('live_video', values)];
    case 0x9201:
      return [videoSignal('video_playback', values)];
    case 0x9206:
      return [videoSignal('file_upload', values)];
    case 0x9208:
      return [videoSignal('attachment_upload', values)];
    default:
      return [];
  }
};

/** Messages that are reported even when their body cannot be read: a spoilt count must not hide a command. */
const SENSITIVE: ReadonlyMap<number, string> = new Map([
  [0x0900, 'pass_through'],
  [0x0a00, 'rsa_key'],
  [0x8103, 'parameters_set'],
  [0x8105, 'terminal_control'],
  [0x8108, 'upgrade_package'],
  [0x8500, 'vehicle_control'],
  [0x8900, 'pass_through'],
  [0x8a00, 'rsa_key'],
  [0x9101, 'live_video'],
  [0x9201, 'video_playback'],
  [0x9206, 'file_upload'],
  [0x9208, 'attachment_upload'],
]);

const unreadSignals = (messageId: number): readonly Signal[] => {
  const name = SENSITIVE.get(messageId);
  return name === undefined ? [] : [signal(name, { unread: 1 })];
};

/** Facts that hold whatever the body says. */
const frameSignals = (frame: Frame): readonly Signal[] => {
  switch (frame.status) {
    case 'checksum':
      return [signal('bad_checksum', { checksum: frame.checksum, checksum_calculated: frame.checksumCalculated })];
    case 'structure':
      return [signal('bad_structure', { stop_offset: frame.stopOffset ?? 0 })];
    case 'unknown_message':
      return [signal(isVendorMessage(frame.header.messageId) ? 'vendor_message' : 'unknown_message')];
    case 'encrypted':
      return [signal('encrypted_body', { encryption: frame.header.encryption })];
    case 'trailing':
      return [signal('trailing_bytes', { undecoded_bytes: frame.rest.length })];
    case 'fragment':
    case 'ok':
      return [];
  }
};

/** Security-relevant facts of a frame, and of what the registry noticed about it. */
export const signalsOf = (frame: Frame, notices: readonly RegistryNotice[] = []): readonly Signal[] => [
  ...frameSignals(frame),
  ...notices.map(({ kind, before, now }) => signal(kind, { before, now })),
  ...(frame.body.kind === 'fields'
    ? messageSignals(frame.header.messageId, frame.body.values)
    : unreadSignals(frame.header.messageId)),
];
