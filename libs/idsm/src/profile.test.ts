import { describe, expect, it } from 'vitest';
import { compileProfile, DEFAULT_PROFILE } from './profile.ts';
import type { EventField, FieldWidth, IdsProfile } from './profile.ts';

const FRAME = DEFAULT_PROFILE.eventFrame;

const withFrame = (eventFrame: readonly FieldWidth<EventField>[]): IdsProfile => ({ ...DEFAULT_PROFILE, eventFrame });

const resized = (name: EventField, bits: number): IdsProfile =>
  withFrame(FRAME.map(([each, width]) => [each, each === name ? bits : width]));

describe('the default profile', () => {
  it('is the layout of 8 bytes each', () => {
    const plan = compileProfile(DEFAULT_PROFILE);
    expect(plan.eventBytes).toBe(8);
    expect(plan.timestampBytes).toBe(8);
    expect(plan.event).toEqual({
      version: { at: 0, width: 4 },
      flags: { at: 4, width: 4 },
      idsm: { at: 8, width: 10 },
      sensor: { at: 18, width: 6 },
      event: { at: 24, width: 16 },
      count: { at: 40, width: 16 },
      reserved: { at: 56, width: 8 },
    });
    expect(plan.timestamp.nanoseconds).toEqual({ at: 2, width: 30 });
    expect(plan.reservedFlags).toBe(8);
  });

  it('says that it comes from secondary sources', () => {
    expect(DEFAULT_PROFILE.provenance).toBe('secondary_sources');
  });

  it('is compiled once', () => {
    expect(compileProfile(DEFAULT_PROFILE)).toBe(compileProfile(DEFAULT_PROFILE));
  });
});

describe('a profile of an operator', () => {
  it('may leave out the reserved bits', () => {
    const plan = compileProfile(withFrame(FRAME.filter(([name]) => name !== 'reserved')));
    expect(plan.eventBytes).toBe(7);
    expect(plan.event.reserved.width).toBe(0);
  });

  it.each<[string, string, IdsProfile]>([
    ['is not whole bytes', 'eventFrame', resized('count', 15)],
    ['has a field of no bits', 'eventFrame.sensor', resized('sensor', 0)],
    ['has a field of 33 bits', 'eventFrame.count', resized('count', 33)],
    ['has a field of half a bit', 'eventFrame.count', resized('count', 7.5)],
    ['names a field twice', 'eventFrame.sensor', withFrame([...FRAME, ['sensor', 8]])],
    ['forgets a field', 'eventFrame.count', withFrame(FRAME.filter(([name]) => name !== 'count'))],
    ['invents a field', 'eventFrame.mood', withFrame([...FRAME, ['mood' as EventField, 8]])],
    ['has flags of 20 bits', 'eventFrame.flags', withFrame(FRAME.map(([n, w]) => [n, n === 'flags' ? 20 : w]))],
    [
      'has a mask of two bits',
      'flagMasks',
      { ...DEFAULT_PROFILE, flagMasks: { context: 3, timestamp: 4, signature: 8 } },
    ],
    [
      'has a mask beyond its flags',
      'flagMasks',
      { ...DEFAULT_PROFILE, flagMasks: { context: 1, timestamp: 2, signature: 16 } },
    ],
    ['has a mask of 0', 'flagMasks', { ...DEFAULT_PROFILE, flagMasks: { context: 0, timestamp: 2, signature: 4 } }],
    ['has a mask twice', 'flagMasks', { ...DEFAULT_PROFILE, flagMasks: { context: 2, timestamp: 2, signature: 4 } }],
    ['accepts version 0', 'versions', { ...DEFAULT_PROFILE, versions: [0, 1] }],
    ['accepts version 16 in 4 bits', 'versions', { ...DEFAULT_PROFILE, versions: [16] }],
    ['accepts no version', 'versions', { ...DEFAULT_PROFILE, versions: [] }],
    ['has signature lengths of 3 bytes', 'signatureLengthBytes', { ...DEFAULT_PROFILE, signatureLengthBytes: 3 as 2 }],
    [
      'has no time in its timestamp',
      'timestampFrame.nanoseconds',
      { ...DEFAULT_PROFILE, timestampFrame: [['source', 8]] },
    ],
  ])('that %s is refused', (_what, field, profile) => {
    expect(() => compileProfile(profile)).toThrow(
      expect.objectContaining({ code: 'idsm.profile', detail: expect.objectContaining({ field }) }),
    );
  });
});
