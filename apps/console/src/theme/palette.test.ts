import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, variableName } from './palette.ts';
import type { Palette } from './palette.ts';

/** Relative luminance of WCAG 2.2. */
const luminance = (hex: string): number => {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
};

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

const faces: readonly (readonly [string, Palette])[] = [
  ['light', LIGHT],
  ['dark', DARK],
];

describe.each(faces)('the %s face', (_, tone) => {
  it('can be read: text, soft text and links on every ground (WCAG AA)', () => {
    for (const ground of [tone.surface, tone.page, tone.sunken]) {
      for (const ink of [tone.text, tone.textSoft, tone.primary]) expect(contrast(ink, ground)).toBeGreaterThan(4.5);
    }
    expect(contrast(tone.onPrimary, tone.primary)).toBeGreaterThan(4.5);
    expect(contrast(tone.sideText, tone.side)).toBeGreaterThan(4.5);
  });

  it('tells severities apart from the ground', () => {
    for (const ink of [tone.critical, tone.high, tone.medium, tone.low, tone.info]) {
      expect(contrast(ink, tone.surface)).toBeGreaterThan(3);
    }
  });
});

describe('variables', () => {
  it('are named as the style sheets write them', () => {
    expect([variableName('textSoft'), variableName('page')]).toEqual(['--text-soft', '--page']);
  });
});
