import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldText } from './field-text.ts';

const textOf = (schema: z.ZodType, value: unknown) => {
  const issue = schema.safeParse(value, { reportInput: true }).error?.issues[0];
  if (issue === undefined) throw new Error('the value fits');
  return fieldText(issue);
};

describe('what is wrong with a field', () => {
  it.each([
    ['a missing field', z.string(), undefined, '必填', 'required'],
    ['a missing choice', z.enum(['a', 'b']), undefined, '必填', 'required'],
    ['a wrong type', z.number(), 'x', '应为数字', 'should be a number'],
    ['an unusual type', z.bigint(), 'x', '格式不正确', 'not well formed'],
    ['short text', z.string().min(2), '', '至少 2 个字符', 'at least 2 characters'],
    ['a long list', z.array(z.string()).max(1), ['a', 'b'], '最多 1 项', 'at most 1 items'],
    ['a small number', z.number().min(5), 1, '不能小于 5', 'not less than 5'],
    ['a pattern', z.string().regex(/^a$/), 'b', '格式不正确', 'not well formed'],
    ['an id', z.uuid(), 'b', '应为UUID', 'should be a UUID'],
    ['a choice', z.enum(['a', 'b']), 'c', '只能是：a、b', 'one of: a, b'],
    ['an unknown field', z.strictObject({}), { x: 1 }, '未知的字段：x', 'unknown field: x'],
    ['a step', z.number().multipleOf(5), 3, '应为 5 的倍数', 'should be a multiple of 5'],
    ['a union', z.union([z.string(), z.number()]), true, '不符合任何一种允许的形式', 'fits none of the allowed forms'],
    [
      'a key',
      z.record(z.string().max(1), z.number()),
      { ab: 1 },
      '含有不允许的键或值',
      'holds a key or value that is not allowed',
    ],
    ['a rule of its own', z.string().refine(() => false, 'odd'), 'x', '不符合要求', 'odd'],
  ])('%s', (_name, schema, value, zh, en) => {
    expect(textOf(schema, value)).toEqual({ zh, en });
  });

  it('is told in Chinese and English for every value', () => {
    const schema = z.object({
      a: z.string().max(3),
      b: z.array(z.int()).max(2),
      c: z.iso.datetime(),
      d: z.discriminatedUnion('kind', [z.object({ kind: z.literal('x') }), z.object({ kind: z.literal('y') })]),
    });
    fc.assert(
      fc.property(fc.object({ key: fc.constantFrom('a', 'b', 'c', 'd', 'kind') }), (value) => {
        for (const issue of schema.safeParse(value, { reportInput: true }).error?.issues ?? []) {
          const { zh, en } = fieldText(issue);
          expect(zh).toMatch(/[一-鿿]/);
          expect(en).toMatch(/^[\x20-\x7e]+$/);
        }
      }),
    );
  });
});
