import { TEST_TIME } from '@chedun/records/testing';
import { describe, expect, it } from 'vitest';
import { bsm, type TestBsm } from '../testing/roads.ts';
import type { NoteFields } from './own-note.ts';
import type { RoadUnit } from '../contract.ts';
import { roadUnits } from './road-units.ts';
import { watchRoad } from './v2x-watch.ts';

const UNIT = { ip: '10.30.0.1', port: 30_000 };
const CAR = '0102030405060708';
const SPEED = 695;
const METRES_A_SECOND = SPEED / 50;
/** 1e-7 degrees of latitude a metre. */
const DEGREE = 1e7 / 111_319.49;

interface Sent {
  readonly at: number;
  readonly bytes: Buffer;
  readonly ip?: string;
}

const message = (at: number, given: Partial<TestBsm> = {}): Buffer =>
  bsm({
    id: CAR,
    speed: SPEED,
    secMark: (TEST_TIME + at) % 60_000,
    lat: north((METRES_A_SECOND * at) / 1000),
    ...given,
  });
const north = (metres: number): number => Math.round(311_234_567 + metres * DEGREE);

/** Ten messages a second of one car, each received `delay` after it was sent. */
const drive = (
  from: number,
  to: number,
  change: (at: number) => Partial<TestBsm> = () => ({}),
  delay: (at: number) => number = () => 20,
): Sent[] =>
  Array.from({ length: (to - from) / 100 }, (_, step) => from + step * 100).map((at) => ({
    at: at + delay(at),
    bytes: message(at, change(at)),
  }));

const judge = (sent: readonly Sent[], units: readonly RoadUnit[] = []): NoteFields[] => {
  const notes: NoteFields[] = [];
  const watch = watchRoad((fields) => notes.push(fields), roadUnits(units));
  for (const { at, bytes, ip = UNIT.ip } of sent.toSorted((one, other) => one.at - other.at))
    watch.take(bytes, { id: ip, peer: { ...UNIT, ip } }, TEST_TIME + at);
  return notes;
};
const rulesOf = (notes: readonly NoteFields[]): string[] => [
  ...new Set(notes.flatMap((note) => note['v2x.rules'] as string[])),
];

describe('verified messages', () => {
  const signer = { certificate: '0011223344556677', linkage: '01'.repeat(9), aid: 111 };

  it('are judged by who signed them, whatever temporary id they carry', () => {
    const notes: NoteFields[] = [];
    const watch = watchRoad((fields) => notes.push(fields));
    const opinions = drive(0, 3000, (at) => ({ id: at.toString(16).padStart(16, '0'), lat: 311_234_567 })).map(
      ({ at, bytes }) => watch.take(bytes, { id: UNIT.ip, peer: UNIT }, TEST_TIME + at, signer),
    );
    expect(rulesOf(notes)).toContain('v2x-constant-position');
    expect(notes[0]).toMatchObject({
      'v2x.accused': signer.certificate,
      'v2x.certificate': signer.certificate,
      'v2x.linkage': signer.linkage,
      'v2x.verdict': 'verified',
      'v2x.security': 'ok',
      'v2x.aid': 111,
    });
    const last = opinions.at(-1);
    expect(last?.beacon.pseudonym).toBe(signer.certificate);
    expect(last?.verdict).toMatchObject({ kind: 'misbehaving', pseudonym: signer.certificate });
  });

  it('of other kinds than a BSM give no opinion', () => {
    expect(watchRoad(() => {}).take(Buffer.from('ffff', 'hex'), { id: 'a' }, TEST_TIME, signer)).toBeUndefined();
  });
});

describe('the watch over a road', () => {
  it('says nothing of a car that drives, nor of two of them', () => {
    expect(judge(drive(0, 60_000))).toEqual([]);
    const other = drive(30, 60_030, (at) => ({
      id: 'a'.repeat(16),
      long: 1_214_570_000,
      speed: 500,
      lat: north(at / 100),
    }));
    expect(judge([...drive(0, 60_000), ...other])).toEqual([]);
  });

  it('says nothing when the network shifts and bunches honest messages', () => {
    const uneven = drive(0, 60_000, undefined, (at) => 20 + ((at / 100) % 7) * 12);
    expect(judge(uneven)).toEqual([]);
    const bunched = drive(0, 60_000, undefined, (at) => 320 - (at % 400));
    expect(judge(bunched)).toEqual([]);
  });

  it('accuses a sender that jumps, once a second, with figures', () => {
    const notes = judge(drive(0, 6000, (at) => (at < 3000 ? {} : { lat: north((METRES_A_SECOND * at) / 1000 + 900) })));
    expect(rulesOf(notes)).toContain('v2x-position-jump');
    expect(notes[0]).toMatchObject({
      product: 'vehicle',
      category: 'v2x',
      'v2x.kind': 'misbehaviour',
      'v2x.accused': CAR,
      src_ip: UNIT.ip,
      signal: expect.stringMatching(/^v2x-/) as string,
      seen: expect.stringMatching(/ m/) as string,
      expected: expect.stringMatching(/ m/) as string,
    });
    expect(notes.length).toBeLessThan(20);
  });

  it('accuses a flood, and not the whole flood one by one', () => {
    const flood = Array.from({ length: 3000 }, (_, at) => ({ at: at * 2 + 20, bytes: message(at * 2) }));
    const notes = judge(flood);
    expect(rulesOf(notes)).toContain('v2x-rate');
    expect(notes.length).toBeLessThanOrEqual(12);
    expect(notes.at(-1)?.['v2x.messages']).toBeGreaterThan(100);
  });

  it('accuses a car that stands still at speed, and one whose clock is wrong', () => {
    expect(rulesOf(judge(drive(0, 5000, () => ({ lat: north(0) }))))).toContain('v2x-constant-position');
    const late = drive(0, 3000, undefined, () => 5000);
    expect(rulesOf(judge(late))).toEqual(['v2x-timing']);
  });

  it('takes a first message from the other end of the world for the lie that it is', () => {
    const lie = { at: 0, bytes: message(0, { id: 'f'.repeat(16), lat: 0 }) };
    const notes = judge([lie, ...drive(100, 60_000)]);
    expect(notes.filter((note) => note['v2x.accused'] === CAR)).toEqual([]);
    const jump = drive(60_000, 66_000, (at) =>
      at < 63_000 ? {} : { lat: north((METRES_A_SECOND * at) / 1000 + 900) },
    );
    expect(rulesOf(judge([lie, ...drive(100, 60_000), ...jump]))).toContain('v2x-position-jump');
  });

  it('accuses a sender from farther away than the unit can hear, where the position of the unit is known', () => {
    const here = { id: 'rsu-1', from: UNIT.ip, lat: 31.1234567, lon: 121.457 };
    const near = drive(0, 5000, () => ({ long: 1_214_570_000 }));
    expect(judge(near, [here])).toEqual([]);
    const notes = judge(near, [{ ...here, lat: 31.3 }]);
    expect(rulesOf(notes)).toContain('v2x-range');
    expect(notes[0]).toMatchObject({ 'v2x.receiver': 'rsu-1' });
    expect(judge(near, [{ ...here, from: '10.30.0.8' }])).toMatchObject([{ signal: 'v2x.unregistered_unit' }]);
  });

  it('keeps receivers apart: two of them may hear the same message', () => {
    const twice = drive(0, 20_000).flatMap((sent) => [sent, { ...sent, at: sent.at + 5, ip: '10.30.0.2' }]);
    expect(judge(twice)).toEqual([]);
    const same = drive(0, 20_000).flatMap((sent) => [sent, { ...sent, at: sent.at + 5 }]);
    expect(rulesOf(judge(same))).toContain('v2x-rate');
  });

  it('judges nothing of what says too little or is no BSM', () => {
    expect(judge(drive(0, 3000, () => ({ lat: 900_000_001 })))).toEqual([]);
    expect(judge(drive(0, 3000, () => ({ accelLong: 2001, lat: north(0) })))).toEqual([]);
    expect(judge([{ at: 0, bytes: Buffer.from('ffff', 'hex') }])).toEqual([]);
  });
});
