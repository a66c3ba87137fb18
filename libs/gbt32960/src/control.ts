import { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import { encodeText } from './text.ts';
import { Writer } from './writer.ts';

/** Control commands of the platform (Annex B table B.13). 80-FE are the maker's own. */
export const CONTROL = {
  upgrade: 0x01,
  powerOff: 0x02,
  reset: 0x03,
  factoryReset: 0x04,
  dropLink: 0x05,
  warning: 0x06,
  sampling: 0x07,
} as const;

const CONTROL_NAMES: readonly string[] = [
  '',
  'upgrade',
  'power_off',
  'reset',
  'factory_reset',
  'drop_link',
  'warning',
  'sampling',
];

/** Name of a control command in snake_case; `custom_80` for the maker's own (80-FE), `reserved_08` for the rest. */
export const controlName = (command: number): string => {
  const known = CONTROL_NAMES[command];
  if (known !== undefined && known !== '') return known;
  return `${command >= 0x80 && command <= 0xfe ? 'custom' : 'reserved'}_${command.toString(16).padStart(2, '0')}`;
};

/** A control command with its parameters as bytes; {@link readUpgrade} and {@link readWarning} open them. */
export interface ControlCommand {
  readonly command: number;
  readonly parameters: Uint8Array;
}

/** Parameters of a remote upgrade (table B.14), joined with `;` on the wire. */
export interface UpgradeParameters {
  readonly url: string;
  readonly accessPoint: string;
  readonly user: string;
  readonly password: string;
  /** Six bytes; an IPv4 address stands in the last four. */
  readonly address: Uint8Array;
  readonly port: number;
  readonly maker: string;
  readonly hardwareVersion: string;
  readonly firmwareVersion: string;
  /** Minutes, 0..60000. */
  readonly timeLimit: number;
}

/** Parameters of a warning: level 0..3 (2025: 0..4), FF = invalid, then free text. */
export interface WarningParameters {
  readonly level: number;
  readonly text: string;
}

const SEPARATOR = 0x3b;
const ADDRESS_BYTES = 6;

/** Opens the parameters of a remote upgrade; undefined when they do not follow the table. */
export const readUpgrade = (parameters: Uint8Array): UpgradeParameters | undefined => {
  const cursor = new Cursor(parameters, 0, parameters.length);
  let separators = true;
  const separator = (): void => {
    if (cursor.uint(1) !== SEPARATOR) separators = false;
  };
  const separated = (): string => {
    const end = parameters.indexOf(SEPARATOR, cursor.at);
    const text = cursor.text(end < 0 ? cursor.left : end - cursor.at);
    separator();
    return text;
  };
  const fixed = <T>(read: () => T): T => {
    const value = read();
    separator();
    return value;
  };
  const upgrade: UpgradeParameters = {
    url: separated(),
    accessPoint: separated(),
    user: separated(),
    password: separated(),
    address: fixed(() => cursor.raw(ADDRESS_BYTES)),
    port: fixed(() => cursor.uint(2)),
    maker: fixed(() => cursor.text(4)),
    hardwareVersion: fixed(() => cursor.text(5)),
    firmwareVersion: fixed(() => cursor.text(5)),
    timeLimit: cursor.uint(2),
  };
  return separators && !cursor.failed && cursor.left === 0 ? upgrade : undefined;
};

const checkUpgrade = (upgrade: UpgradeParameters): void => {
  if (upgrade.address.length !== ADDRESS_BYTES) {
    throw gbtError('gbt32960.range', { field: 'address', reason: `the address has ${ADDRESS_BYTES} bytes` });
  }
  for (const field of ['url', 'accessPoint', 'user', 'password'] as const) {
    if (upgrade[field].includes(';'))
      throw gbtError('gbt32960.range', { field, reason: '`;` separates the parameters' });
  }
};

/** Bytes of the parameters of a remote upgrade. Throws `gbt32960.range` when a field does not fit or contains `;`. */
export const writeUpgrade = (upgrade: UpgradeParameters): Uint8Array => {
  checkUpgrade(upgrade);
  const writer = new Writer();
  const semicolon = (): void => writer.uint(1, SEPARATOR, 'separator');
  for (const text of [upgrade.url, upgrade.accessPoint, upgrade.user, upgrade.password]) {
    writer.raw(encodeText(text));
    semicolon();
  }
  writer.raw(upgrade.address);
  semicolon();
  writer.uint(2, upgrade.port, 'port');
  semicolon();
  writer.text(4, upgrade.maker, 'maker');
  semicolon();
  writer.text(5, upgrade.hardwareVersion, 'hardwareVersion');
  semicolon();
  writer.text(5, upgrade.firmwareVersion, 'firmwareVersion');
  semicolon();
  writer.uint(2, upgrade.timeLimit, 'timeLimit');
  return writer.done();
};

/** Opens the parameters of a warning; undefined when there are none. */
export const readWarning = (parameters: Uint8Array): WarningParameters | undefined => {
  const cursor = new Cursor(parameters, 0, parameters.length);
  const level = cursor.uint(1);
  return cursor.failed ? undefined : { level, text: cursor.text(cursor.left) };
};
