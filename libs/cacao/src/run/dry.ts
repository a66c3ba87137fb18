import type { Playbook } from '../model.ts';
import { dueAt, firstState, workOf } from './machine.ts';
import { Runner, type RunnerOptions } from './runner.ts';
import { RUN_BOUNDS, type RunBounds, type RunState, type TraceEntry } from './state.ts';

/** How a dry run is made. */
export interface DryOptions {
  readonly values: Readonly<Record<string, string>>;
  /** What conditions without a value come to. */
  readonly assume: 'true' | 'false';
  /** Steps that are taken to fail. */
  readonly failing: ReadonlySet<string>;
  readonly bounds: RunBounds;
  /** Longest time that delays may take together, milliseconds. */
  readonly time: number;
}

/** What a dry run came to; nothing was done. */
export interface DryRun {
  readonly status: 'succeeded' | 'failed';
  readonly reason: string | undefined;
  readonly trace: readonly TraceEntry[];
  /** Steps that were entered, in order of their first time. */
  readonly entered: readonly string[];
  readonly unentered: readonly string[];
  /** Milliseconds that delays would have taken. */
  readonly elapsed: number;
}

/** Bounds of dry runs: what they stand for in time is 30 days. */
export const DRY_OPTIONS: DryOptions = {
  values: {},
  assume: 'true',
  failing: new Set(),
  bounds: { ...RUN_BOUNDS, steps: 5000 },
  time: 30 * 86_400_000,
};
/** Rounds of a while-condition whose condition nobody changes. */
const ROUNDS = 3;

/** A dry run while it goes: its state, what was told, and the time that it stands for. */
class DryWalk {
  readonly #playbook: Playbook;
  readonly #options: DryOptions;
  readonly trace: TraceEntry[] = [];
  now = 0;
  state: RunState;

  constructor(playbook: Playbook, options: DryOptions) {
    this.#playbook = playbook;
    this.#options = options;
    this.state = firstState(playbook, options.values);
  }

  move(how: (runner: Runner) => void): void {
    const { bounds, assume } = this.#options;
    const options: RunnerOptions = { bounds, onUnknown: `assume-${assume}`, mostRounds: ROUNDS };
    const runner = new Runner(this.#playbook, this.state, this.now, options);
    how(runner);
    runner.moveAll();
    this.state = runner.state();
    this.trace.push(...runner.trace);
  }

  /** One step further; false when time is up or nothing moves. */
  step(): boolean {
    const [work] = workOf(this.#playbook, this.state);
    if (work !== undefined) {
      const isFailing = this.#options.failing.has(work.step);
      this.move((runner) => (isFailing ? runner.fail(work.thread, 'taken to fail') : runner.succeed(work.thread, {})));
      return true;
    }
    const due = dueAt(this.state);
    if (due === undefined || due > this.#options.time) return false;
    this.now = due;
    this.move((runner) => runner.moveDue());
    return true;
  }
}

/**
 * Walks through a playbook without doing anything: every step succeeds at once (but those in `failing`), delays pass in no
 * time, conditions without a value are assumed, a while-condition ends after three rounds. Bounded in steps, branches and
 * time; never throws for what is sound.
 */
export const dryRun = (playbook: Playbook, options: DryOptions = DRY_OPTIONS): DryRun => {
  const walk = new DryWalk(playbook, options);
  walk.move((runner) => runner.start(playbook.start));
  let isStuck = false;
  while (walk.state.status === 'running' && !isStuck) isStuck = !walk.step();
  const entered = new Set(walk.trace.flatMap(({ kind, step }) => (kind === 'entered' ? [step] : [])));
  return {
    status: walk.state.status === 'succeeded' ? 'succeeded' : 'failed',
    reason: isStuck ? 'the delays take longer than the bound' : walk.state.reason,
    trace: walk.trace,
    entered: [...entered],
    unentered: [...playbook.steps.keys()].filter((id) => !entered.has(id)),
    elapsed: walk.now,
  };
};
