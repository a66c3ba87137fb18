import { describe, expect, it } from 'vitest';
import { ownProblem, problemError } from '../../api/problem.ts';
import { untilStored } from './untilStored.ts';

const answer = (status: number) => problemError(ownProblem('console.refused', undefined, status));
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

describe('asking again for a record', () => {
  it('asks while the event is fresh and not found, and no more than twenty times', () => {
    const { retry } = untilStored(ago(10_000));
    expect([0, 19, 20].map((times) => retry(times, answer(404)))).toEqual([true, true, false]);
  });

  it('takes any other answer for final', () => {
    expect(untilStored(ago(10_000)).retry(0, answer(403))).toBe(false);
    expect(untilStored(ago(10_000)).retry(0, new Error('offline'))).toBe(false);
  });

  it('takes an old event that is not found for gone', () => {
    expect(untilStored(ago(3_600_000)).retry(0, answer(404))).toBe(false);
  });
});
