import { describe, expect, it } from 'vitest';
import { orderly } from '../../testing/known.ts';
import { judge, type Known } from '../known.ts';
import { yearlyTest } from './yearly-test.ts';

const unit = (evaluatedOn: string | null, assessedOn: string | null, name = '平台'): Known['units'][number] => ({
  name,
  evaluatedOn,
  assessedOn,
});
const judged = (...units: Known['units']) => judge(yearlyTest, { ...orderly, units });

describe('the yearly test', () => {
  it('holds to the last day of the year', () => {
    expect(judged(unit('2025-11-27', '2025-11-27')).standing).toBe('met');
    expect(judged(unit('2025-11-26', '2026-11-01')).standing).toBe('unmet');
  });
  it('wants both, of every unit, and names those that lack one', () => {
    expect(judged(unit('2026-01-01', null)).text.zh).toBe('一年内未完成检测或风险评估：平台');
    const many = ['一', '二', '三', '四'].map((name) => unit(null, null, name));
    expect(judged(...many).text.zh).toBe('一年内未完成检测或风险评估：一、二、三 等 4 个');
  });
  it('is unmet while no unit has a level', () => {
    expect(judged().text.zh).toBe('尚无定级对象');
  });
});
