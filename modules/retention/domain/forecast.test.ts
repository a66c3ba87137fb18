import { expect, it } from 'vitest';
import { forecast } from './forecast.ts';

it('foresees the disk at full age, and when it is full before that', () => {
  const days = [
    { day: '2026-11-20', bytes: 100 },
    { day: '2026-11-21', bytes: 300 },
  ];
  expect(forecast(days, { usedBytes: 400, freeBytes: 100_000, keepDays: 184 })).toEqual({
    bytesPerDay: 200,
    atFullAge: 36_800,
    daysUntilFull: null,
  });
  expect(forecast(days, { usedBytes: 400, freeBytes: 2_000, keepDays: 184 })?.daysUntilFull).toBe(10);
  expect(forecast([], { usedBytes: 0, freeBytes: 1, keepDays: 184 })).toBeUndefined();
  expect(
    forecast([{ day: '2026-11-20', bytes: 0 }], { usedBytes: 9, freeBytes: 0, keepDays: 1 })?.daysUntilFull,
  ).toBeNull();
});
