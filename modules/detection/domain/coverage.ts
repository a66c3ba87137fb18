import type { z } from 'zod';
import type { Coverage } from '../contract.ts';

/** A tactic of a framework. */
export interface Tactic {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
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

/**
 * Which techniques the rules speak of, by tactic. A rule counts under each tactic that it names itself: the tags of
 * Sigma rules carry both, so no table of techniques has to be kept.
 */
export const coverageOf = (
  framework: Framework,
  tactics: readonly Tactic[],
  rules: readonly CoveredRule[],
): z.input<typeof Coverage> => ({
  framework,
  tactics: tactics.map((tactic) => {
    const techniques = new Map<string, Technique>();
    for (const rule of rules) {
      const tags = tagsIn(rule, NAMESPACE[framework]);
      if (!tags.some((tag) => plainTactic(tag) === tactic.id)) continue;
      for (const id of tags.filter((tag) => TECHNIQUE[framework].test(tag)).map((tag) => tag.toUpperCase())) {
        const sum = techniques.get(id) ?? { id, rules: 0, enabled: 0, hits24h: 0 };
        techniques.set(id, {
          id,
          rules: sum.rules + 1,
          enabled: sum.enabled + (rule.enabled ? 1 : 0),
          hits24h: sum.hits24h + rule.hits24h,
        });
      }
    }
    return {
      id: tactic.id,
      title: { zh: tactic.zh, en: tactic.en },
      techniques: [...techniques.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }),
});
