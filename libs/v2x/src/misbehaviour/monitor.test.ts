import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMonitor } from './monitor.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { beacon, straight } from './testing/scenes.ts';
import { createTraffic } from './testing/traffic.ts';
import type { Beacon, OwnState } from './message.ts';
import type { Verdict } from './monitor.ts';

const judged = (heard: readonly Beacon[], settings = DEFAULT_SETTINGS): readonly Verdict[] => {
  const monitor = createMonitor(settings);
  return heard.map(monitor.receive);
};

describe('fusion', () => {
  it('leaves honest driving alone and shows no signs', () => {
    for (const verdict of judged(straight(20)))
      expect(verdict).toMatchObject({ kind: 'plausible', suspicion: 0, signs: [] });
  });

  it('judges at once on one certain sign, and says which', () => {
    const [, verdict] = judged([beacon(), beacon({ sentAt: 101 })]);
    expect(verdict).toMatchObject({ pseudonym: 'car', receivedAt: 101, kind: 'misbehaving' });
    expect(verdict?.signs.map(({ rule }) => rule)).toContain('v2x-constant-position');
  });

  it('needs more than one soft sign', () => {
    const sideways = { heading: { x: 0, y: 1 } };
    const kinds = judged(straight(3, () => sideways)).map(({ kind, suspicion }) => [kind, suspicion]);
    expect(kinds).toEqual([
      ['plausible', 0.5],
      ['misbehaving', 1],
      ['misbehaving', 1.5],
    ]);
  });

  it('keeps a condemned sender condemned for a while, then forgives', () => {
    const jump = straight(120, (at) => ({ position: { x: 10 * at + (at === 5 ? 400 : 0), y: 0 } }));
    const verdicts = judged(jump);
    expect(verdicts[4]?.kind).toBe('plausible');
    expect(verdicts[20]).toMatchObject({ kind: 'misbehaving', signs: [] });
    expect(verdicts.at(-1)?.kind).toBe('plausible');
    expect(verdicts.map(({ suspicion }) => suspicion).reduce((most, one) => Math.max(most, one))).toBe(4);
  });

  it('keeps senders apart', () => {
    const other = { pseudonym: 'other', position: { x: 50, y: 50 }, speed: { x: 0, y: 0 } };
    const kinds = judged([beacon(), beacon(other), beacon({ sentAt: 101 }), beacon({ ...other, sentAt: 101 })]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['plausible', 'plausible', 'misbehaving', 'plausible']);
  });

  it('starts afresh after a message from the future instead of calling all later ones old', () => {
    const future = beacon({ sentAt: 500, receivedAt: 101 });
    const rest = straight(80).slice(2);
    const verdicts = judged([beacon(), future, ...rest]);
    expect(verdicts[1]?.signs.map(({ rule }) => rule)).toContain('v2x-timing');
    expect(verdicts.slice(3).flatMap(({ signs }) => signs)).toEqual([]);
    expect(verdicts.at(-1)?.kind).toBe('plausible');
  });
});

describe('bounds', () => {
  it('remembers so many senders and no more', () => {
    const monitor = createMonitor({ ...DEFAULT_SETTINGS, tracks: 10 });
    for (let at = 0; at < 500; at += 1) monitor.receive(beacon({ pseudonym: `p${at}` }));
    expect(monitor.size()).toBe(10);
  });

  it('forgets the one not heard for the longest time', () => {
    const monitor = createMonitor({ ...DEFAULT_SETTINGS, tracks: 2 });
    const at = (pseudonym: string, sentAt: number): Verdict =>
      monitor.receive(beacon({ pseudonym, sentAt, position: { x: 10 * (sentAt - 100), y: 0 } }));
    at('a', 100);
    at('b', 100);
    at('a', 101);
    at('c', 101);
    expect(at('a', 101.1).signs.map(({ rule }) => rule)).toContain('v2x-rate');
    expect(at('b', 101.1).signs.map(({ rule }) => rule)).not.toContain('v2x-rate');
  });

  it('does not judge what is not a message, and remembers nothing of it', () => {
    const monitor = createMonitor();
    const wrong: readonly Partial<Beacon>[] = [
      { pseudonym: '' },
      { pseudonym: 'x'.repeat(65) },
      { sentAt: Number.NaN },
      { receivedAt: Number.POSITIVE_INFINITY },
      { position: { x: Number.NaN, y: 0 } },
      { speed: { x: 0, y: 1e200 } },
      { accuracy: { position: -1, speed: 0 } },
      { accuracy: { position: 1, speed: -1 } },
    ];
    for (const change of wrong) expect(monitor.receive(beacon(change)).kind).toBe('malformed');
    expect(monitor.size()).toBe(0);
  });
});

const number = fc.oneof(fc.double(), fc.double({ min: -500, max: 500, noNaN: true }), fc.constant(0));
const vector = fc.record({ x: number, y: number });
const anyBeacon: fc.Arbitrary<Beacon> = fc.record({
  pseudonym: fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string()),
  sentAt: number,
  receivedAt: number,
  position: vector,
  speed: vector,
  acceleration: vector,
  heading: vector,
  accuracy: fc.record({ position: number, speed: number }),
});

describe('properties', () => {
  it('never throws and answers with finite numbers, whatever it hears', () => {
    fc.assert(
      fc.property(fc.array(anyBeacon, { maxLength: 40 }), (heard) => {
        for (const verdict of judged(heard)) {
          expect(verdict.suspicion).toBeGreaterThanOrEqual(0);
          expect(verdict.suspicion).toBeLessThanOrEqual(DEFAULT_SETTINGS.ceiling);
          for (const sign of verdict.signs) {
            expect(Number.isFinite(sign.observed) && Number.isFinite(sign.limit)).toBe(true);
            expect(sign.weight).toBeGreaterThan(0);
            expect(sign.weight).toBeLessThanOrEqual(1.5);
          }
        }
      }),
    );
  });

  it('judges the same drive the same wherever it takes place and whenever', () => {
    const { own, messages } = createTraffic({ seed: 4, vehicles: 6, seconds: 20, beaconInterval: 1 });
    const kinds = (dx: number, dt: number): readonly string[] => {
      const monitor = createMonitor();
      const place = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({ x: x + dx, y: y - dx });
      own.slice(0, 1).forEach((state: OwnState) => monitor.own({ ...state, position: place(state.position) }));
      return messages.map(
        (one) =>
          monitor.receive({
            ...one,
            sentAt: one.sentAt + dt,
            receivedAt: one.receivedAt + dt,
            position: place(one.position),
          }).kind,
      );
    };
    expect(kinds(4096, 0)).toEqual(kinds(0, 0));
    expect(kinds(0, 65_536)).toEqual(kinds(0, 0));
  });

  it('an attacker does not change what is thought of others', () => {
    const { messages } = createTraffic({ seed: 9, vehicles: 8, seconds: 20, beaconInterval: 1 });
    const verdictsOn = (heard: readonly Beacon[]): readonly Verdict[] =>
      judged(heard).filter(({ pseudonym }) => pseudonym !== 'v3');
    const spoiled = messages.map((one) => (one.pseudonym === 'v3' ? { ...one, position: { x: 9e5, y: 0 } } : one));
    expect(verdictsOn(spoiled)).toEqual(verdictsOn(messages));
  });
});
