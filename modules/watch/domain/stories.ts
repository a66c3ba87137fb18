import { openBehaviour, type Fact, type Setting } from '@chedun/behaviour';

/** A Monday morning; stories need some time, not this one. */
const START = Date.UTC(2026, 10, 23, 1);
const VICTIM = '10.64.0.7';

const many = <Value>(count: number, make: (n: number) => Value): Value[] =>
  Array.from({ length: count }, (_, n) => make(n));
const vin = (n: number): string => `LCDCDA1E0RW${String(n).padStart(6, '0')}`;

const LETTERS = 'qxzjvkwpgbfmhdcry';

/** Labels that nobody chose: letters drawn by a linear congruential generator, the same in each run. */
const drawn = (n: number): string => {
  let state = (n + 1) * 2_654_435_761;
  return many(15, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return LETTERS[(state >>> 16) % LETTERS.length] ?? '';
  }).join('');
};

/**
 * One attack per detector, of a size that nobody should overlook: facts as sensors would send them. Its size does not follow
 * the limits, so that limits which would overlook it are found out.
 */
const STORIES: Readonly<Record<string, () => readonly Fact[]>> = {
  'flow.host-fan-out': () =>
    many(200, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: `10.65.${n >> 8}.${n & 255}`,
      port: 23,
      bytesOut: 60,
    })),
  'flow.port-fan-out': () =>
    many(500, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: '10.65.0.1',
      port: n + 1,
      bytesOut: 60,
    })),
  'flow.beacon': () =>
    many(40, (n) => ({
      kind: 'flow',
      at: START + n * 60_000,
      src: VICTIM,
      dst: '203.0.113.66',
      port: 8443,
      bytesOut: 200,
    })),
  'flow.foreign-destination': () =>
    many(20, (n) => ({
      kind: 'flow',
      at: START + n,
      src: VICTIM,
      dst: '203.0.113.66',
      port: 443,
      bytesOut: 900,
    })),
  'dns.generated-names': () =>
    many(60, (n) => ({
      kind: 'dns',
      at: START + n,
      client: VICTIM,
      name: `${drawn(n)}.com`,
      answer: 'nxdomain',
    })),
  'dns.tunnel': () =>
    many(300, (n) => ({
      kind: 'dns',
      at: START + n,
      client: VICTIM,
      name: `${drawn(n)}${n}${drawn(n + 1)}${drawn(n + 2)}.t.example.cn`,
      answer: 'ok',
    })),
  'fleet.campaign': () =>
    many(50, (n) => ({
      kind: 'signal',
      at: START + n,
      signature: 'self-test',
      vehicle: vin(n),
    })),
  'remote.while-driving': () => [
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
      speedKmh: 80,
    },
  ],
};

/** Detectors that have a story. */
export const STORIED: readonly string[] = Object.keys(STORIES);

/**
 * Plays the attack of a detector against a fresh copy of it with the settings in force. True when it speaks; undefined when
 * there is no story for it.
 */
export const replay = (id: string, setting: Setting): boolean | undefined => {
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
  return story().some((fact) => behaviour.look(fact).some(({ detector }) => detector === id));
};
