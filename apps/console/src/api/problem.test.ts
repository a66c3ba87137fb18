import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consoleErrors,
  detailFor,
  isNotFound,
  isSignedOut,
  ownProblem,
  problemError,
  problemOf,
  readProblem,
  textIn,
} from './problem.ts';

const BODY = {
  type: 'urn:chedun:error:http.invalid-request',
  title: '请求不符合要求',
  status: 400,
  code: 'http.invalid-request',
  instance: 'urn:uuid:0198c0de-0000-7000-8000-000000000001',
  text: { zh: '请求不符合要求', en: 'The request is not valid' },
  todo: { zh: '按提示修改', en: 'Correct the fields' },
  place: { field: 'body.name', line: 3 },
  errors: [{ field: 'body.name', zh: '太短', en: 'Too short' }],
};

describe('problems', () => {
  it('are read in both languages with their place and fields', () => {
    const problem = readProblem(400, BODY);
    expect(textIn(problem.text, 'zh-CN')).toBe('请求不符合要求');
    expect(textIn(problem.todo, 'en')).toBe('Correct the fields');
    expect(problem.place).toEqual([
      ['field', 'body.name'],
      ['line', '3'],
    ]);
    expect(problem.fields[0]?.zh).toBe('太短');
    expect(problem.requestId).toBe('0198c0de-0000-7000-8000-000000000001');
  });

  it('name the permission that is missing, and what it allows where the server says so', () => {
    const facts = { permission: 'supervision.inbox', permissionZh: '查看报送材料', permissionEn: 'See what was filed' };
    expect(readProblem(403, { ...BODY, facts })).toMatchObject({
      permission: 'supervision.inbox',
      permissionTitle: { zh: '查看报送材料', en: 'See what was filed' },
    });
    const half = { permission: 'supervision.inbox', permissionZh: '查看报送材料' };
    expect(readProblem(403, { ...BODY, facts: half })).toMatchObject({ permissionTitle: undefined });
    expect(readProblem(403, { ...BODY, facts: {} }).permission).toBeUndefined();
  });

  it('of proxies and broken servers keep their status', () => {
    for (const body of [undefined, null, 'Bad gateway', {}, { ...BODY, text: 'x' }]) {
      expect(readProblem(502, body)).toMatchObject({ code: 'console.refused', status: 502 });
    }
  });

  it('never come from a body as an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => readProblem(500, body).code !== ''));
  });

  it('travel inside the error that a call throws', () => {
    const problem = readProblem(400, BODY);
    expect(problemOf(problemError(problem))).toBe(problem);
  });

  it('are made of anything else that is thrown', () => {
    expect(problemOf(new Error('boom'))).toMatchObject({ code: 'console.refused', detail: 'boom' });
    expect(problemOf(new DomainError('other.code')).code).toBe('console.refused');
    expect(problemOf('text').detail).toBeUndefined();
  });

  it('tell Chinese readers the reason in Chinese, or the place instead of an English sentence', () => {
    const problem = { ...readProblem(400, BODY), detail: 'too short' };
    expect(detailFor(problem, 'en')).toBe('too short');
    expect(detailFor(problem, 'zh-CN')).toBe('字段 body.name，第 3 行');
    const known = readProblem(400, { ...BODY, facts: { reasonZh: '规则的 id 不能更改', id: 'r-1' } });
    expect(detailFor(known, 'zh-CN')).toBe('规则的 id 不能更改 · 字段 body.name，第 3 行');
    expect(detailFor({ ...problem, place: [] }, 'zh-CN')).toBeUndefined();
    expect(detailFor(ownProblem('console.unexpected-answer', 'GET /x'), 'zh-CN')).toBe('GET /x');
  });

  it('tell that the session has ended', () => {
    expect(isSignedOut(problemError({ ...ownProblem('console.refused'), status: 401 }))).toBe(true);
    expect(isSignedOut(problemError(ownProblem('console.refused')))).toBe(false);
    const mistyped = { ...ownProblem('console.refused'), status: 401, code: 'identity.wrong-code' };
    expect(isSignedOut(problemError(mistyped))).toBe(false);
    expect(isSignedOut(new Error('401'))).toBe(false);
    expect(isNotFound(problemError({ ...ownProblem('console.refused'), status: 404 }))).toBe(true);
  });

  it('of our own say in both languages what to do', () => {
    for (const text of Object.values(consoleErrors)) {
      for (const part of [text.zh, text.en, text.doZh, text.doEn]) expect(part.length).toBeGreaterThan(5);
    }
  });
});
