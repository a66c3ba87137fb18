import { describe, expect, it } from 'vitest';
import { coveredParts, huntBars, huntTitle, isOpen, secondsOf } from './hunts.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 0, minute)).toISOString();

describe('bars of a hunt', () => {
  it('cover the range with zeros where nothing was found', () => {
    const hunt = { from: at(3), to: at(40), barMs: 600_000, histogram: [{ at: at(20), hits: 4 }] };
    expect(huntBars(hunt).map(({ hits }) => hits)).toEqual([0, 0, 4, 0]);
    expect(huntBars({ ...hunt, barMs: 1 }).length).toBe(400);
  });
});

describe('a hunt in lists', () => {
  it('has a name, a state and a time', () => {
    expect(huntTitle({ title: 'a', titleZh: '甲' }, 'zh-CN')).toBe('甲');
    expect(huntTitle({ title: 'a', titleZh: '甲' }, 'en')).toBe('a');
    expect(huntTitle({ title: 'a', titleZh: null }, 'zh-CN')).toBe('a');
    expect([isOpen({ state: 'queued' }), isOpen({ state: 'running' }), isOpen({ state: 'failed' })]).toEqual([
      true,
      true,
      false,
    ]);
    expect(secondsOf({ startedAt: at(0), endedAt: at(1) }, 0)).toBe(60);
    expect(secondsOf({ startedAt: at(0), endedAt: null }, Date.parse(at(2)))).toBe(120);
  });
});

describe('what a rule has evaluated', () => {
  it('is told as shares of the time of a stream', () => {
    const stream = { from: at(0), to: at(40), ranges: [{ from: at(10), to: at(20) }] };
    expect(coveredParts(stream)).toEqual([{ left: 0.25, width: 0.25 }]);
    expect(coveredParts({ ...stream, ranges: [{ from: at(40), to: at(40) }] })).toEqual([{ left: 1, width: 0 }]);
    expect(coveredParts({ ...stream, ranges: [{ from: at(20), to: at(20) }] })).toEqual([{ left: 0.5, width: 0.004 }]);
    expect(coveredParts({ from: null, to: null, ranges: [] })).toEqual([]);
  });
});
