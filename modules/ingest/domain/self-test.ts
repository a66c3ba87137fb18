import { decodeFrame as decodeTerminalFrame, encodeFrame as encodeTerminalFrame } from '@chedun/jtt808';
import { ANSWER, COMMAND, decodeFrame, ENCRYPTION, encodeFrame } from '@chedun/gbt32960';

const SELF_TEST_ID = 'CHEDUNSELFTEST000';

/** Makes a correct frame, damages its checksum, and tells whether the decoder takes the one and refuses the other. */
export const refusesWrongChecksum = (now: number): boolean => {
  const good = encodeFrame({
    edition: '2016',
    command: COMMAND.vehicleLogout,
    answer: ANSWER.command,
    id: SELF_TEST_ID,
    encryption: ENCRYPTION.none,
    body: { kind: 'logout', time: now, serial: 1 },
  });
  const damaged = Uint8Array.from(good);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 0xff;
  return decodeFrame(good).status === 'ok' && decodeFrame(damaged).status === 'bcc';
};

/** The same with a heartbeat of JT/T 808. */
export const refusesWrongTerminalChecksum = (): boolean => {
  const header = { messageId: 0x0002, edition: '2011/2013', phone: '000000000000', serial: 1 } as const;
  const good = encodeTerminalFrame({ header, body: { kind: 'raw', data: new Uint8Array(0) } });
  const damaged = Uint8Array.from(good);
  const checksum = damaged.length - 2;
  damaged[checksum] = (damaged[checksum] ?? 0) ^ 0x0f;
  return decodeTerminalFrame(good).status === 'ok' && decodeTerminalFrame(damaged).status === 'checksum';
};
