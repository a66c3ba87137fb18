const CHINESE = /\p{Script=Han}/u;

/** `中文 · English` in the language of the reader; other names as they are. */
export const localName = (name: string, language: string): string => {
  const [first = '', second = '', ...more] = name.split(' · ');
  if (second === '' || more.length > 0 || !CHINESE.test(first) || CHINESE.test(second)) return name;
  return language === 'en' ? second : first;
};
