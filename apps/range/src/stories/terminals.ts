import {
  ALARM,
  createTerminals,
  foreignServerFrame,
  positionFrame,
  registerFrame,
  terminalControlFrame,
} from '../protocols/terminals.ts';
import type { Terminal } from '../protocols/terminals.ts';
import { asStep, spread } from '../story.ts';
import type { Action, Route, StoryTeller } from '../story.ts';

const SERVER = '203.0.113.99';
const PORT = 7611;
const CONTROLS = [4, 5, 3] as const;

const act = (at: number, terminal: Terminal, bytes: (now: number) => Uint8Array, route: Route = 'own'): Action => ({
  kind: 'terminal',
  at,
  route,
  terminal,
  bytes,
});

/** One number from a second address, with another device behind it, far away. */
const clone = (terminal: Terminal): Action[] => {
  const { vehicle } = terminal;
  const copy: Terminal = {
    ...terminal,
    deviceId: 'CDT8999999',
    vehicle: { ...vehicle, lon: vehicle.lon - 6, lat: vehicle.lat - 3 },
    serial: 0,
  };
  return [
    act(0.5, copy, () => registerFrame(copy), 'second'),
    ...spread(0.51, 0.6, 8).map((at) => act(at, copy, (now) => positionFrame(copy, now), 'second')),
  ];
};

/** JT/T 808: terminals are sent to a foreign server, reset and switched off; one is cloned, one loses antenna and power. */
export const terminals: StoryTeller = (fleet) => {
  const all = createTerminals(fleet);
  const led = all.slice(0, 6);
  const [cloned, tampered] = [all.at(-1), all.at(-2) ?? all.at(-1)];
  const servers = led.map((terminal, index) =>
    act(0.3 + index * 0.01, terminal, () => foreignServerFrame(terminal, SERVER, PORT)),
  );
  const controls = led.map((terminal, index) =>
    act(0.4 + index * 0.01, terminal, () => terminalControlFrame(terminal, CONTROLS[index % CONTROLS.length] ?? 4)),
  );
  const tampering =
    tampered === undefined
      ? []
      : spread(0.65, 0.72, 6).map((at) =>
          act(at, tampered, (now) => positionFrame(tampered, now, ALARM.antennaCut | ALARM.powerCut)),
        );
  return {
    name: 'terminals',
    actions: [
      ...asStep('foreign-server', servers),
      ...asStep('terminal-control', controls),
      ...(cloned === undefined ? [] : asStep('clone', clone(cloned))),
      ...asStep('tamper', tampering),
    ],
    truth: {
      phones: led.map(({ phone }) => phone),
      addresses: [SERVER],
      cloned: cloned === undefined ? [] : [cloned.phone],
      tampered: tampered === undefined ? [] : [tampered.phone],
    },
  };
};
