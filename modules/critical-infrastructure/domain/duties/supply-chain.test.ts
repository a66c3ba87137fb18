import { expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge, type Known } from '../known.ts';
import { supplyChain } from './supply-chain.ts';

const text = (change: Partial<Known['suppliers']>): string =>
  judge(supplyChain, { ...orderly, suppliers: { ...orderly.suppliers, ...change } }).text.zh;

it('is met when every supplier is bound and reviewed', () => {
  expect(text({})).toBe('12 家供应商均有有效协议并按期评审');
});
it('says what is missing', () => {
  expect(text({ total: 0 })).toBe('尚未登记供应商');
  expect(text({ withoutAgreement: 2, reviewOverdue: 1, unknown: 3 })).toBe(
    '2 家没有有效协议；1 家评审超期；资产台账中有 3 家未建档',
  );
});
