import type { Language } from '../../api/problem.ts';

/** A reason as the machine keeps it, `中文 (English)`, in the language that is read; what people wrote stays as it is. */
export const reasonIn = (reason: string, language: Language): string => {
  const [, zh, en] = /^([^()]+) \(([^]+)\)$/.exec(reason) ?? [];
  if (zh === undefined || en === undefined) return reason;
  return language === 'en' ? en : zh;
};
