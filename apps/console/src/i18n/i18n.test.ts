import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as en from './en/index.ts';
import * as zhCN from './zh-CN/index.ts';

type Entry = readonly [key: string, text: string];

const entriesOf = (tree: object, path = ''): readonly Entry[] =>
  Object.entries(tree).flatMap(([name, value]: [string, unknown]): readonly Entry[] => {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'string') return [[key, value]];
    return typeof value === 'object' && value !== null ? entriesOf(value, key) : [];
  });

const chinese = entriesOf(zhCN);
const english = entriesOf(en);
const englishOf = new Map(english);
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();

const CJK = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;

/** Texts that are names, units or examples in every language. */
const SAME_IN_BOTH = new Set([
  'Syslog',
  'GB/T 32960',
  'JT/T 808',
  'JT/T 809',
  'AUTOSAR IDS',
  'NetFlow / IPFIX',
  'VIN',
  'MD5',
  'SHA-1',
  'SHA-256',
  'SM3',
  'TAXII 2.1',
  'MISP',
  'STIX 2.1',
]);

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(chinese.length).toBeGreaterThan(500);
    expect(english.map(([key]) => key).toSorted()).toEqual(chinese.map(([key]) => key).toSorted());
  });

  it('have the same placeholders in each text', () => {
    const differing = chinese.filter(
      ([key, text]) => placeholders(text).join() !== placeholders(englishOf.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('leave no text empty', () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('keep Chinese out of English', () => {
    expect(english.filter(([, text]) => CJK.test(text))).toEqual([]);
  });

  it('keep English out of Chinese', () => {
    const latinOnly = chinese.filter(
      ([, text]) =>
        !CJK.test(text.replaceAll(/\{\{\w+\}\}/g, '')) && /[a-z]{2}/i.test(text.replaceAll(/\{\{\w+\}\}/g, '')),
    );
    expect(latinOnly.filter(([, text]) => !SAME_IN_BOTH.has(text))).toEqual([]);
  });

  it('use full-width punctuation in Chinese sentences', () => {
    expect(chinese.filter(([, text]) => /[\u3400-\u9fff][,;:?!]/.test(text))).toEqual([]);
  });
});

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : [];
  });

/** Chinese that is right in both languages: the product's name and the names of the languages. */
const NAMES = /车盾|简体中文|中文/g;

describe('the components', () => {
  const withoutComments = (text: string): string =>
    text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replaceAll(NAMES, '');
  it('take every Chinese text from the dictionary', () => {
    const files = sources(join(import.meta.dirname, '..')).filter((path) => !path.endsWith('problem.ts'));
    expect(files.filter((path) => CJK.test(withoutComments(readFileSync(path, 'utf8'))))).toEqual([]);
  });

  it('use every text of the dictionary', () => {
    const code = sources(join(import.meta.dirname, '..'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const literal = new Set([...code.matchAll(/['`]([A-Za-z]+(?:\.[\w-]+)+)/g)].map(([, key]) => key ?? ''));
    const prefixes = [...code.matchAll(/`([A-Za-z.]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = chinese.filter(([key]) => !literal.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unused.map(([key]) => key)).toEqual([]);
  });
});
