import { encodeMessage } from '@chedun/idsm';
import type { Prng } from '../prng.ts';

/** Security events of ECUs that the range sends, by AUTOSAR number; from 0x8000 on the numbers of the carmaker. */
export const SECURITY_EVENT = {
  closedTcpPort: 11,
  macFailed: 44,
  accessFailed: 103,
  writeRefused: 106,
  selfTest: 0x8001,
} as const;

/** One event of an event manager. */
export interface EcuEvent {
  readonly idsm: number;
  readonly sensor: number;
  readonly event: number;
  readonly count: number;
}

/** A datagram of AUTOSAR IDS messages with the time of the vehicle. */
export const idsDatagram = (events: readonly EcuEvent[], now: number): Uint8Array =>
  Buffer.concat(
    events.map((event) =>
      encodeMessage({
        ...event,
        version: 1,
        timestamp: {
          source: 'autosar',
          seconds: Math.floor(now / 1000),
          nanoseconds: (now % 1000) * 1_000_000,
          reserved: 0,
        },
      }),
    ),
  );

/** What quiet vehicles send: a self-test of their maker that went well. */
export const quietEvent = (random: Prng): EcuEvent => ({
  idsm: random.int(100, 140),
  sensor: random.int(0, 7),
  event: SECURITY_EVENT.selfTest,
  count: 1,
});
