import { expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge, type Known } from '../known.ts';
import { cryptography } from './cryptography.ts';

const judged = (...systems: Known['systems']) => judge(cryptography, { ...orderly, systems });

it('is met when every system was assessed within a year and conforms', () => {
  expect(judge(cryptography, orderly).standing).toBe('met');
});
it('is unmet without an assessment, with an overdue one, and with one that does not conform', () => {
  expect(judged().text.zh).toBe('尚无已完成的密评');
  expect(judged({ system: 'A', isFailed: false, isOverdue: true }).text.zh).toBe('A 超过一年未复评');
  expect(judged({ system: 'B', isFailed: true, isOverdue: false }).text.zh).toBe('B 的密评结论为不符合');
});
