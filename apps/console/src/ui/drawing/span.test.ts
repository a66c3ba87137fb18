import { describe, expect, it } from 'vitest';
import { clampSpan, fromPixel, niceStep, spanBetween, ticksOf, tickText, toPixel, zoomSpan } from './span.ts';

const bounds = { from: 0, to: 100 };

describe('a span', () => {
  it('is moved into the bounds without changing its length', () => {
    expect(clampSpan({ from: -20, to: 10 }, bounds)).toEqual({ from: 0, to: 30 });
    expect(clampSpan({ from: 90, to: 120 }, bounds)).toEqual({ from: 70, to: 100 });
  });

  it('is cut when it is longer than the bounds', () => {
    expect(clampSpan({ from: -50, to: 400 }, bounds)).toEqual(bounds);
  });

  it('keeps the anchor at its place when it zooms', () => {
    const closer = zoomSpan({ from: 0, to: 100 }, 25, 0.5, bounds, 1);
    expect(closer).toEqual({ from: 12.5, to: 62.5 });
    expect(toPixel(25, closer, 400)).toBe(toPixel(25, bounds, 400));
  });

  it('zooms no closer than the least length and no further than the bounds', () => {
    expect(zoomSpan({ from: 40, to: 50 }, 45, 0.001, bounds, 2)).toEqual({ from: 44, to: 46 });
    expect(zoomSpan({ from: 40, to: 50 }, 45, 1000, bounds, 2)).toEqual(bounds);
  });

  it('lies between two points in any order', () => {
    expect(spanBetween(9, 3, 1)).toEqual({ from: 3, to: 9 });
    expect(spanBetween(3, 3, 1)).toEqual({ from: 3, to: 4 });
  });

  it('maps values to pixels and back', () => {
    expect(toPixel(30, { from: 10, to: 50 }, 200)).toBe(100);
    expect(fromPixel(100, { from: 10, to: 50 }, 200)).toBe(30);
  });
});

describe('ticks', () => {
  it('stand at round values', () => {
    expect(ticksOf({ from: 3, to: 48 }, 5)).toEqual([10, 20, 30, 40]);
    expect(ticksOf({ from: -0.02, to: 0.02 }, 4)).toEqual([-0.02, -0.01, 0, 0.01, 0.02]);
  });

  it('have a step of 1, 2 or 5 times a power of ten', () => {
    expect([0.03, 0.5, 1, 1.1, 3, 70].map(niceStep)).toEqual([0.05, 0.5, 1, 2, 5, 100]);
  });

  it('stay few for a span without length', () => {
    expect(ticksOf({ from: 5, to: 5 }, 5)).toEqual([5]);
  });

  it('are written with the decimals that tell them apart', () => {
    expect([tickText(0.1 + 0.2, 0.1), tickText(20, 20), tickText(1.25, 0.05)]).toEqual(['0.3', '20', '1.25']);
  });
});
