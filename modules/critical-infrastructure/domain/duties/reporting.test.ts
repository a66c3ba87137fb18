import { expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge, type Known } from '../known.ts';
import { reporting } from './reporting.ts';

const judged = (change: Partial<Known>) => judge(reporting, { ...orderly, ...change });

it('is met when the numbers are at hand and no report was late', () => {
  expect(judged({}).text.zh).toBe('联系电话 027-12300000、027-11000000；1 小时时限 2 个，均按时');
});
it('is unmet without numbers, with an overdue clock, and with a report that came late', () => {
  expect(judged({ designation: null }).text.zh).toBe('保护工作部门和公安机关的联系方式未登记');
  expect(judged({ reports: { all: 1, overdue: 1, late: 0 } }).text.zh).toBe('1 个 1 小时时限已超期');
  expect(judged({ reports: { all: 1, overdue: 0, late: 1 } }).text.zh).toBe('1 次报告晚于 1 小时');
});
