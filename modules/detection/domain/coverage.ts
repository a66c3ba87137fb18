import type { Bilingual } from '@chedun/kernel';
import type { z } from 'zod';
import type { Coverage } from '../contract.ts';

/** A tactic of a framework. */
interface Tactic {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Tactic of older versions of the framework; shown only where rules still name it. */
  readonly retired?: boolean | undefined;
}

/** Names of tactics by framework, and of techniques by id. */
export interface AttackDictionary {
  readonly tactics: Readonly<Record<'attack' | 'ics' | 'atm', readonly Tactic[]>>;
  readonly techniques: ReadonlyMap<string, Bilingual>;
  /** Tactics of an enterprise technique, by its id without the part of the sub-technique. */
  readonly tacticsOf: ReadonlyMap<string, readonly string[]>;
}

/** What coverage needs of a rule. */
export interface CoveredRule {
  readonly tags: readonly string[];
  readonly enabled: boolean;
  readonly hits24h: number;
}

type Framework = 'attack' | 'ics' | 'atm';
type Technique = z.input<typeof Coverage>['tactics'][number]['techniques'][number];

const NAMESPACE: Readonly<Record<Framework, string>> = { attack: 'attack', ics: 'attack', atm: 'atm' };
/** Technique ids: enterprise T1xxx, ICS T0xxx, ATM-Txxxx. */
const TECHNIQUE: Readonly<Record<Framework, RegExp>> = {
  attack: /^t1\d{3}(\.\d{3})?$/,
  ics: /^t0\d{3}$/,
  atm: /^(atm-)?t\d{4}$/,
};

const plainTactic = (name: string): string => name.replaceAll('_', '-');

/** Tags of a rule in one namespace, without it. */
const tagsIn = (rule: CoveredRule, namespace: string): string[] =>
  rule.tags
    .filter((tag) => tag.startsWith(`${namespace}.`))
    .map((tag) => tag.slice(namespace.length + 1).toLowerCase());

/** Enterprise and ICS share a namespace and names of tactics: the techniques of a rule say which of them it means. */
const speaksOf = (framework: Framework, tags: readonly string[]): boolean => {
  const techniques = tags.filter((tag) => TECHNIQUE.attack.test(tag) || TECHNIQUE.ics.test(tag));
  return (
    framework === 'atm' ||
    techniques.some((tag) => TECHNIQUE[framework].test(tag)) ||
    (framework === 'attack' && techniques.length === 0)
  );
};

/**
 * Which techniques the rules speak of, by tactic. A rule counts under each tactic that it names itself; its techniques
 * stand only under those of its tactics that the dictionary gives them, where it gives any.
 */
export const coverageOf = (
  framework: Framework,
  { tactics, techniques: titles, tacticsOf }: AttackDictionary,
  rules: readonly CoveredRule[],
): z.input<typeof Coverage> => ({
  framework,
  tactics: tactics[framework].flatMap((tactic) => {
    const techniques = new Map<string, Technique>();
    const named = rules
      .map((rule) => ({ rule, tags: tagsIn(rule, NAMESPACE[framework]) }))
      .filter(({ tags }) => tags.some((tag) => plainTactic(tag) === tactic.id) && speaksOf(framework, tags));
    for (const { rule, tags } of named) {
      for (const id of tags.filter((tag) => TECHNIQUE[framework].test(tag)).map((tag) => tag.toUpperCase())) {
        if (tacticsOf.get(id.slice(0, 5))?.includes(tactic.id) === false) continue;
        const sum = techniques.get(id) ?? { id, title: titles.get(id) ?? null, rules: 0, enabled: 0, hits24h: 0 };
        techniques.set(id, {
          ...sum,
          rules: sum.rules + 1,
          enabled: sum.enabled + (rule.enabled ? 1 : 0),
          hits24h: sum.hits24h + rule.hits24h,
        });
      }
    }
    if (tactic.retired === true && named.length === 0) return [];
    const sorted = [...techniques.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return [
      {
        id: tactic.id,
        title: { zh: tactic.zh, en: tactic.en },
        rules: named.length,
        enabled: named.filter(({ rule }) => rule.enabled).length,
        techniques: sorted,
      },
    ];
  }),
});
