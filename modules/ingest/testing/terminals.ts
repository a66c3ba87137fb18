import { encodeFrame, encodeMessage, timeDigits, type HeaderInput, type Values } from '@chedun/jtt808';

/** Phone number of the terminal in tests, as a header of 2013 carries it. */
export const PHONE = '013800138000';

const header = (messageId: number, more: Partial<HeaderInput>): HeaderInput => ({
  messageId,
  edition: '2011/2013',
  phone: PHONE,
  serial: 7,
  ...more,
});

const frame = (messageId: number, variant: string, values: Values, more: Partial<HeaderInput> = {}): Buffer =>
  Buffer.from(encodeFrame({ header: header(messageId, more), body: { kind: 'fields', variant, values } }));

const place = (time: number) => ({
  warnBit: 0,
  statusBit: 3,
  latitude: 39_070_784,
  longitude: 117_281_856,
  altitude: 8,
  speed: 595,
  direction: 90,
  deviceTime: timeDigits(time),
});

/** Frames of a terminal under the header of 2013. */
export const terminal = {
  register: (deviceId = 'T000001', more: Partial<HeaderInput> = {}): Buffer =>
    frame(
      0x0100,
      '2013',
      {
        provinceId: 31,
        cityId: 100,
        makerId: 'MAKER',
        deviceModel: 'M1',
        deviceId,
        plateColor: 1,
        plateNo: '沪A12345',
      },
      more,
    ),
  authenticate: (token: string, more: Partial<HeaderInput> = {}): Buffer => frame(0x0102, '2013', { token }, more),
  heartbeat: (more: Partial<HeaderInput> = {}): Buffer => frame(0x0002, 'all', {}, more),
  logout: (): Buffer => frame(0x0003, 'all', {}),
  askTime: (): Buffer => frame(0x0004, 'all', {}),
  answer: (): Buffer => frame(0x0001, 'all', { responseSerialNo: 1, responseMessageId: 0x8103, resultCode: 0 }),
  position: (time: number, change: Values = {}, more: Partial<HeaderInput> = {}): Buffer =>
    frame(0x0200, 'all', { ...place(time), ...change, extras: [] }, more),
  vendor: (): Buffer =>
    Buffer.from(encodeFrame({ header: header(0x0f01, {}), body: { kind: 'raw', data: Buffer.from([1]) } })),
  /** A pass-through message in sub-packages of at most `bytes`. */
  passThrough: (data: Uint8Array, bytes: number): Buffer[] =>
    encodeMessage(
      { header: header(0x0900, {}), body: { kind: 'raw', data: Buffer.concat([Buffer.from([0x41]), data]) } },
      bytes,
    ).map((each) => Buffer.from(each)),
};
