import { describe, expect, test } from 'vitest';
import { whenDone } from './operation.ts';

const NO = (): number => {
  throw new Error('no');
};

describe('an answer', () => {
  test('that is there goes on at once', () => {
    const seen: number[] = [];
    expect(
      whenDone(
        () => 1,
        (value) => void seen.push(value),
        NO,
      ),
    ).toBeUndefined();
    expect(seen).toEqual([1]);
  });

  test('that comes later goes on later', async () => {
    const seen: number[] = [];
    const work = whenDone(
      () => Promise.resolve(2),
      (value) => void seen.push(value),
      NO,
    );
    expect(seen).toEqual([]);
    await work;
    expect(seen).toEqual([2]);
  });

  test('that fails is stood in for, at once or later', async () => {
    const seen: number[] = [];
    void whenDone(
      NO,
      (value) => void seen.push(value),
      () => 3,
    );
    await whenDone(
      () => Promise.reject(new Error('no')),
      (value: number) => void seen.push(value),
      () => 4,
    );
    expect(seen).toEqual([3, 4]);
  });

  test('whose stand-in throws is an error of whoever waits', async () => {
    const never = (): void => expect.unreachable();
    expect(() => whenDone(NO, never, NO)).toThrow('no');
    await expect(whenDone(() => Promise.reject(new Error('first')), never, NO)).rejects.toThrow('no');
  });
});
