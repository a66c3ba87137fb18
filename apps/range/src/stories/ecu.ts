import { idsDatagram, SECURITY_EVENT } from '../protocols/ids.ts';
import type { EcuEvent } from '../protocols/ids.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const GATEWAY = 77;
const BRAKES = 78;

const send = (at: number, events: readonly EcuEvent[]): Action => ({
  kind: 'datagram',
  at,
  target: 'ids',
  bytes: (now) => idsDatagram(events, now),
});

const one = (idsm: number, sensor: number, event: number, count = 1): EcuEvent => ({ idsm, sensor, event, count });

/** Security events of two ECUs: ports are tried, keys guessed, forged messages on the bus, then data written. */
export const ecu: StoryTeller = (_fleet, random) => ({
  name: 'ecu',
  actions: [
    ...asStep(
      'port-scan',
      spread(0.25, 0.3, 12).map((at) => send(at, [one(GATEWAY, 3, SECURITY_EVENT.closedTcpPort, random.int(5, 40))])),
    ),
    ...asStep(
      'key-guessing',
      spread(0.35, 0.45, 25).map((at) => send(at, [one(GATEWAY, 5, SECURITY_EVENT.accessFailed)])),
    ),
    ...asStep(
      'forged-messages',
      spread(0.5, 0.6, 60).map((at) =>
        send(at, [
          one(BRAKES, 9, SECURITY_EVENT.macFailed, random.int(50, 400)),
          one(GATEWAY, 9, SECURITY_EVENT.macFailed, random.int(5, 20)),
        ]),
      ),
    ),
    ...asStep(
      'write-refused',
      spread(0.65, 0.7, 8).map((at) => send(at, [one(BRAKES, 5, SECURITY_EVENT.writeRefused)])),
    ),
  ],
  truth: { idsms: [String(GATEWAY), String(BRAKES)] },
});
