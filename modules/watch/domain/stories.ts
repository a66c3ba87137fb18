import { openBehaviour, type Fact, type Setting } from '@chedun/behaviour';

/** A Monday morning; stories need some time, not this one. */
const START = Date.UTC(2026, 10, 23, 1);
const VICTIM = '10.64.0.7';

const many = <Value>(count: number, make: (n: number) => Value): Value[] =>
  Array.from({ length: count }, (_, n) => make(n));
const vin = (n: number): string => `LCDCDA1E0RW${String(n).padStart(6, '0')}`;

/** Labels that nobody chose: letters by a step through the alphabet that does not repeat early. */
const drawn = (n: number): string =>
  many(15, (at) => 'qxzjvkwpgbfmhdc'[(n * n * 7 + at * at * 3 + n * at * 5) % 15] ?? '').join('');

/** One attack per detector, made to exceed its limits: facts as sensors would send them. */
const STORIES: Readonly<Record<string, (limits: Readonly<Record<string, number>>) => readonly Fact[]>> = {
  'flow.host-fan-out': ({ hostsCount = 30 }) =>
    many(Math.ceil(hostsCount * 1.2) + 2, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: `10.65.${n >> 8}.${n & 255}`,
      port: 23,
      bytesOut: 60,
    })),
  'flow.port-fan-out': ({ portsCount = 50 }) =>
    many(Math.ceil(portsCount * 1.2) + 2, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: '10.65.0.1',
      port: n + 1,
      bytesOut: 60,
    })),
  'flow.beacon': ({ flowsCount = 13, pauseLeastS = 20 }) =>
    many(flowsCount + 2, (n) => ({
      kind: 'flow',
      at: START + n * (pauseLeastS + 40) * 1000,
      src: VICTIM,
      dst: '203.0.113.66',
      port: 8443,
      bytesOut: 200,
    })),
  'flow.foreign-destination': ({ flowsCount = 3 }) =>
    many(flowsCount + 1, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: '203.0.113.66',
      port: 443,
      bytesOut: 900,
    })),
  'dns.generated-names': ({ namesCount = 10 }) =>
    many(namesCount * 2, (n) => ({
      kind: 'dns',
      at: START + n,
      client: VICTIM,
      name: `${drawn(n)}.com`,
      answer: 'nxdomain',
    })),
  'dns.tunnel': ({ subNamesCount = 60, subNameBytes = 20 }) =>
    many(Math.ceil(subNamesCount * 1.2) + 2, (n) => ({
      kind: 'dns',
      at: START + n,
      client: VICTIM,
      name: `${drawn(n)}${n}${drawn(n + 1)}${'k3v9'.repeat(Math.ceil(subNameBytes / 8))}.t.example.cn`.slice(-200),
      answer: 'ok',
    })),
  'fleet.campaign': ({ vehiclesCount = 5 }) =>
    many(Math.ceil(vehiclesCount * 1.1) + 1, (n) => ({
      kind: 'signal',
      at: START + n,
      signature: 'self-test',
      vehicle: vin(n),
    })),
  'remote.while-driving': ({ speedKmh = 10 }) => [
    {
      kind: 'command',
      at: START,
      account: 'self-test',
      role: 'owner',
      vin: vin(1),
      command: 'unlock',
      outcome: 'ok',
      channel: 'app',
      session: '',
      srcIp: '',
      country: '',
      speedKmh: speedKmh + 1,
    },
  ],
};

/** Detectors that have a story. */
export const STORIED: readonly string[] = Object.keys(STORIES);

/**
 * Plays the attack of a detector against a fresh copy of it with the settings in force. True when it speaks; undefined when
 * there is no story for it.
 */
export const replay = (
  id: string,
  setting: Setting,
  standards: Readonly<Record<string, number>>,
): boolean | undefined => {
  const story = STORIES[id];
  if (!story) return undefined;
  const world = {
    countryOf: () => 'XX',
    homeCountries: () => new Set(['CN']),
    speedOf: () => undefined,
    groupOf: () => '',
  };
  const behaviour = openBehaviour({ world });
  behaviour.configure(id, setting);
  const facts = story({ ...standards, ...setting.limits });
  return facts.some((fact) => behaviour.look(fact).some(({ detector }) => detector === id));
};
