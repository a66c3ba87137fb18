import { describe, expect, test } from 'vitest';
import { ANSWERS } from './answers.ts';
import { selfTest } from './self-test.ts';

describe('self-test', () => {
  test('passes on this Node', () => {
    expect(() => selfTest()).not.toThrow();
  });

  test.each(Object.keys(ANSWERS))('fails when the answer of %s is another', (name) => {
    const right = Object.entries(ANSWERS).find(([each]) => each === name)?.[1] ?? '';
    const spoilt = right.endsWith('0') ? `${right.slice(0, -1)}1` : `${right.slice(0, -1)}0`;
    expect(() => selfTest({ ...ANSWERS, [name]: spoilt })).toThrow(`gm.self-test: ${name} gives ${right}`);
  });

  test('fails when an answer is missing', () => {
    expect(() => selfTest({})).toThrow(/gm.self-test/);
  });
});
