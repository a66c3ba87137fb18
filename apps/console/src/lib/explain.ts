import { modifier } from '../i18n/zh-CN/common.ts';

/** The first values of a list and how many more there are: `a | b | c … +4`. */
export const shortList = (values: readonly string[], show: number): string => {
  const head = values.slice(0, show).join(' | ');
  return values.length > show ? `${head} … +${values.length - show}` : head;
};

/** Whether a modifier of Sigma has a word of its own in the dictionary. */
export const isModifier = (name: string): name is keyof typeof modifier => Object.hasOwn(modifier, name);
