import { describe, expect, it } from 'vitest';
import { CLASSES, keepingOf } from './classes.ts';
import { tombstoneText, type TombstoneFacts } from './tombstone.ts';

const FACTS: TombstoneFacts = {
  id: 'p1',
  stream: 'network',
  journal: 'a'.repeat(32),
  segments: [
    { firstSeq: 1, lastSeq: 9, frames: 9, events: 90, bytes: 900, sm3: 'aa' },
    { firstSeq: 10, lastSeq: 12, frames: 3, events: 30, bytes: 300, sm3: 'bb' },
  ],
  root: 'cc',
  oldestAt: '2026-03-01T00:00:00.000Z',
  newestAt: '2026-03-02T00:00:00.000Z',
  policy: { days: 184, legal: true },
  clocks: { now: '2026-10-01T00:00:00.000Z', checkpoint: '2026-10-01T00:00:00.000Z', uptimeMs: 1 },
  proposedBy: '王\n敏',
  approvedBy: 'Li',
  reason: 'old "enough"',
};

describe('the text of a tombstone', () => {
  it('names range, root, counts, policy, clocks and both persons, one line each', () => {
    const lines = tombstoneText(FACTS).split('\n');
    expect(lines).toHaveLength(19);
    expect(lines.slice(0, 6)).toEqual([
      'chedun-tombstone 1',
      'id "p1"',
      'stream "network"',
      `journal "${'a'.repeat(32)}"`,
      'first 1',
      'last 12',
    ]);
    expect(lines).toContain('segments [[1,9,"aa"],[10,12,"bb"]]');
    expect(lines).toContain('events 120');
    expect(lines).toContain('proposed-by "王\\n敏"');
  });

  it('changes with every fact', () => {
    const text = tombstoneText(FACTS);
    for (const change of [
      { root: 'cd' },
      { approvedBy: 'L' },
      { policy: { days: 185, legal: true } },
      { segments: [] },
    ]) {
      expect(tombstoneText({ ...FACTS, ...change })).not.toBe(text);
    }
  });
});

describe('what binds for a stream', () => {
  it('is the longest of its classes and never under the floor', () => {
    expect(keepingOf('network', (id) => (id === 'vulnerability-log' ? 400 : 1))).toEqual({ days: 400, legal: true });
    expect(keepingOf('network', () => 1)).toEqual({ days: 184, legal: true });
    expect(keepingOf('telemetry', () => 7)).toEqual({ days: 7, legal: false });
    expect(keepingOf('unheard-of', () => 7)).toMatchObject({ legal: true });
    expect(CLASSES.map(({ id }) => id)).toEqual(['network', 'vulnerability-log', 'telemetry']);
  });
});
