import type { Evidence } from '@chedun/posture/contract';
import { posture } from '../i18n/zh-CN/posture.ts';

const { fact } = posture;

type Fact = Evidence['facts'][number];

/** Facts of checks that have a name in the dictionary. */
export type KnownFact = keyof typeof fact;

const isKnown = (name: string): name is KnownFact => Object.hasOwn(fact, name);

/** The name under which the dictionary has a fact. A port that is `open` and findings that are open are two things. */
export const knownFact = ({ name, value }: Fact): KnownFact | undefined =>
  name === 'open' && /^(true|false)$/.test(value) ? 'listening' : isKnown(name) ? name : undefined;

/** What a fact says, ready to be shown. */
export type FactValue =
  | { readonly kind: 'flag'; readonly isSo: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'time'; readonly at: string }
  | { readonly kind: 'text'; readonly text: string };

const parsed = (value: string): unknown => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

const text = (shown: string): FactValue => (shown === '' ? { kind: 'none' } : { kind: 'text', text: shown });
const words = (values: readonly unknown[]): string => values.map(String).join(' · ');

/** Reads the value of a fact, which the server writes as text or as JSON. */
export const factValue = ({ name, value }: Fact): FactValue => {
  const read = parsed(value);
  if (read === null) return { kind: 'none' };
  if (typeof read === 'boolean') return { kind: 'flag', isSo: read };
  if (typeof read === 'number') {
    if (name.endsWith('Share')) return text(`${Math.round(read * 1000) / 10} %`);
    return text(Number.isInteger(read) ? read.toLocaleString('en-US') : String(Math.round(read * 100) / 100));
  }
  if (Array.isArray(read)) return text(words(read));
  if (typeof read === 'object' && read !== null)
    return text(words(Object.entries(read).map(([key, count]) => `${key} ${String(count)}`)));
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? { kind: 'time', at: value } : text(value);
};
