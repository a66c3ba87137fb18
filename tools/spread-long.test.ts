import { describe, expect, it } from 'vitest';
import { spread } from './spread-long.ts';

describe('the order of test files', () => {
  it('puts short files behind each long one, and some at the end', () => {
    const short = Array.from({ length: 20 }, (_, at) => `s${at}`);
    const order = spread(['l0', 'l1', 'l2'], short);
    expect(order.map((name) => name[0]).join('')).toBe('lsssssslsssssslssssssss');
    expect(order.toSorted()).toEqual(['l0', 'l1', 'l2', ...short].toSorted());
  });

  it('keeps what there is', () => {
    expect(spread([], ['a', 'b'])).toEqual(['a', 'b']);
    expect(spread(['a', 'b'], [])).toEqual(['a', 'b']);
  });
});
