import { describe, expect, it } from 'vitest';
import type { Playbook } from '../model.ts';
import { action, END, id, sound, variable } from '../testing/build.ts';
import { dryRun, DRY_OPTIONS } from './dry.ts';
import { beginRun, completeWork, dueAt, missingInputs, passTime, workOf } from './machine.ts';
import type { RunState } from './state.ts';
import { filledText } from './text.ts';

const A = id('action', 1);
const B = id('action', 2);
const C = id('action', 3);
const END2 = id('end', 2);
const IF = id('if-condition', 1);
const WHILE = id('while-condition', 1);
const SWITCH = id('switch-condition', 1);
const PARALLEL = id('parallel', 1);

const steps = (playbook: Playbook, state: RunState) => workOf(playbook, state).map(({ step }) => step);
const done = (
  playbook: Playbook,
  state: RunState,
  outputs: Readonly<Record<string, string>> = {},
  now = 0,
): RunState => {
  const [work] = workOf(playbook, state);
  if (work === undefined) throw new Error('no work');
  return completeWork(playbook, state, { visit: work.visit, outcome: { kind: 'succeeded', outputs } }, now).state;
};
const failed = (playbook: Playbook, state: RunState): RunState => {
  const [work] = workOf(playbook, state);
  if (work === undefined) throw new Error('no work');
  return completeWork(playbook, state, { visit: work.visit, outcome: { kind: 'failed', reason: 'no' } }, 0).state;
};
const begin = (playbook: Playbook, values: Readonly<Record<string, string>> = {}) =>
  beginRun(playbook, values, 0).state;

describe('the machine', () => {
  it('goes from step to step and ends', () => {
    const playbook = sound(A, { [A]: action(B), [B]: action(END) });
    const first = begin(playbook);
    expect(steps(playbook, first)).toEqual([A]);
    const second = done(playbook, first);
    expect(steps(playbook, second)).toEqual([B]);
    expect(done(playbook, second)).toMatchObject({ status: 'succeeded', threads: [] });
  });

  it('survives being stored between any two calls', () => {
    const playbook = sound(A, { [A]: action(B), [B]: action(END) });
    const stored: RunState = JSON.parse(JSON.stringify(begin(playbook)));
    expect(steps(playbook, done(playbook, stored))).toEqual([B]);
  });

  it('takes the same work once', () => {
    const playbook = sound(A, { [A]: action(B), [B]: action(END) });
    const first = begin(playbook);
    const after = done(playbook, first);
    const again = {
      visit: workOf(playbook, first)[0]?.visit ?? 0,
      outcome: { kind: 'succeeded' as const, outputs: {} },
    };
    expect(() => completeWork(playbook, after, again, 0)).toThrow(expect.objectContaining({ code: 'cacao.bad-run' }));
  });

  it('refuses the state of another version', () => {
    const playbook = sound(A, { [A]: action(END) });
    const other = sound(A, { [A]: action(END) }, { modified: '2026-11-02T00:00:00.000Z' });
    expect(() => passTime(other, begin(playbook), 0)).toThrow(expect.objectContaining({ code: 'cacao.bad-run' }));
  });

  it('follows on_failure, then the exception step, and else ends as failed', () => {
    const handled = sound(A, {
      [A]: { ...action(END, { on_success: END, on_failure: B }), on_completion: undefined },
      [B]: action(END),
    });
    expect(steps(handled, failed(handled, begin(handled)))).toEqual([B]);
    const exceptional = sound(A, { [A]: action(END), [B]: action(END) }, { workflow_exception: B });
    const caught = failed(exceptional, begin(exceptional));
    expect(steps(exceptional, caught)).toEqual([B]);
    expect(done(exceptional, caught)).toMatchObject({ status: 'failed', reason: `${A}: no` });
    const plain = sound(A, { [A]: action(END) });
    expect(failed(plain, begin(plain))).toMatchObject({ status: 'failed', reason: `${A}: no` });
  });

  it('waits for delays and fails what takes too long', () => {
    const playbook = sound(A, { [A]: action(END, { delay: 1000, timeout: 5000 }) });
    const waiting = beginRun(playbook, {}, 100).state;
    expect(workOf(playbook, waiting)).toEqual([]);
    expect(dueAt(waiting)).toBe(1100);
    expect(passTime(playbook, waiting, 1099).state).toEqual(waiting);
    const active = passTime(playbook, waiting, 1100).state;
    expect(workOf(playbook, active)).toMatchObject([{ step: A, dueAt: 6100 }]);
    expect(passTime(playbook, active, 6100).state).toMatchObject({ status: 'failed', reason: `${A}: timeout` });
  });

  it('takes outputs that a step may give, and no constants', () => {
    const playbook = sound(
      A,
      {
        [A]: action(B, { out_args: ['__x__', '__fixed__'] }),
        [B]: action(END, { step_variables: { __y__: variable('own') } }),
      },
      {
        playbook_variables: {
          __x__: variable(null),
          __fixed__: variable('stays', { constant: true }),
          __z__: variable('z'),
        },
      },
    );
    const state = done(playbook, begin(playbook), { __x__: 'new', __fixed__: 'changed', __z__: 'not asked' });
    expect(workOf(playbook, state)[0]?.variables).toEqual({
      __x__: 'new',
      __fixed__: 'stays',
      __y__: 'own',
      __z__: 'z',
    });
  });

  it('asks for what comes from outside', () => {
    const more = { playbook_variables: { __vin__: variable(null, { external: true }) } };
    const playbook = sound(A, { [A]: action(END) }, more);
    expect(missingInputs(playbook, {})).toEqual(['__vin__']);
    expect(missingInputs(playbook, { __vin__: 'L1' })).toEqual([]);
    expect(begin(playbook, { __vin__: 'L1', __other__: 'x' }).variables).toEqual({ __vin__: 'L1' });
    expect(filledText('block __vin__:value of __none__:value', { __vin__: 'L1' })).toBe('block L1 of __none__:value');
  });
});

describe('branches', () => {
  const more = { playbook_variables: { __a__: variable('x') } };

  it('of an if-condition come back to it', () => {
    const fork = { type: 'if-condition', condition: "__a__:value = 'x'", on_true: A, on_false: B, on_completion: C };
    const playbook = sound(
      IF,
      { [IF]: fork, [A]: action(END2), [B]: action(END2), [END2]: { type: 'end' }, [C]: action(END) },
      more,
    );
    const yes = begin(playbook);
    expect(steps(playbook, yes)).toEqual([A]);
    expect(steps(playbook, done(playbook, yes))).toEqual([C]);
    const no = begin(playbook, { __a__: 'y' });
    expect(steps(playbook, no)).toEqual([B]);
    const end = done(playbook, done(playbook, no));
    expect(end.status).toBe('succeeded');
  });

  it('of a condition that nobody can decide fail', () => {
    const fork = { type: 'if-condition', condition: "__a__:value = 'x'", on_true: A, on_completion: END };
    const playbook = sound(IF, { [IF]: fork, [A]: action(END) }, { playbook_variables: { __a__: variable(null) } });
    expect(begin(playbook)).toMatchObject({ status: 'failed', reason: expect.stringContaining('no value') });
  });

  it('of a while-condition repeat until it is no longer true', () => {
    for (const back of [END2, WHILE]) {
      const loop = { type: 'while-condition', condition: "__a__:value = 'x'", on_true: A, on_completion: B };
      const playbook = sound(
        WHILE,
        { [WHILE]: loop, [A]: action(back, { out_args: ['__a__'] }), [END2]: { type: 'end' }, [B]: action(END) },
        more,
      );
      const once = done(playbook, begin(playbook));
      expect(steps(playbook, once)).toEqual([A]);
      expect(steps(playbook, done(playbook, once, { __a__: 'y' }))).toEqual([B]);
    }
  });

  it('of a switch are chosen by value, else by default, else none', () => {
    const fork = { type: 'switch-condition', switch: '__a__:value', cases: { x: A, default: B }, on_completion: C };
    const playbook = sound(
      SWITCH,
      { [SWITCH]: fork, [A]: action(END2), [B]: action(END2), [END2]: { type: 'end' }, [C]: action(END) },
      more,
    );
    expect(steps(playbook, begin(playbook))).toEqual([A]);
    expect(steps(playbook, begin(playbook, { __a__: 'other' }))).toEqual([B]);
    const bare = sound(SWITCH, { [SWITCH]: { ...fork, cases: { y: A } }, [A]: action(END), [C]: action(END) }, more);
    expect(steps(bare, begin(bare))).toEqual([C]);
  });

  it('run side by side, and a failed one fails the whole when all are done', () => {
    const fork = { type: 'parallel', next_steps: [A, B], on_success: END, on_failure: C };
    const playbook = sound(PARALLEL, {
      [PARALLEL]: fork,
      [A]: action(END2),
      [B]: action(END2),
      [END2]: { type: 'end' },
      [C]: action(END),
    });
    const both = begin(playbook);
    expect(steps(playbook, both)).toEqual([A, B]);
    const one = failed(playbook, both);
    expect(steps(playbook, one)).toEqual([B]);
    expect(steps(playbook, done(playbook, one))).toEqual([C]);
    expect(done(playbook, done(playbook, both)).status).toBe('succeeded');
  });
});

describe('bounds', () => {
  it('hold endless repetition, deep nesting and many branches', () => {
    const loop = { type: 'while-condition', condition: "__a__:value = 'x'", on_true: END2, on_completion: END };
    const more = { playbook_variables: { __a__: variable('x') } };
    const endless = sound(WHILE, { [WHILE]: loop, [END2]: { type: 'end' } }, more);
    expect(begin(endless)).toMatchObject({ status: 'failed', reason: 'more than 10000 steps' });
    const wide = sound(PARALLEL, {
      [PARALLEL]: { type: 'parallel', next_steps: Array.from({ length: 300 }, () => A), on_completion: END },
      [A]: action(END),
    });
    expect(begin(wide)).toMatchObject({ status: 'failed', reason: 'more than 256 branches' });
    const deep = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        id('if-condition', at),
        {
          type: 'if-condition',
          condition: 'true = true',
          on_true: at < 39 ? id('if-condition', at + 1) : A,
          on_completion: END,
        },
      ]),
    );
    const nested = sound(id('if-condition', 0), { ...deep, [A]: action(END) });
    expect(begin(nested)).toMatchObject({ status: 'failed', reason: 'branches nested deeper than 32' });
  });
});

describe('the dry run', () => {
  it('walks through without doing anything and says what it assumed', () => {
    const fork = { type: 'if-condition', condition: "__a__:value = 'x'", on_true: A, on_false: B, on_completion: END };
    const playbook = sound(
      IF,
      { [IF]: fork, [A]: action(END2, { delay: 60_000 }), [B]: action(END2), [END2]: { type: 'end' } },
      { playbook_variables: { __a__: variable(null) } },
    );
    const yes = dryRun(playbook);
    expect(yes).toMatchObject({ status: 'succeeded', elapsed: 60_000, unentered: [B] });
    expect(yes.trace.map(({ kind }) => kind)).toContain('assumed');
    expect(dryRun(playbook, { ...DRY_OPTIONS, assume: 'false' }).unentered).toEqual([A]);
    expect(dryRun(playbook, { ...DRY_OPTIONS, failing: new Set([A]) })).toMatchObject({ status: 'failed' });
    expect(dryRun(playbook, { ...DRY_OPTIONS, time: 1000 })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('bound'),
    });
  });

  it('ends a repetition that nothing ends', () => {
    const loop = { type: 'while-condition', condition: "__a__:value = 'x'", on_true: A, on_completion: END };
    const playbook = sound(
      WHILE,
      { [WHILE]: loop, [A]: action(END) },
      { playbook_variables: { __a__: variable('x') } },
    );
    const run = dryRun(playbook);
    expect(run.status).toBe('succeeded');
    expect(run.trace.filter(({ kind, step }) => kind === 'entered' && step === A)).toHaveLength(3);
  });
});
