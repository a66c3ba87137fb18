/** The two editions of the standard that are on the road; the start bytes of a frame tell which one it follows. */
export type Edition = '2016' | '2025';

/** Command identifiers (GB/T 32960.3-2016 table 3 and Annex B; 2025 adds 09-0B). */
export const COMMAND = {
  vehicleLogin: 0x01,
  realtime: 0x02,
  resent: 0x03,
  vehicleLogout: 0x04,
  platformLogin: 0x05,
  platformLogout: 0x06,
  heartbeat: 0x07,
  timeCalibration: 0x08,
  activation: 0x09,
  activationAnswer: 0x0a,
  keyExchange: 0x0b,
  parameterQuery: 0x80,
  parameterSet: 0x81,
  control: 0x82,
} as const;

/** Answer flags (2016: 01-03 and FE; 2025 adds 04-07). */
export const ANSWER = {
  ok: 0x01,
  error: 0x02,
  vinDuplicate: 0x03,
  vinUnknown: 0x04,
  signatureWrong: 0x05,
  structureWrong: 0x06,
  decryptFailed: 0x07,
  /** Not an answer: the frame is a command. */
  command: 0xfe,
} as const;

/** Encryption of the data unit (2025 adds SM2 and SM4). */
export const ENCRYPTION = {
  none: 0x01,
  rsa: 0x02,
  aes: 0x03,
  sm2: 0x04,
  sm4: 0x05,
  abnormal: 0xfe,
  invalid: 0xff,
} as const;

const COMMAND_NAMES: ReadonlyMap<number, string> = new Map([
  [0x01, 'vehicle_login'],
  [0x02, 'realtime'],
  [0x03, 'resent'],
  [0x04, 'vehicle_logout'],
  [0x05, 'platform_login'],
  [0x06, 'platform_logout'],
  [0x07, 'heartbeat'],
  [0x08, 'time_calibration'],
  [0x09, 'activation'],
  [0x0a, 'activation_answer'],
  [0x0b, 'key_exchange'],
  [0x80, 'parameter_query'],
  [0x81, 'parameter_set'],
  [0x82, 'control'],
]);

const ANSWER_NAMES: ReadonlyMap<number, string> = new Map([
  [0x01, 'ok'],
  [0x02, 'error'],
  [0x03, 'vin_duplicate'],
  [0x04, 'vin_unknown'],
  [0x05, 'signature_wrong'],
  [0x06, 'structure_wrong'],
  [0x07, 'decrypt_failed'],
  [0xfe, 'command'],
]);

const ENCRYPTION_NAMES: ReadonlyMap<number, string> = new Map([
  [0x01, 'none'],
  [0x02, 'rsa'],
  [0x03, 'aes'],
  [0x04, 'sm2'],
  [0x05, 'sm4'],
  [0xfe, 'abnormal'],
  [0xff, 'invalid'],
]);

const hexName = (prefix: string, code: number): string => `${prefix}_${code.toString(16).padStart(2, '0')}`;

/** Name of a command in snake_case; `custom_c0` for the platform's own range C0-FE, `reserved_0c` for the rest. */
export const commandName = (command: number): string =>
  COMMAND_NAMES.get(command) ?? hexName(command >= 0xc0 && command <= 0xfe ? 'custom' : 'reserved', command);

/** Name of an answer flag in snake_case; `reserved_xx` for values that no edition defines. */
export const answerName = (answer: number): string => ANSWER_NAMES.get(answer) ?? hexName('reserved', answer);

/** Name of an encryption code; `reserved_xx` for values that no edition defines. */
export const encryptionName = (encryption: number): string =>
  ENCRYPTION_NAMES.get(encryption) ?? hexName('reserved', encryption);

/** True for the encryption codes whose data unit cannot be read without a key. */
export const isEncrypted = (encryption: number): boolean =>
  encryption >= ENCRYPTION.rsa && encryption <= ENCRYPTION.sm4;
