import { describe, expect, it } from 'vitest';
import { csvCell } from '@chedun/kernel';
import { csvText } from './csv.ts';
import { isModifier, shortList } from './explain.ts';
import { formatBytes, formatCount, formatDuration, formatRate, percent } from './format.ts';
import { HEAT_STEPS, heatOf } from './heat.ts';

describe('numbers', () => {
  it('are grouped by thousands', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
  });

  it('of rates keep one decimal place where it matters', () => {
    expect([0, 0.04, 0.1, 9.96, 99.94, 99.96, 15234.5].map(formatRate)).toEqual([
      '0',
      '<0.1',
      '0.1',
      '10',
      '99.9',
      '100',
      '15,235',
    ]);
  });

  it('of bytes take the largest unit in which they are at least one', () => {
    expect([0, 1023, 1024, 1536, 102_400, 1024 ** 3 * 2.5, 1024 ** 6 * 3].map(formatBytes)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '100 KiB',
      '2.5 GiB',
      '3072 PiB',
    ]);
  });

  it('of time take two units', () => {
    expect([0, 820, 4_200, 185_000, 180_000, 7_800_000, 442_800_000].map(formatDuration)).toEqual([
      '0 ms',
      '820 ms',
      '4.2 s',
      '3 min 5 s',
      '3 min',
      '2 h 10 min',
      '5 d 3 h',
    ]);
  });

  it('of an empty whole are no share of it', () => {
    expect([percent(1, 0), percent(1, 3)]).toEqual([0, 33]);
  });
});

describe('CSV', () => {
  it('quotes what needs quotes', () => {
    expect(csvCell('a,"b"\n')).toBe('"a,""b""\n"');
    expect(csvText(['名称'], [['甲'], [3]])).toBe('\u{feff}名称\r\n甲\r\n3\r\n');
  });

  it('defuses texts that a spreadsheet would run, but no numbers', () => {
    expect(['=1+1', '+1', '-1', '@x', '\tx'].map(csvCell)).toEqual(["'=1+1", "'+1", "'-1", "'@x", "'\tx"]);
    expect(csvCell(-5)).toBe('-5');
  });
});

describe('explanations', () => {
  it('show the first values and how many more there are', () => {
    expect(shortList(['a', 'b', 'c', 'd'], 2)).toBe('a | b … +2');
    expect(shortList(['a', 'b'], 2)).toBe('a | b');
  });

  it('know the modifiers of Sigma and no inherited names', () => {
    expect(isModifier('contains')).toBe(true);
    expect(isModifier('toString')).toBe(false);
  });
});

describe('the heat map', () => {
  it('has a step for each lower bound', () => {
    expect(HEAT_STEPS.map(heatOf)).toEqual([0, 1, 2, 3, 4]);
    expect([2, 7, 19, 400].map(heatOf)).toEqual([1, 2, 3, 4]);
  });
});
