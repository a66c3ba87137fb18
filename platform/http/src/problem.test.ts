import { DomainError, defineErrors } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { httpErrors } from './errors.ts';
import { InvalidRequest, languageOf, problemMaker } from './problem.ts';

describe('the language of a request', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en;q=0.3, zh-TW;q=0.7', 'zh'],
    ['fr, de', 'zh'],
    ['fr, en;q=0.1', 'en'],
    ['en;q=nonsense', 'zh'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it('is always one of the two, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (header) => ['zh', 'en'].includes(languageOf(header))));
  });
});

describe('problems', () => {
  const maker = problemMaker([]);
  const id = '00000000-0000-4000-8000-000000000000';

  it('treat a DomainError outside every catalogue as a bug', () => {
    const { problem, bug } = maker.from(new DomainError('nobody.knows', { reason: 'inner' }), 'en', id);
    expect(bug).toBe(true);
    expect(problem.code).toBe('http.internal');
    expect(problem.detail).toBeUndefined();
  });

  it('say what a missing permission allows, where its title is known', () => {
    const titled = problemMaker([], new Map([['things.read', { zh: '查看东西', en: 'See things' }]]));
    const factsOf = (permission: string) =>
      titled.from(new DomainError('http.not-allowed', { permission }), 'zh', id).problem.facts;
    expect(factsOf('things.read')).toEqual({
      permission: 'things.read',
      permissionZh: '查看东西',
      permissionEn: 'See things',
    });
    expect(factsOf('things.write')).toEqual({ permission: 'things.write' });
  });

  it.each([
    [{ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }, 'http.body-too-large', false],
    [{ code: 'ECONNRESET' }, 'http.client-gone', false],
    [{ statusCode: 400 }, 'http.malformed-body', false],
    [{}, 'http.internal', true],
  ])('map what the framework throws: %o', (fields, code, bug) => {
    const answer = maker.from(Object.assign(new Error('x'), fields), 'zh', id);
    expect(answer.problem.code).toBe(code);
    expect(answer.bug).toBe(bug);
  });

  it('never throw and never leak, whatever is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const { problem, bug } = maker.from(thrown, 'en', id);
        expect(problem.code).toBe('http.internal');
        expect(bug).toBe(true);
        expect(Object.keys(problem).toSorted()).toEqual([
          'code',
          'instance',
          'status',
          'text',
          'title',
          'todo',
          'type',
        ]);
      }),
    );
  });

  it('list at most twenty fields', () => {
    const strings = Array.from({ length: 100 }, () => 'x');
    const { problems } = new InvalidRequest('body', z.array(z.number()), strings);
    expect(problems).toHaveLength(20);
    expect(problems[3]).toEqual({ field: 'body.3', zh: '应为数字', en: 'should be a number' });
  });

  it('allow the same catalogue twice but not two texts for one code', () => {
    const one = defineErrors({ 'a.b': { status: 400, zh: 'z', en: 'e', doZh: 'z', doEn: 'e' } });
    expect(() => problemMaker([one, one])).not.toThrow();
    expect(() => problemMaker([one, { ...one, 'a.b': { ...one['a.b'], zh: 'y' } }])).toThrow('a.b');
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(httpErrors))('%s says what is wrong and what to do in both languages', (code, text) => {
    expect(code).toMatch(/^http\.[a-z-]+$/);
    expect(text.status).toBeGreaterThanOrEqual(400);
    for (const chinese of [text.zh, text.doZh]) expect(chinese).toMatch(/[一-鿿]/);
    for (const english of [text.en, text.doEn]) expect(english).toMatch(/^[\x20-\x7e]+$/);
  });
});
