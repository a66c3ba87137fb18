import { ANSWER, buildItem, COMMAND, ENCRYPTION, encodeFrame, type EncodableBody } from '@chedun/gbt32960';

/** Identifiers that pass the check digit. */
export const VINS = ['LSVAA0000N0000017', 'LSVAA0000N0000018', 'LSVAA0000N0000019'] as const;

const command = (code: number, vin: string, body: EncodableBody): Buffer =>
  Buffer.from(
    encodeFrame({
      edition: '2016',
      command: code,
      answer: ANSWER.command,
      id: vin,
      encryption: ENCRYPTION.none,
      body,
    }),
  );

/** Frames of a vehicle, 2016 edition. */
export const frames = {
  login: (vin: string, time: number, serial = 1): Buffer =>
    command(COMMAND.vehicleLogin, vin, {
      kind: 'vehicle-login',
      time,
      serial,
      iccid: '89860000000000000001',
      subsystems: 0,
      codeLength: 0,
      codes: [],
    }),
  logout: (vin: string, time: number, serial = 1): Buffer =>
    command(COMMAND.vehicleLogout, vin, { kind: 'logout', time, serial }),
  heartbeat: (vin: string): Buffer => command(COMMAND.heartbeat, vin, { kind: 'empty' }),
  platformLogin: (time: number, user: string): Buffer =>
    command(COMMAND.platformLogin, '0'.repeat(17), {
      kind: 'platform-login',
      time,
      serial: 1,
      user,
      password: 'secret-password',
      rule: ENCRYPTION.none,
    }),
  /** A report of 2025 with a signature by SM2. */
  signed: (vin: string, time: number, { r, s }: { r: Uint8Array; s: Uint8Array }): Buffer =>
    Buffer.from(
      encodeFrame({
        edition: '2025',
        command: COMMAND.realtime,
        answer: ANSWER.command,
        id: vin,
        encryption: ENCRYPTION.none,
        body: {
          kind: 'realtime',
          time,
          items: [buildItem('2025', 0x01, { values: { speed_kmh: 60, soc_pct: 71 } })],
          signature: { algorithm: 1, r, s },
        },
      }),
    ),
  activation: (vin: string, time: number, chipId: string, publicKey: Uint8Array): Buffer =>
    Buffer.from(
      encodeFrame({
        edition: '2025',
        command: COMMAND.activation,
        answer: ANSWER.command,
        id: vin,
        encryption: ENCRYPTION.none,
        body: {
          kind: 'activation',
          time,
          chipId,
          publicKey,
          vin,
          signature: { algorithm: 1, r: new Uint8Array(32), s: new Uint8Array(32) },
        },
      }),
    ),
  realtime: (vin: string, time: number, speedKmh: number): Buffer =>
    command(COMMAND.realtime, vin, {
      kind: 'realtime',
      time,
      items: [
        buildItem('2016', 0x01, { values: { speed_kmh: speedKmh, soc_pct: 71 } }),
        buildItem('2016', 0x05, { values: { lon: 121.47, lat: 31.23, valid: 1 } }),
        buildItem('2016', 0x07, { values: { max_level: 3, bits: 1 } }),
      ],
    }),
};

/** The same frame with a wrong checksum. */
export const damaged = (frame: Buffer): Buffer => {
  const copy = Buffer.from(frame);
  copy.writeUInt8((copy.at(-1) ?? 0) ^ 0xff, copy.length - 1);
  return copy;
};
