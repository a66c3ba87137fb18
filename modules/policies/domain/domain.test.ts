import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Template } from '../contract.ts';
import { differenceOf } from './diff.ts';
import { isPolicyFile } from './file-kind.ts';
import { outlineText, UNANSWERED } from './outline.ts';
import { addMonths, dueDay, effectiveOf, readingState, stateOf } from './standing.ts';

const side = (lines: ReturnType<typeof differenceOf>, not: 'added' | 'removed'): string =>
  lines
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join('\n');

describe('the difference of two texts', () => {
  const text = fc
    .array(fc.constantFrom('一', '二', '三', '', '# 四'), { maxLength: 30 })
    .map((lines) => lines.join('\n'));

  it('holds both texts, whatever they are', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const lines = differenceOf(first, second);
        expect(side(lines, 'added')).toBe(first);
        expect(side(lines, 'removed')).toBe(second);
      }),
    );
  });

  it('is nothing for the same text', () => {
    fc.assert(
      fc.property(text, (same) => {
        expect(differenceOf(same, same).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('finds one changed line in the middle of a long text', () => {
    const lines = Array.from({ length: 2000 }, (_, n) => `第 ${n} 条`);
    const changed = lines.with(1000, '第 1000 条（修订）');
    const found = differenceOf(lines.join('\n'), changed.join('\n')).filter(({ kind }) => kind !== 'same');
    expect(found).toEqual([
      { kind: 'removed', text: '第 1000 条' },
      { kind: 'added', text: '第 1000 条（修订）' },
    ]);
  });

  it('keeps lines that moved apart together with what was put between them', () => {
    expect(differenceOf('a\nb\nc', 'a\nx\nb\nc\ny').map(({ kind, text: line }) => `${kind[0]}${line}`)).toEqual([
      'sa',
      'ax',
      'sb',
      'sc',
      'ay',
    ]);
  });

  it('stays within bounds for texts that have nothing in common', () => {
    const many = (mark: string) => Array.from({ length: 5000 }, (_, n) => `${mark}${n}`).join('\n');
    const lines = differenceOf(many('a'), many('b'));
    expect([side(lines, 'added'), side(lines, 'removed')]).toEqual([many('a'), many('b')]);
  });
});

describe('when a version holds', () => {
  const term = (number: number, effectiveFrom: string, reviewBy = '2027-01-01') => ({
    number,
    effectiveFrom,
    reviewBy,
  });

  it('is the newest one whose day has come', () => {
    const approved = [term(1, '2026-01-01'), term(2, '2026-11-23'), term(3, '2026-12-01')];
    expect(effectiveOf(approved, '2026-11-22')?.number).toBe(1);
    expect(effectiveOf(approved, '2026-11-23')?.number).toBe(2);
    expect(effectiveOf(approved, '2027-01-01')?.number).toBe(3);
    expect(effectiveOf(approved, '2025-12-31')).toBeUndefined();
  });

  it('says how a policy stands', () => {
    const state = (today: string, isRetired = false) =>
      stateOf({ approved: [term(1, '2026-01-01', '2026-12-31')], isRetired }, today);
    expect(stateOf({ approved: [], isRetired: false }, '2026-01-01')).toBe('none');
    expect(state('2025-12-31')).toBe('scheduled');
    expect(state('2026-11-30')).toBe('effective');
    expect(state('2026-12-01')).toBe('review-due');
    expect(state('2026-12-31')).toBe('review-due');
    expect(state('2027-01-01')).toBe('review-overdue');
    expect(state('2027-01-01', true)).toBe('retired');
  });

  it('adds months without leaving the month', () => {
    expect(addMonths('2026-11-23', 12)).toBe('2027-11-23');
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  });

  it('reminds readers before the day, and calls them late after it', () => {
    const due = dueDay('2026-11-23');
    expect(due).toBe('2026-12-07');
    expect(readingState(false, due, '2026-12-03')).toBe('waiting');
    expect(readingState(false, due, '2026-12-04')).toBe('due-soon');
    expect(readingState(false, due, '2026-12-07')).toBe('due-soon');
    expect(readingState(false, due, '2026-12-08')).toBe('overdue');
    expect(readingState(true, due, '2027-12-08')).toBe('read');
  });
});

describe('an outline', () => {
  it('asks each question behind the mark that keeps it from being submitted', () => {
    const template: Template = {
      id: 'x',
      kind: 'policy',
      title: { zh: '办法', en: 'Rules' },
      purpose: { zh: '目的。', en: 'Purpose.' },
      obligations: [],
      chapters: [{ title: { zh: '组织', en: 'Team' }, questions: [{ zh: '谁负责？', en: 'Who?' }] }],
    };
    expect(outlineText(template)).toBe(`# 办法\n\n目的。\n\n## 1. 组织\n\n- ${UNANSWERED}谁负责？\n`);
  });
});

describe('the kind of a file', () => {
  it('is told by its first bytes', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(isPolicyFile(bytes('%PDF-1.7'))).toBe(true);
    expect(isPolicyFile(bytes('PK\u0003\u0004...'))).toBe(true);
    expect(isPolicyFile(bytes('<html>'))).toBe(false);
    expect(isPolicyFile(bytes('%PD'))).toBe(false);
  });
});
