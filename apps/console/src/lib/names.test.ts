import { expect, it } from 'vitest';
import { namesText } from './names.ts';

it('lists names with the mark of Chinese lists', () => {
  expect(namesText(['部应急办', '广东省通信管理局'])).toBe('部应急办、广东省通信管理局');
  expect(namesText([])).toBe('');
});
