import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  actionsIn,
  FILING_KINDS,
  filingKind,
  isFinal,
  kindOfTemplate,
  STATES,
  stepOf,
  TRANSITIONS,
  type CaseFacts,
  type Deed,
  type State,
} from './index.ts';

const NOTHING: CaseFacts = { authors: [], openProblems: 0, openItems: 0, opinions: [], votes: { for: 0, against: 0 } };
const BOTH = [
  { office: 'telecom', account: 'li', agrees: true },
  { office: 'industry', account: 'wang', agrees: true },
] as const;
const grading = filingKind('grading');
const authority = (action: Deed['action'], account = 'li'): Deed => ({ action, party: 'authority', account });
const enterprise = (action: Deed['action'], account = 'zhao'): Deed => ({ action, party: 'enterprise', account });

/** Walks through the machine; fails where a step is refused. */
const walk = (deeds: readonly Deed[], facts: CaseFacts): State =>
  deeds.reduce<State>((state, deed) => {
    const step = stepOf(grading, state, facts, deed);
    if (step.kind === 'refused') throw new Error(`${state} ${deed.action}: ${step.reason}`);
    return step.to;
  }, 'draft');

describe('the machine of filings', () => {
  it('goes from a draft over a supplement to a number', () => {
    const submit = ['request-approval', 'approve', 'sign', 'submit'] as const;
    const deeds = [
      ...submit.map((each) => enterprise(each)),
      authority('receive'),
      authority('begin-check'),
      { ...authority('ask-supplement'), items: 2 },
      ...submit.map((each) => enterprise(each)),
      authority('receive'),
      authority('begin-check'),
      authority('call-experts'),
      { ...authority('give-opinion'), office: 'telecom' as const },
      { ...authority('give-opinion', 'wang'), office: 'industry' as const },
      authority('number'),
    ];
    expect(walk(deeds, { ...NOTHING, opinions: BOTH, votes: { for: 3, against: 0 } })).toBe('numbered');
  });

  it('lets nobody approve what he wrote', () => {
    const facts = { ...NOTHING, authors: ['zhao'] };
    expect(stepOf(grading, 'approval', facts, enterprise('approve'))).toEqual({ kind: 'refused', reason: 'own-work' });
    expect(stepOf(grading, 'approval', facts, enterprise('approve', 'qian'))).toEqual({
      kind: 'moved',
      to: 'approved',
    });
  });

  it('signs nothing with open problems and hands in no supplement with open items', () => {
    expect(stepOf(grading, 'approved', { ...NOTHING, openProblems: 1 }, enterprise('sign'))).toMatchObject({
      reason: 'problems-open',
    });
    expect(stepOf(grading, 'supplement', { ...NOTHING, openItems: 1 }, enterprise('request-approval'))).toMatchObject({
      reason: 'items-open',
    });
    expect(stepOf(grading, 'checking', NOTHING, authority('ask-supplement'))).toMatchObject({
      reason: 'nothing-to-supplement',
    });
  });

  it.each([
    ['no opinion', [], 'opinion-missing'],
    ['one office', [BOTH[0]], 'opinion-missing'],
    ['one account for both', [BOTH[0], { ...BOTH[1], account: 'li' }], 'same-account'],
    ['an office that changed its mind', [...BOTH, { ...BOTH[0], agrees: false }], 'opinion-against'],
  ] as const)('gives no number with %s', (_, opinions, reason) => {
    expect(stepOf(grading, 'checking', { ...NOTHING, opinions }, authority('number'))).toEqual({
      kind: 'refused',
      reason,
    });
  });

  it('lets one account speak for one office only', () => {
    const deed: Deed = { ...authority('give-opinion'), office: 'industry' };
    expect(stepOf(grading, 'checking', { ...NOTHING, opinions: BOTH }, deed)).toMatchObject({ reason: 'same-account' });
    const again: Deed = { ...authority('give-opinion'), office: 'telecom' };
    expect(stepOf(grading, 'checking', { ...NOTHING, opinions: BOTH }, again)).toEqual({
      kind: 'moved',
      to: 'checking',
    });
  });

  it('hears experts where the kind has them', () => {
    const facts = { ...NOTHING, opinions: BOTH };
    expect(stepOf(grading, 'experts', { ...facts, votes: { for: 1, against: 1 } }, authority('number'))).toMatchObject({
      reason: 'experts-against',
    });
    const needed = { ...grading, experts: 'needed' as const };
    expect(stepOf(needed, 'checking', facts, authority('number'))).toMatchObject({ reason: 'experts-missing' });
    expect(stepOf(filingKind('incident'), 'checking', facts, authority('call-experts'))).toMatchObject({
      reason: 'no-experts',
    });
  });

  it('never moves for the wrong party or out of turn', () => {
    const any = fc.record({
      state: fc.constantFrom(...STATES),
      action: fc.constantFrom(...ACTIONS),
      party: fc.constantFrom('enterprise' as const, 'authority' as const),
    });
    fc.assert(
      fc.property(any, ({ state, action, party }) => {
        const step = stepOf(grading, state, NOTHING, { action, party, account: 'x', items: 1 });
        if (!actionsIn(state, party).includes(action)) expect(step.kind).toBe('refused');
        if (step.kind === 'moved' && isFinal(state)) expect(['supersede', 'cancel']).toContain(action);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no state without a way in, and no dead end before the end', () => {
    const reached = new Set<string>(['draft', ...TRANSITIONS.map(({ to }) => to)]);
    for (const state of STATES) {
      expect(reached.has(state), state).toBe(true);
      if (!isFinal(state))
        expect(
          TRANSITIONS.some(({ from }) => from.includes(state)),
          state,
        ).toBe(true);
    }
  });
});

describe('kinds of filings', () => {
  it('have a number of their own, and a template belongs to one', () => {
    expect(new Set(FILING_KINDS.map(({ prefix }) => prefix)).size).toBe(FILING_KINDS.length);
    const templates = FILING_KINDS.flatMap((each) => each.templates);
    expect(new Set(templates).size).toBe(templates.length);
    expect(kindOfTemplate('grading-change')?.id).toBe('grading-change');
    expect(kindOfTemplate('letter')).toBeUndefined();
  });
});
