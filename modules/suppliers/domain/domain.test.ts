import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openQuestionnaire } from '../content.ts';
import type { ReviewInput } from '../contract.ts';
import { findingOf, findingOfName } from './finding.ts';
import { problemsOf } from './judge.ts';
import { keyOf, unknownAmong } from './names.ts';
import { reviewRefusal, scoreOf } from './score.ts';
import { agreedTo, nextReviewOn, type SupplierState } from './state.ts';

const agreement = (validFrom: string, validTo: string | null, terms = true) => ({
  validFrom,
  validTo,
  securityTerms: terms,
  confidentiality: terms,
});
const good: SupplierState = {
  today: '2026-11-28',
  id: 's1',
  name: '示例电子',
  importance: 'critical',
  createdOn: '2026-01-01',
  endedOn: null,
  contactPerson: '王芳',
  contactPhone: '027-1234567',
  contactEmail: '',
  agreements: [agreement('2026-01-01', null)],
  newest: { day: '2026-06-01', result: 'passed' },
  conditions: [],
};
const kindsOf = (more: Partial<SupplierState>): readonly string[] =>
  problemsOf({ ...good, ...more }).map(({ kind }) => kind);

describe('what is wrong with a supplier', () => {
  it('is nothing where it is bound, reachable and reviewed', () => expect(kindsOf({})).toEqual([]));

  const cases: readonly [string, Partial<SupplierState>, Partial<SupplierState>][] = [
    ['no-agreement', { agreements: [agreement('2026-12-01', null)] }, { agreements: [agreement('2026-11-28', null)] }],
    [
      'agreement-over',
      { agreements: [agreement('2025-01-01', '2026-11-27')] },
      { agreements: [agreement('2025-01-01', '2026-11-27'), agreement('2026-11-01', null)] },
    ],
    [
      'agreement-ending',
      { agreements: [agreement('2026-01-01', '2026-12-28')] },
      { agreements: [agreement('2026-01-01', '2026-12-29')] },
    ],
    [
      'agreement-ending',
      { agreements: [agreement('2026-01-01', '2026-12-05'), agreement('2026-12-07', null)] },
      { agreements: [agreement('2026-01-01', '2026-12-05'), agreement('2026-12-06', null)] },
    ],
    ['no-contact', { contactPerson: '' }, { contactPhone: '', contactEmail: 'a@b.example' }],
    ['no-contact', { contactPhone: '' }, {}],
    [
      'review-overdue',
      { newest: { day: '2025-11-27', result: 'passed' } },
      { newest: { day: '2025-11-28', result: 'passed' } },
    ],
    ['review-overdue', { newest: undefined, createdOn: '2026-10-28' }, { newest: undefined, createdOn: '2026-10-29' }],
    [
      'review-failed',
      { newest: { day: '2026-06-01', result: 'failed' } },
      { newest: { day: '2026-06-01', result: 'conditions' } },
    ],
    [
      'condition-overdue',
      { conditions: [{ id: 'c', text: '补充清单', dueOn: '2026-11-27', metOn: null }] },
      {
        conditions: [
          { id: 'c', text: '补充清单', dueOn: '2026-11-28', metOn: null },
          { id: 'd', text: '签名', dueOn: '2026-01-01', metOn: '2026-02-01' },
        ],
      },
    ],
  ];
  it.each(cases)('%s: found where it is so, and nowhere else', (kind, wrong, right) => {
    expect(kindsOf(wrong)).toEqual([kind]);
    expect(kindsOf(right)).toEqual([]);
  });

  it('names missing terms of agreements in force only', () => {
    expect(kindsOf({ agreements: [agreement('2026-01-01', null, false)] })).toEqual([
      'no-security-terms',
      'no-confidentiality',
    ]);
    const both = [agreement('2026-01-01', null, false), agreement('2026-01-01', null)];
    expect(kindsOf({ agreements: both })).toEqual([]);
    expect(kindsOf({ agreements: [agreement('2025-01-01', '2025-12-31', false)] })).toEqual(['agreement-over']);
  });

  it('is nothing any more on the day after the relation ended', () => {
    const bad = { agreements: [], newest: { day: '2020-01-01', result: 'failed' } as const };
    expect(kindsOf({ ...bad, endedOn: '2026-11-27' })).toEqual([]);
    expect(kindsOf({ ...bad, endedOn: '2026-11-28' })).toEqual(['review-failed', 'no-agreement', 'review-overdue']);
  });

  it('weighs by importance, and keeps its fingerprint whatever the day', () => {
    const failed = { newest: { day: '2026-06-01', result: 'failed' } as const };
    const severityOf = (importance: SupplierState['importance']) =>
      problemsOf({ ...good, ...failed, importance }).map(({ severity }) => severity);
    expect([severityOf('critical'), severityOf('important'), severityOf('ordinary')]).toEqual([
      ['critical'],
      ['high'],
      ['medium'],
    ]);
    const conditions = [{ id: 'c', text: '补充清单', dueOn: '2026-01-01', metOn: null }];
    const prints = ['2026-11-28', '2026-11-29'].map(
      (today) => problemsOf({ ...good, today, conditions })[0]?.fingerprint,
    );
    expect(prints).toEqual(['suppliers:s1:condition-overdue:c', 'suppliers:s1:condition-overdue:c']);
  });

  it('is reviewed every one, two or three years by importance', () => {
    const due = (importance: SupplierState['importance']) => nextReviewOn({ ...good, importance });
    expect([due('critical'), due('important'), due('ordinary')]).toEqual(['2027-06-01', '2028-06-01', '2029-06-01']);
  });

  it('is agreed to the end of a chain without a break', () => {
    const chain = [agreement('2026-01-01', '2026-12-31'), agreement('2027-01-01', '2027-06-30')];
    expect(agreedTo({ ...good, agreements: chain })).toBe('2027-06-30');
    expect(agreedTo({ ...good, agreements: [...chain, agreement('2027-08-01', null)] })).toBe('2027-06-30');
    expect(agreedTo({ ...good, agreements: [...chain, agreement('2027-07-01', null)] })).toBeNull();
    expect(agreedTo({ ...good, agreements: [agreement('2025-01-01', '2025-12-31')] })).toBeUndefined();
  });

  it('becomes a finding with the assets that stand on it', () => {
    const [problem] = problemsOf({ ...good, agreements: [] });
    if (problem === undefined) throw new Error('nothing was found');
    const { report } = findingOf({ id: 's1', name: '示例', dependents: [{ kind: 'service', name: 'TSP' }] }, problem);
    expect(report).toMatchObject({
      titleZh: '供应商“示例”：没有合同或协议',
      severity: 'high',
      assets: [{ kind: 'service', id: 'TSP' }],
      obligations: ['2.1-j'],
    });
    const unknown = ['Bosch', 'ＢＯＳＣＨ '].map((name) => findingOfName({ name, vehicles: 1, ecus: 1, parts: [] }));
    expect(unknown[0]?.report.fingerprint).toBe(unknown[1]?.report.fingerprint);
  });
});

describe('names', () => {
  it('are the same whatever their width, case and spaces', () => {
    expect(keyOf(' Robert　BOSCH （中国） ')).toBe(keyOf('robertbosch(中国)'));
    fc.assert(fc.property(fc.string(), (name) => keyOf(keyOf(name)) === keyOf(name)));
  });
  it('without a dossier are found, most used first', () => {
    const names = [
      { name: 'A', vehicles: 1, ecus: 9, parts: [] },
      { name: 'B 公司', vehicles: 5, ecus: 5, parts: [] },
      { name: 'C', vehicles: 2, ecus: 2, parts: [] },
    ];
    expect(unknownAmong(names, new Set(['c'])).map(({ name }) => name)).toEqual(['B 公司', 'A']);
    expect(unknownAmong(names, new Set(['a', 'b公司', 'c']))).toEqual([]);
  });
});

describe('the questionnaire', () => {
  const read = openQuestionnaire();
  it('loads by its schema, with questions in both languages and each id once', async () => {
    const { questions, passFrom, conditionsFrom } = await read();
    expect(questions).toHaveLength(12);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(12);
    expect(questions.every(({ title }) => /[\u4e00-\u9fff]/.test(title.zh) && !/[\u4e00-\u9fff]/.test(title.en))).toBe(
      true,
    );
    expect(passFrom).toBeGreaterThan(conditionsFrom);
  });

  it('scores by weight, leaves out what does not apply, and never passes a no where a yes must be', async () => {
    const sheet = await read();
    const all = (value: 'yes' | 'partly' | 'no' | 'not-applicable') =>
      sheet.questions.map(({ id }) => ({ question: id, value }));
    expect(scoreOf(sheet, all('yes'))).toEqual({ score: 100, best: 'passed' });
    expect(scoreOf(sheet, all('partly'))).toEqual({ score: 50, best: 'failed' });
    expect(scoreOf(sheet, all('not-applicable'))).toEqual({ score: 0, best: 'failed' });
    expect(scoreOf(sheet, [])).toEqual({ score: 0, best: 'failed' });
    const but = (id: string, value: 'no' | 'not-applicable') =>
      all('yes').map((each) => (each.question === id ? { ...each, value } : each));
    expect(scoreOf(sheet, but('incidents', 'no'))).toEqual({ score: 89, best: 'conditions' });
    expect(scoreOf(sheet, but('continuity', 'no'))).toEqual({ score: 95, best: 'passed' });
    expect(scoreOf(sheet, but('incidents', 'not-applicable'))).toEqual({ score: 100, best: 'passed' });
  });

  it('refuses a review that is not whole, later than today, or better than its answers', async () => {
    const sheet = await read();
    const answers = sheet.questions.map(({ id }) => ({ question: id, value: 'yes' as const, note: '' }));
    const base = { day: '2026-11-28', reviewer: '李', version: 1, comment: '', document: null } as const;
    const review: ReviewInput = { ...base, answers, result: 'passed', conditions: [] };
    const why = (more: Partial<ReviewInput>) => reviewRefusal(sheet, { ...review, ...more }, '2026-11-28');
    expect(why({})).toBeUndefined();
    expect(why({ result: 'failed' })).toBeUndefined();
    expect(why({ version: 2 })).toBe('other-version');
    expect(why({ answers: answers.slice(1) })).toBe('unanswered');
    const [first] = answers;
    expect(why({ answers: first === undefined ? [] : [...answers.slice(1), first, first] })).toBe('unanswered');
    expect(why({ answers: [...answers, { question: 'other', value: 'yes', note: '' }] })).toBe('unanswered');
    expect(why({ day: '2026-11-29' })).toBe('review-later');
    expect(why({ answers: answers.map((each) => ({ ...each, value: 'no' })) })).toBe('result-too-good');
    expect(why({ result: 'conditions' })).toBe('conditions-missing');
    const conditions = [{ text: '补充清单', dueOn: '2026-12-31' }];
    expect(why({ result: 'conditions', conditions })).toBeUndefined();
    expect(why({ conditions })).toBe('conditions-needless');
  });
});
