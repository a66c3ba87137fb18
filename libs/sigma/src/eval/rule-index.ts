import type { Expression } from '../ir/expression.ts';
import { buildAutomaton, type Automaton, type Needle } from './automaton.ts';
import { packLists, type Lists } from './lists.ts';
import { chooseWitnesses, type Witness } from './witness.ts';
import type { FieldTable } from './fields.ts';

/** What to look for in one field, and which rules become candidates when it is found. */
export interface FieldIndex {
  readonly automaton: Automaton | undefined;
  /** Rules by needle number. */
  readonly rules: Lists;
  /** Rules that become candidates when the field is there at all. */
  readonly present: Int32Array;
}

/** One index over all rules. */
export interface RuleIndex {
  /** By field number; holes where nothing is looked for. */
  readonly fields: readonly (FieldIndex | undefined)[];
  readonly keywords: FieldIndex | undefined;
  /** Rules without a witness. */
  readonly always: Int32Array;
  readonly states: number;
  readonly bytes: number;
}

interface Draft {
  readonly needles: Map<string, { readonly needle: Needle; readonly rules: Set<number> }>;
  readonly present: Set<number>;
}

/** Builds the index; the position of an expression is its rule number. */
export const buildIndex = (expressions: readonly Expression[], fields: FieldTable): RuleIndex => {
  const drafts = new Map<number, Draft>();
  const keywords: Draft = newDraft();
  const always: number[] = [];
  for (const [rule, expression] of expressions.entries()) {
    const set = chooseWitnesses(expression);
    if (set === undefined) always.push(rule);
    for (const witness of set?.witnesses ?? []) enter(witness, rule, draftOf(witness, drafts, keywords, fields));
  }
  const built: (FieldIndex | undefined)[] = [];
  for (const [field, draft] of drafts) built[field] = finish(draft);
  const keywordIndex = keywords.needles.size > 0 ? finish(keywords) : undefined;
  const automata = [...built, keywordIndex].map((one) => one?.automaton).filter((one) => one !== undefined);
  return {
    fields: built,
    keywords: keywordIndex,
    always: Int32Array.from(always),
    states: automata.reduce((sum, one) => sum + one.states, 0),
    bytes: automata.reduce((sum, one) => sum + one.bytes, 0),
  };
};

const newDraft = (): Draft => ({ needles: new Map(), present: new Set() });

const draftOf = (witness: Witness, drafts: Map<number, Draft>, keywords: Draft, fields: FieldTable): Draft => {
  if (witness.field === null) return keywords;
  const field = fields.intern(witness.field);
  const draft = drafts.get(field) ?? newDraft();
  drafts.set(field, draft);
  return draft;
};

const enter = (witness: Witness, rule: number, draft: Draft): void => {
  if (witness.kind === 'present') {
    draft.present.add(rule);
    return;
  }
  const key = `${witness.atStart ? '^' : ''}${witness.atEnd ? '$' : ''}:${witness.text}`;
  const entry = draft.needles.get(key) ?? {
    needle: { text: witness.text, atStart: witness.atStart, atEnd: witness.atEnd },
    rules: new Set(),
  };
  draft.needles.set(key, entry);
  entry.rules.add(rule);
};

const finish = (draft: Draft): FieldIndex => {
  const entries = [...draft.needles.values()];
  return {
    automaton: entries.length === 0 ? undefined : buildAutomaton(entries.map((entry) => entry.needle)),
    rules: packLists(entries.map((entry) => entry.rules)),
    present: Int32Array.from(draft.present),
  };
};
