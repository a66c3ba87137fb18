/** Version of the protocol, on every record and in the hellos (GB/T 38636-2020, 6.3.3.1). */
export const TLCP_VERSION = 0x0101;

/** Kinds of records (GB/T 38636-2020, 6.3.3.1). */
export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const;

/** Kinds of handshake messages (GB/T 38636-2020, 6.4.5.1). */
export const HANDSHAKE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

/** Alerts (GB/T 38636-2020, 6.4.3) that this library sends or looks at. */
export const ALERT = {
  closeNotify: 0,
  unexpectedMessage: 10,
  badRecordMac: 20,
  recordOverflow: 22,
  handshakeFailure: 40,
  badCertificate: 42,
  unsupportedCertificate: 43,
  certificateRevoked: 44,
  certificateExpired: 45,
  certificateUnknown: 46,
  illegalParameter: 47,
  unknownCa: 48,
  accessDenied: 49,
  decodeError: 50,
  decryptError: 51,
  protocolVersion: 70,
  internalError: 80,
  userCanceled: 90,
  noRenegotiation: 100,
} as const;

/** Names of the suites that this library speaks (GB/T 38636-2020, table 2). */
export type SuiteName = 'ECC_SM4_CBC_SM3' | 'ECC_SM4_GCM_SM3';

/** Numbers of the suites, the most wanted first. */
export const SUITES: Readonly<Record<SuiteName, number>> = { ECC_SM4_GCM_SM3: 0xe053, ECC_SM4_CBC_SM3: 0xe013 };

/** All suites, the most wanted first. */
export const ALL_SUITES: readonly SuiteName[] = ['ECC_SM4_GCM_SM3', 'ECC_SM4_CBC_SM3'];

/** The suite of a number; undefined for those that are not spoken. */
export const suiteOf = (number: number): SuiteName | undefined => ALL_SUITES.find((name) => SUITES[name] === number);

/** Kind of client certificates: a key that signs with an elliptic curve (GB/T 38636-2020, 6.4.5.5). */
export const ECDSA_SIGN = 64;

const ALERT_WORDS: ReadonlyMap<number, string> = new Map(
  Object.entries(ALERT).map(([name, number]) => [
    number,
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]),
);

/** Name of an alert as the standard writes it, such as `bad_record_mac`; the number where it has none here. */
export const alertName = (number: number): string => ALERT_WORDS.get(number) ?? `alert ${number}`;
