import type { CorrelationOutline } from '@chedun/correlation/contract';
import { describe, expect, it } from 'vitest';
import { newCorrelationText, pictureOf, sketchOf, spanOf } from './correlations.ts';

const outline = (about: Partial<CorrelationOutline> = {}): CorrelationOutline => ({
  type: 'event_count',
  rules: ['a', 'b'].map((id) => ({ reference: id, id, title: id, titleZh: null, kind: 'rule' })),
  groupBy: ['account'],
  timespanMs: 600_000,
  window: 'sliding',
  gapMs: null,
  condition: '≥ 3',
  threshold: 3,
  fields: [],
  generate: false,
  ...about,
});
const at = (s: number): string => new Date(Date.UTC(2026, 10, 27) + s * 1000).toISOString();

describe('the picture of a window', () => {
  it('names a span by its largest whole unit', () => {
    expect([30_000, 90_000, 600_000, 7_200_000, 86_400_000].map(spanOf)).toEqual([
      { unit: 'second', n: 30 },
      { unit: 'second', n: 90 },
      { unit: 'minute', n: 10 },
      { unit: 'hour', n: 2 },
      { unit: 'day', n: 1 },
    ]);
  });

  it('sketches as many hits as it takes, and one before the window', () => {
    const { dots, from, to, fires } = sketchOf(outline());
    expect(dots.filter(({ inside }) => inside)).toHaveLength(3);
    expect(dots.filter(({ inside }) => !inside).every(({ x }) => x < from)).toBe(true);
    expect(fires).toBe(to);
    expect(sketchOf(outline({ threshold: 5000 })).dots.length).toBeLessThanOrEqual(13);
  });

  it('puts one hit in the row of each rule, from left to right when the order counts', () => {
    const { dots } = sketchOf(outline({ type: 'temporal_ordered' }));
    expect(dots.filter(({ inside }) => inside).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('shows the hits of the group of the last firing, each inside or outside its window', () => {
    const hits = [
      { rule: 'a', at: at(0), group: 'u-1' },
      { rule: 'b', at: at(500), group: 'u-1' },
      { rule: 'b', at: at(700), group: 'u-1' },
      { rule: 'a', at: at(600), group: 'u-2' },
    ];
    const picture = pictureOf(outline(), {
      hits,
      firings: [{ at: at(700), from: at(120), group: [{ value: 'u-1' }] }],
    });
    expect(picture?.dots.map(({ row, inside }) => [row, inside])).toEqual([
      [0, false],
      [1, true],
      [1, true],
    ]);
    expect(picture?.dots.every(({ x }) => x >= 0 && x <= 1)).toBe(true);
    expect(pictureOf(outline(), { hits, firings: [] })).toBeUndefined();
  });

  it('spreads hits that lie close together, and cuts the window off on the left', () => {
    const hits = [0, 2, 4].map((s) => ({ rule: 'a', at: at(s), group: '' }));
    const picture = pictureOf(outline({ groupBy: [] }), { hits, firings: [{ at: at(4), from: at(0), group: [] }] });
    const places = picture?.dots.map(({ x }) => x) ?? [];
    expect(places).toHaveLength(3);
    expect((places[2] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(0.4);
    expect(picture?.from).toBe(0);
  });
});

describe('a new correlation', () => {
  it('refers to the rule that stands in its text', () => {
    const text = newCorrelationText({ rule: 'aaaaaaaa-1', correlation: 'bbbbbbbb-2' }, '2026-11-27');
    expect(text.match(/refused_aaaaaaaa/g)).toHaveLength(2);
    expect(text).toContain('id: bbbbbbbb-2');
  });
});
