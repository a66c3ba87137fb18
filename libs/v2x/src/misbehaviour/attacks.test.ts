import { describe, expect, it } from 'vitest';
import { createAttack } from './attacks.ts';
import { createMonitor } from './monitor.ts';
import { counted, NO_CONFUSION, ratesOf } from './score.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { beacon } from './testing/scenes.ts';
import { createRandom, createTraffic } from './testing/traffic.ts';
import { distance, lengthOf } from './vector.ts';
import type { Attack, AttackKind } from './attacks.ts';
import type { Beacon, OwnState } from './message.ts';
import type { Rates } from './score.ts';

const BARS: readonly (readonly [AttackKind, number])[] = [
  ['constant-position', 0.9],
  ['denial-of-service', 0.85],
  ['grid-sybil', 0.6],
  ['random-speed-offset', 0.8],
];

interface Sent {
  readonly truth: 'attack' | 'honest';
  readonly message: Beacon;
}

/** Every fourth vehicle attacks. */
const underAttack = (messages: readonly Beacon[], kind: AttackKind, interval: number): readonly Sent[] => {
  const random = createRandom(5);
  const attacks = new Map<string, Attack>();
  for (const { pseudonym } of messages)
    if (Number(pseudonym.slice(1)) % 4 === 1 && !attacks.has(pseudonym))
      attacks.set(pseudonym, createAttack(kind, { random, beaconInterval: interval }));
  return messages
    .flatMap((message): Sent[] => {
      const attack = attacks.get(message.pseudonym);
      if (attack === undefined) return [{ truth: 'honest', message }];
      return attack(message).map((one) => ({ truth: 'attack', message: one }));
    })
    .toSorted((first, second) => first.message.receivedAt - second.message.receivedAt);
};

const ratesFor = (kind: AttackKind, interval: number, seed: number): Rates => {
  const { own, messages } = createTraffic({ seed, vehicles: 25, seconds: 60, beaconInterval: interval });
  const monitor = createMonitor({ ...DEFAULT_SETTINGS, beaconInterval: interval });
  const places: OwnState[] = [...own];
  let confusion = NO_CONFUSION;
  for (const { truth, message } of underAttack(messages, kind, interval)) {
    for (let next = places[0]; next !== undefined && next.at <= message.receivedAt; next = places[0]) {
      monitor.own(next);
      places.shift();
    }
    confusion = counted(confusion, truth, monitor.receive(message).kind);
  }
  return ratesOf(confusion);
};

describe.each([1, 0.1])('simulated traffic with one message every %d s', (interval) => {
  it.each(BARS)('%s reaches F1 %d without touching the honest', (kind, bar) => {
    for (const seed of [1, 2]) {
      const { f1, falseAlarmRate } = ratesFor(kind, interval, seed);
      expect(f1).toBeGreaterThanOrEqual(bar);
      expect(falseAlarmRate).toBeLessThanOrEqual(0.01);
    }
  });
});

describe('attacks made from honest messages', () => {
  const make = (kind: AttackKind): Attack => createAttack(kind, { random: createRandom(3), beaconInterval: 1 });

  it('constant position keeps one place near the first true one, and everything else', () => {
    const attack = make('constant-position');
    const [first] = attack(beacon());
    const [second] = attack(beacon({ sentAt: 101, position: { x: 10, y: 0 } }));
    expect(second).toEqual({ ...beacon({ sentAt: 101 }), position: first?.position });
    expect(first?.position).not.toEqual({ x: 0, y: 0 });
    expect(lengthOf(first?.position ?? { x: 1e9, y: 0 })).toBeLessThan(400 * Math.SQRT2);
  });

  it('random speed offset moves the speed by at most 7 m/s an axis, anew each time', () => {
    const attack = make('random-speed-offset');
    const speeds = Array.from({ length: 50 }, () => attack(beacon())[0]?.speed ?? { x: 99, y: 99 });
    for (const { x, y } of speeds) {
      expect(Math.abs(x - 10)).toBeLessThanOrEqual(7);
      expect(Math.abs(y)).toBeLessThanOrEqual(7);
    }
    expect(new Set(speeds.map(({ x }) => x)).size).toBe(50);
  });

  it('denial of service sends four messages in one interval, on the way driven', () => {
    const sent = make('denial-of-service')(beacon());
    expect(sent.map(({ sentAt }) => sentAt)).toEqual([100, 100.25, 100.5, 100.75]);
    expect(sent.map(({ position }) => position.x)).toEqual([0, 2.5, 5, 7.5]);
    expect(new Set(sent.map(({ pseudonym }) => pseudonym)).size).toBe(1);
  });

  it('grid Sybil sends itself and five others behind it in two rows', () => {
    const sent = make('grid-sybil')(beacon());
    expect(sent.map(({ pseudonym }) => pseudonym)).toEqual(['car', 'car#1', 'car#2', 'car#3', 'car#4', 'car#5']);
    const [leader, ...ghosts] = sent;
    for (const ghost of ghosts) {
      const place = { x: ghost.position.x - 10 * (ghost.sentAt - 100), y: ghost.position.y };
      expect(place.x).toBeLessThan(-9);
      expect(place.x).toBeGreaterThan(-31);
      expect(Math.abs(place.y)).toBeLessThan(4.3);
      expect(ghost.acceleration).toEqual(leader?.acceleration);
      expect(distance(ghost.speed, leader?.speed ?? { x: 99, y: 0 })).toBeLessThanOrEqual(0.2);
    }
  });

  it('puts ghosts somewhere even when the heading has no length', () => {
    const sent = make('grid-sybil')(beacon({ heading: { x: 0, y: 0 } }));
    expect(sent.every(({ position }) => Number.isFinite(position.x) && Number.isFinite(position.y))).toBe(true);
  });
});
