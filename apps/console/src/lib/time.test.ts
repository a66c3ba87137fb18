import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPicker, toPicker } from './picker.ts';
import { ago, formatDay, formatTick, formatTime, millis } from './time.ts';

const AT = Date.UTC(2026, 10, 23, 16, 5, 9, 42);

describe('times', () => {
  it('are shown in Beijing time whatever the browser thinks', () => {
    expect(formatTime(AT, 'beijing')).toBe('2026-11-24 00:05:09');
    expect(formatTime(AT, 'beijing', 'millisecond')).toBe('2026-11-24 00:05:09.042');
    expect(formatDay(AT, 'beijing')).toBe('2026-11-24');
  });

  it('never show the hour 24', () => {
    expect(formatTime(Date.UTC(2026, 10, 23, 16, 0, 0), 'beijing')).toBe('2026-11-24 00:00:00');
  });

  it('keep the milliseconds of moments before 1970', () => {
    expect(formatTime(-1, 'beijing', 'millisecond')).toBe('1970-01-01 07:59:59.999');
  });

  it('label an axis as coarsely as its step', () => {
    expect(formatTick(AT, 86_400_000, 'beijing')).toBe('11-24');
    expect(formatTick(AT, 6 * 3_600_000, 'beijing')).toBe('11-24 00:05');
    expect(formatTick(AT, 60_000, 'beijing')).toBe('00:05');
    expect(formatTick(AT, 1_000, 'beijing')).toBe('00:05:09');
  });

  it('are told as distance in the largest whole unit', () => {
    expect(ago(AT - 4_999, AT)).toEqual({ unit: 'now', count: 0 });
    expect(ago(AT + 60_000, AT)).toEqual({ unit: 'now', count: 0 });
    expect(ago(AT - 59_999, AT)).toEqual({ unit: 'second', count: 59 });
    expect(ago(AT - 60_000, AT)).toEqual({ unit: 'minute', count: 1 });
    expect(ago(AT - 3_600_000, AT)).toEqual({ unit: 'hour', count: 1 });
    expect(ago(AT - 86_400_000 * 3, AT)).toEqual({ unit: 'day', count: 3 });
  });

  it('come as numbers or ISO texts', () => {
    expect(millis('2026-11-24T00:05:09.042+08:00')).toBe(AT);
    expect(millis(AT)).toBe(AT);
  });
});

describe('pickers', () => {
  it('show the wall clock of Beijing', () => {
    const shown = new Date(toPicker(AT, 'beijing'));
    expect([shown.getDate(), shown.getHours(), shown.getMinutes()]).toEqual([24, 0, 5]);
  });

  it('give back the moment that was meant', () => {
    const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) });
    fc.assert(
      fc.property(moment, (at) => {
        expect(fromPicker(toPicker(at, 'beijing'), 'beijing')).toBe(at);
        expect(fromPicker(toPicker(at, 'local'), 'local')).toBe(at);
      }),
    );
  });
});
