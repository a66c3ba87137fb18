import type { GradeFacts } from '@chedun/regulations';
import type { Json } from '@chedun/kernel';
import type { ReadFact } from '../contract.ts';

/** Fields of reports whose words are read. */
const FIELDS = ['scope', 'impact', 'harm', 'data', 'system', 'trend', 'progress', 'news', 'course'] as const;
const MOST_TEXT = 20_000;
const MOST_QUOTE = 120;
const UNITS: Readonly<Record<string, number>> = { 亿: 1e8, 千万: 1e7, 百万: 1e6, 十万: 1e5, 万: 1e4, 千: 1e3 };

/** What is said in one sentence: nothing is put together over its end. */
const sentencesOf = (text: string): string[] =>
  text
    .slice(0, MOST_TEXT)
    .split(/[。；;！？!?\n]/u)
    .filter((each) => each.trim() !== '');

const NUMBER =
  /(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)\s*(亿|千万|百万|十万|万|千)?\s*余?\s*(?:多)?\s*(?:名|位|个|条)?\s*(?:用户|车主|人|户|个人信息)/gu;
const LEAK = /泄露|泄漏|外泄|被窃取|遭窃取|外流/u;
const DENIED = /(?:未|没有|无)[^，,]{0,8}(?:泄露|泄漏|外泄|窃取|外流|爆发|中断|离线|异常)/u;

const leaked = (sentence: string): number | undefined => {
  if (!LEAK.test(sentence)) return undefined;
  const counts = [...sentence.matchAll(NUMBER)].map(
    ([, number = '', unit = '']) => Number(number.replaceAll(',', '')) * (UNITS[unit] ?? 1),
  );
  const found = counts.filter((count) => Number.isSafeInteger(Math.round(count)));
  return found.length === 0 ? undefined : Math.round(Math.max(...found));
};

const SEVERAL = /(?:多个|数个|若干|[2-9]|[1-3]\d|[二两三四五六七八九十]+)\s*个?省/u;
const areaOf = (sentence: string): 'nationwide' | 'several-provinces' | 'one-province' | 'one-city' | undefined => {
  if (/全国/u.test(sentence)) return 'nationwide';
  if (SEVERAL.test(sentence)) return 'several-provinces';
  if (/全省|省内|(?:1|一)\s*个省/u.test(sentence)) return 'one-province';
  return /全市|(?:1|一)\s*个(?:地)?市|地市/u.test(sentence) ? 'one-city' : undefined;
};

const offline = (sentence: string): string | undefined =>
  /(?:用户|车辆|车主)[^，,]{0,20}(?:无法上网|断网|离线|无法联网|失去连接)/u.test(sentence)
    ? areaOf(sentence)
    : undefined;

const platform = (sentence: string): string | undefined => {
  if (!/(?:平台|网站)[^，,]{0,20}(?:无法访问|瘫痪|中断|严重异常|不可用)/u.test(sentence)) return undefined;
  const area = areaOf(sentence);
  if (area === 'nationwide' || area === 'several-provinces') return 'national';
  return area === 'one-province' ? 'provincial' : undefined;
};

const virus = (sentence: string): string | undefined => {
  if (!/(?:病毒|蠕虫|勒索软件|木马)[^，,]{0,20}(?:爆发|扩散|蔓延|传播)/u.test(sentence)) return undefined;
  const area = areaOf(sentence);
  return area === 'one-city' ? undefined : area;
};

const READERS: readonly (readonly [fact: string, read: (sentence: string) => number | string | undefined])[] = [
  ['leakedPersons', leaked],
  ['usersOffline', offline],
  ['platformFailure', platform],
  ['virusSpread', virus],
];

const ORDER: Readonly<Record<string, number>> = {
  nationwide: 4,
  'several-provinces': 3,
  'one-province': 2,
  'one-city': 1,
  national: 4,
  provincial: 2,
};
const weight = (value: number | string): number => (typeof value === 'number' ? value : (ORDER[value] ?? 0));

const factsOfText = (field: string, text: string): ReadFact[] =>
  sentencesOf(text)
    .filter((sentence) => !DENIED.test(sentence))
    .flatMap((sentence) =>
      READERS.flatMap(([fact, read]) => {
        const value = read(sentence);
        return value === undefined ? [] : [{ fact, value, quote: sentence.trim().slice(0, MOST_QUOTE), field }];
      }),
    );

/**
 * Reads what a grading table asks for from the words of a report: how many persons' data leaked, how wide an outage or a
 * virus is. A proposal for people, with the sentence it rests on; of several the heaviest. What a sentence denies is not read.
 */
export const readFacts = (data: Readonly<Record<string, Json>>): ReadFact[] => {
  const texts = FIELDS.flatMap((field) => {
    const value = data[field];
    return typeof value === 'string' ? factsOfText(field, value) : [];
  });
  const persons = data['persons'];
  const counted: ReadFact[] =
    typeof persons === 'number' && persons >= 0
      ? [{ fact: 'leakedPersons', value: persons, quote: String(persons), field: 'persons' }]
      : [];
  const heaviest = new Map<string, ReadFact>();
  for (const each of [...counted, ...texts]) {
    const before = heaviest.get(each.fact);
    if (before === undefined || weight(each.value) > weight(before.value)) heaviest.set(each.fact, each);
  }
  return [...heaviest.values()];
};

/** The facts as tables take them. */
export const gradeFactsOf = (facts: readonly ReadFact[]): GradeFacts =>
  Object.fromEntries(facts.map(({ fact, value }) => [fact, value]));
