import { describe, expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge } from '../known.ts';
import { designation } from './designation.ts';

describe('the notice of designation', () => {
  it('is met when it is kept, and names who named us', () => {
    const duty = judge(designation, orderly);
    expect(duty.standing).toBe('met');
    expect(duty.text.zh).toBe('2026-03-01 由 省通信管理局 认定');
  });
  it('is unmet without it', () => {
    expect(judge(designation, { ...orderly, designation: null }).standing).toBe('unmet');
  });
});
