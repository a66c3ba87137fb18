import type { DataRules, PersonRule } from './data-rules.ts';

/** Whether a number of persons reaches a rule: 超过 excludes the number itself, 以上 includes it. */
export const reaches = ({ word, persons }: Pick<PersonRule, 'word' | 'persons'>, subjects: number): boolean =>
  word === '超过' ? subjects > persons : subjects >= persons;

/** Rules that apply to a holding of personal data of so many persons. */
export const personRulesOf = ({ persons }: DataRules, subjects: number): readonly PersonRule[] =>
  persons.filter((rule) => reaches(rule, subjects));

/** What changed in the catalogue of important data: its scale by a part of what was filed, or something else. */
export type CatalogueChange = { readonly kind: 'scale'; readonly percent: number } | { readonly kind: 'other' };

/** The clock of the change filing of a catalogue; undefined where none is due. 30 % up or down (166号 art. 12, unverified). */
export const changeFilingOf = ({ catalogueChange }: DataRules, change: CatalogueChange): string | undefined =>
  change.kind === 'other' || Math.abs(change.percent) >= catalogueChange.percent ? catalogueChange.clock : undefined;
