import { cacaoError } from '../errors.ts';
import type { Playbook } from '../model.ts';
import { Runner, type RunnerOptions } from './runner.ts';
import { MOST_VALUE, RUN_BOUNDS, type Moved, type Outcome, type RunBounds, type RunState, type Work } from './state.ts';

const optionsOf = (bounds: RunBounds): RunnerOptions => ({ bounds, onUnknown: 'fail', mostRounds: undefined });

const requireFit = (playbook: Playbook, state: RunState): void => {
  if (state.playbook !== playbook.id || state.version !== playbook.modified)
    throw cacaoError('cacao.bad-run', { reason: 'the run belongs to another playbook or version' });
};

/** State of a run before its first step. Values are taken for variables of the playbook that are no constants. */
export const firstState = (playbook: Playbook, values: Readonly<Record<string, string>>): RunState => ({
  playbook: playbook.id,
  version: playbook.modified,
  status: 'running',
  variables: Object.fromEntries(
    Object.entries(playbook.variables).map(([name, variable]) => {
      const given = Object.hasOwn(values, name) && !variable.isConstant ? values[name] : undefined;
      return [name, given?.slice(0, MOST_VALUE) ?? variable.value];
    }),
  ),
  threads: [],
  visits: 0,
  nextThread: 1,
  isExceptional: false,
});

/** Variables of the playbook that come from outside (`external`) and have no value among those given. */
export const missingInputs = (playbook: Playbook, values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(playbook.variables).flatMap(([name, { isExternal, value }]) =>
    isExternal && value === null && (!Object.hasOwn(values, name) || values[name] === '') ? [name] : [],
  );

/**
 * Begins a run and moves it to the first steps that somebody has to carry out ({@link workOf}). `now` in milliseconds
 * since 1970. What is sound ({@link checkPlaybook}) never makes it throw.
 */
export const beginRun = (
  playbook: Playbook,
  values: Readonly<Record<string, string>>,
  now: number,
  bounds: RunBounds = RUN_BOUNDS,
): Moved => {
  const runner = new Runner(playbook, firstState(playbook, values), now, optionsOf(bounds));
  runner.start(playbook.start);
  runner.moveAll();
  return { state: runner.state(), trace: runner.trace };
};

/**
 * Tells the run how the work of a visit went, and moves on. The same visit told twice throws `cacao.bad-run`, so that
 * nothing counts twice.
 */
export const completeWork = (
  playbook: Playbook,
  state: RunState,
  done: { readonly visit: number; readonly outcome: Outcome },
  now: number,
  bounds: RunBounds = RUN_BOUNDS,
): Moved => {
  requireFit(playbook, state);
  const thread = state.threads.find(({ visit, phase }) => visit === done.visit && phase === 'active');
  if (thread === undefined || state.status !== 'running')
    throw cacaoError('cacao.bad-run', { reason: `visit ${done.visit} is not being carried out` });
  const runner = new Runner(playbook, state, now, optionsOf(bounds));
  if (done.outcome.kind === 'succeeded') runner.succeed(thread.id, done.outcome.outputs);
  else runner.fail(thread.id, done.outcome.reason);
  runner.moveAll();
  return { state: runner.state(), trace: runner.trace };
};

/** Ends delays that are over and fails steps whose time is up. Changes nothing before {@link dueAt}. */
export const passTime = (playbook: Playbook, state: RunState, now: number, bounds: RunBounds = RUN_BOUNDS): Moved => {
  requireFit(playbook, state);
  if (state.status !== 'running') return { state, trace: [] };
  const runner = new Runner(playbook, state, now, optionsOf(bounds));
  runner.moveDue();
  runner.moveAll();
  return { state: runner.state(), trace: runner.trace };
};

/** When time alone moves the run next, milliseconds since 1970; undefined when only work does. */
export const dueAt = ({ threads }: Pick<RunState, 'threads'>): number | undefined =>
  threads.reduce<number | undefined>(
    (first, { dueAt: at }) => (at === null || (first !== undefined && first <= at) ? first : at),
    undefined,
  );

/** Steps that somebody has to carry out now. */
export const workOf = (playbook: Playbook, state: RunState): readonly Work[] =>
  state.status !== 'running'
    ? []
    : state.threads.flatMap(({ id, visit, step, phase, dueAt: at }) => {
        const known = playbook.steps.get(step);
        if (phase !== 'active' || known === undefined) return [];
        const own = Object.fromEntries(Object.entries(known.variables).map(([name, { value }]) => [name, value]));
        const given = Object.fromEntries(
          Object.entries(state.variables).filter(([name, value]) => value !== null || !Object.hasOwn(own, name)),
        );
        return [{ thread: id, visit, step, dueAt: at, variables: { ...own, ...given } }];
      });
