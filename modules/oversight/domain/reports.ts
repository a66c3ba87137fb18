import type { Json } from '@chedun/kernel';
import { LEVELS, type Level } from '@chedun/regulations';
import type { Regime, ReportKind } from '../contract.ts';

/** What a template is: whose rules, and which report in the row. */
export const reportOf = (template: string): { readonly regime: Regime; readonly kind: ReportKind } => {
  if (template === 'data-incident-report') return { regime: 'data', kind: 'first' };
  const [, regime = 'miit', kind = 'first'] = template.split('-');
  return {
    regime: regime === 'cac' ? 'cac' : 'miit',
    kind: kind === 'followup' || kind === 'final' ? kind : 'first',
  };
};

const WORDS: Readonly<Record<string, Level>> = {
  I: '特别重大',
  II: '重大',
  III: '较大',
  IV: '一般',
  '1': '特别重大',
  '2': '重大',
  '3': '较大',
  '4': '一般',
};

/** The level that a form states; null where it states none. */
export const levelOf = (data: Readonly<Record<string, Json>>): Level | null => {
  const word = data['level'];
  return typeof word === 'string' ? (WORDS[word] ?? null) : null;
};

const textOf = (data: Readonly<Record<string, Json>>, names: readonly string[]): string =>
  names.map((name) => data[name]).find((value): value is string => typeof value === 'string' && value !== '') ?? '';

/** 事件编号 of the enterprise; reports with the same number are about the same incident. */
export const numberOf = (data: Readonly<Record<string, Json>>, subject: string): string =>
  (textOf(data, ['incident']) || subject).slice(0, 200);
export const nameOf = (data: Readonly<Record<string, Json>>, title: string): string =>
  (textOf(data, ['name']) || title).slice(0, 300);

const momentOf = (data: Readonly<Record<string, Json>>, names: readonly string[]): number | undefined => {
  const at = Date.parse(textOf(data, names));
  return Number.isNaN(at) ? undefined : at;
};

/** When the enterprise knew, as its form says: found, else happened. */
export const knownAt = (data: Readonly<Record<string, Json>>): number | undefined =>
  momentOf(data, ['discoveredAt', 'occurredAt']);
/** When it called, where the form says so. */
export const calledAt = (data: Readonly<Record<string, Json>>): number | undefined => momentOf(data, ['calledAt']);

/** Items that a first report left open and that have to follow. */
export const openItems = (regime: Regime, data: Readonly<Record<string, Json>>): readonly string[] => {
  const wanted = { miit: ['measures', 'advice'], cac: ['trend', 'cause', 'traces', 'planned'], data: ['cause'] }[
    regime
  ];
  return wanted.filter((name) => textOf(data, [name]) === '');
};

/** The heavier of two levels. */
export const heavier = (one: Level | null, other: Level | null): Level | null => {
  if (one === null || other === null) return one ?? other;
  return LEVELS.indexOf(one) <= LEVELS.indexOf(other) ? one : other;
};
