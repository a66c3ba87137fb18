import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingBanks } from '../content.ts';
import type { PaperQuestion } from '../tables.ts';
import { drawPaper, fitsPaper, markPaper, resultSm3 } from './exam.ts';
import { readQuestions } from './read-questions.ts';
import { addMonths, attemptsUsed, takingState, type Done } from './standing.ts';

const single = (text: string, correct = 0): PaperQuestion => ({
  kind: 'single',
  text,
  options: ['甲', '乙', '丙', '丁'],
  correct: [correct],
  explanation: '',
  basis: '',
});
const POOL = Array.from({ length: 40 }, (_, n) => single(`题 ${n}`, n % 4));

describe('an exam', () => {
  it('draws as many questions as wanted, none twice, in an order that the seed decides', () => {
    const paper = drawPaper(POOL, 10, 'a');
    expect(paper).toHaveLength(10);
    expect(new Set(paper.map(({ text }) => text)).size).toBe(10);
    expect(drawPaper(POOL, 10, 'a')).toEqual(paper);
    expect(drawPaper(POOL, 10, 'b').map(({ text }) => text)).not.toEqual(paper.map(({ text }) => text));
  });

  it('keeps the right answer right wherever the options go', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.integer({ min: 0, max: 3 }), (seed, place) => {
        const before = single('题', place);
        const [after] = drawPaper([before], 1, seed);
        expect(after?.options[after.correct[0] ?? -1]).toBe(before.options[place]);
        expect(after?.options.toSorted()).toEqual(before.options.toSorted());
      }),
    );
  });

  it('leaves true before false', () => {
    const question: PaperQuestion = { ...single('对吗'), kind: 'true-false', options: ['正确', '错误'], correct: [1] };
    for (const seed of ['a', 'b', 'c', 'd']) expect(drawPaper([question], 1, seed)).toEqual([question]);
  });

  it('is marked by exactly the right options', () => {
    const several: PaperQuestion = { ...single('多选'), kind: 'multiple', correct: [0, 2] };
    const questions = [single('单选', 1), several];
    expect(markPaper(questions, [[1], [2, 0]], 80)).toMatchObject({ correct: 2, score: 100, passed: true });
    expect(markPaper(questions, [[1], [0]], 80)).toMatchObject({ correct: 1, score: 50, passed: false });
    expect(markPaper(questions, [[1], [0, 1, 2]], 50)).toMatchObject({ score: 50, passed: true });
    expect(markPaper([], [], 1)).toMatchObject({ score: 0, passed: false });
  });

  it('refuses answers that do not fit its questions', () => {
    const questions = [single('单选', 1)];
    expect(fitsPaper(questions, [[3]])).toBe(true);
    expect(fitsPaper(questions, [])).toBe(false);
    expect(fitsPaper(questions, [[4]])).toBe(false);
    expect(fitsPaper(questions, [[0, 1]])).toBe(false);
    expect(fitsPaper([{ ...single('多选'), kind: 'multiple' }], [[1, 1]])).toBe(false);
  });

  it('has another SM3 as soon as anything of the result differs', () => {
    const result = {
      paper: 'p',
      course: 'c',
      person: 'u',
      questions: [single('题')],
      answers: [[0]],
      score: 100,
      certificate: 'PX-2026-000001',
      validTo: '2027-11-23',
      at: '2026-11-23T01:00:00.000Z',
    };
    const sm3 = resultSm3(result);
    for (const other of [{ score: 99 }, { person: 'v' }, { answers: [[1]] }, { validTo: '2028-11-23' }])
      expect(resultSm3({ ...result, ...other })).not.toBe(sm3);
  });
});

describe('how somebody stands', () => {
  const nothing: Done = { papers: [], passed: undefined, isOpen: false };
  const reach = { due: '2026-12-31', at: 100 };

  it('goes from waiting to late', () => {
    const state = (today: string) => takingState([reach], nothing, 3, today).state;
    expect(state('2026-12-01')).toBe('waiting');
    expect(state('2026-12-24')).toBe('due-soon');
    expect(state('2026-12-31')).toBe('due-soon');
    expect(state('2027-01-01')).toBe('overdue');
    expect(takingState([], nothing, 3, '2027-01-01').state).toBe('free');
  });

  it('counts attempts from the newest assignment on', () => {
    const done = { ...nothing, papers: [110, 120, 130] };
    expect(takingState([reach], done, 3, '2026-12-01')).toMatchObject({ state: 'failed', attemptsLeft: 0 });
    expect(attemptsUsed([reach, { due: '2027-01-31', at: 125 }], done)).toBe(1);
    expect(takingState([reach], { ...done, isOpen: true }, 3, '2026-12-01').state).toBe('waiting');
  });

  it('passes until the certificate ends, or a newer assignment asks again', () => {
    const done = { ...nothing, papers: [110], passed: { at: 115, validTo: '2027-12-01' } };
    expect(takingState([reach], done, 3, '2027-12-01').state).toBe('passed');
    expect(takingState([reach], done, 3, '2027-12-02')).toMatchObject({ state: 'overdue', dueBy: '2027-12-01' });
    const again = { due: '2027-03-31', at: 200 };
    expect(takingState([reach, again], done, 3, '2027-01-01')).toMatchObject({ state: 'waiting', dueBy: '2027-03-31' });
  });

  it('ends a certificate on the same day, or on the last of the month', () => {
    expect(addMonths('2026-11-23', 12)).toBe('2027-11-23');
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  });
});

const HEAD = ['题型', '题目', '选项A', '选项B', '选项C', '选项D', '答案', '解析', '依据'];
const table = (...rows: string[][]) => [HEAD, ...rows].map((cells, at) => ({ row: at + 1, cells }));

describe('a table of questions', () => {
  it('takes the three kinds of questions', () => {
    const { taken, refused } = readQuestions(
      table(
        ['单选', '日志留存多久？', '1 个月', '6 个月', '', '', 'B', '不少于 6 个月', '一（三）'],
        ['多选', '哪些要报告？', '泄露', '篡改', '天气', '', 'a、b', '', ''],
        ['判断', '可以外传。', '', '', '', '', '错', '', ''],
        ['', '', '', '', '', '', '', '', ''],
      ),
    );
    expect(refused).toEqual([]);
    expect(taken.map(({ kind, correct }) => [kind, correct])).toEqual([
      ['single', [1]],
      ['multiple', [0, 1]],
      ['true-false', [1]],
    ]);
  });

  it('names the row, the column and the reason of what is wrong, and takes the rest', () => {
    const good = ['单选', '好题目', '甲', '乙', '', '', 'A', '', ''];
    const { taken, refused, rows } = readQuestions(
      table(
        ['问答', '题目一', '甲', '乙', '', '', 'A', '', ''],
        ['单选', '题目二', '甲', '乙', '', '', 'E', '', ''],
        ['单选', '题目三', '甲', '乙', '', '', 'AB', '', ''],
        ['单选', '题目四', '甲', '', '丙', '', 'A', '', ''],
        ['单选', '题目五', '甲', '甲', '', '', 'A', '', ''],
        ['单选', '?', '甲', '乙', '', '', 'A', '', ''],
        good,
      ),
    );
    expect([rows, taken.length]).toEqual([7, 1]);
    expect(refused.map(({ row, column }) => [row, column])).toEqual([
      [2, '题型'],
      [3, '答案'],
      [4, '答案'],
      [5, '选项'],
      [6, '选项'],
      [7, '题目'],
    ]);
  });

  it('says which columns are missing', () => {
    const { refused } = readQuestions([{ row: 1, cells: ['题目', '答案'] }]);
    expect(refused).toMatchObject([{ row: 1, column: '题型' }]);
  });

  it('takes 10,000 rows with wrong ones in the middle', () => {
    const rows = Array.from({ length: 10_000 }, (_, n) =>
      n % 1000 === 500
        ? ['单选', `题目 ${n}`, '甲', '乙', '', '', 'Z', '', '']
        : ['单选', `题目 ${n}`, '甲', '乙', '', '', 'A', '', ''],
    );
    const { taken, refused } = readQuestions(table(...rows));
    expect([taken.length, refused.length, refused[0]?.row]).toEqual([9990, 10, 502]);
  });

  it('never throws, and accounts for every filled row', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ maxLength: 12 }), { maxLength: 10 }), { maxLength: 12 }), (cells) => {
        const { taken, refused, rows } = readQuestions(table(...cells));
        expect(taken.length + refused.length).toBe(rows);
        for (const { correct, options } of taken) expect(Math.max(...correct)).toBeLessThan(options.length);
      }),
    );
  });
});

describe('the question banks that come with the product', () => {
  it('have material and at least 15 different questions with explanation and basis', async () => {
    const banks = await trainingBanks()();
    expect(banks.map(({ id }) => id)).toContain('data-handling');
    for (const { questions, material } of banks) {
      expect(new Set(questions.map(({ text }) => text)).size).toBeGreaterThanOrEqual(15);
      expect(questions.every(({ explanation, basis }) => explanation !== '' && basis !== '')).toBe(true);
      expect(material.length).toBeGreaterThan(200);
    }
  });
});
