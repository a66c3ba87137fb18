import { evaluate, valueOfSwitch, type Truth } from '../condition/evaluate.ts';
import { parseCondition, parseSwitch } from '../condition/parse.ts';
import type { Playbook, Step } from '../model.ts';
import { MOST_VALUE, type OnUnknown, type RunBounds, type RunState, type Thread, type TraceEntry } from './state.ts';

type Loose = { -readonly [Key in keyof Thread]: Thread[Key] };

/** What one call of the machine is made with. */
export interface RunnerOptions {
  readonly bounds: RunBounds;
  readonly onUnknown: OnUnknown;
  /** Rounds after which a while-condition is taken as no longer true; undefined in real runs. */
  readonly mostRounds: number | undefined;
}

/** Moves the threads of one run; made from a state and turned into one again. */
export class Runner {
  readonly trace: TraceEntry[] = [];
  readonly #playbook: Playbook;
  readonly #now: number;
  readonly #options: RunnerOptions;
  readonly #threads: Map<number, Loose>;
  #state: RunState;
  readonly #variables: Record<string, string | null>;

  constructor(playbook: Playbook, state: RunState, now: number, options: RunnerOptions) {
    this.#playbook = playbook;
    this.#state = state;
    this.#now = now;
    this.#options = options;
    this.#threads = new Map(state.threads.map((thread) => [thread.id, { ...thread }]));
    this.#variables = { ...state.variables };
  }

  state(): RunState {
    return { ...this.#state, variables: this.#variables, threads: [...this.#threads.values()] };
  }

  /** Moves every thread as far as it goes without anybody doing anything. */
  moveAll(): void {
    for (;;) {
      if (this.#state.status !== 'running') return;
      const thread = [...this.#threads.values()].find(({ phase }) => phase === 'ready');
      if (thread === undefined) return;
      this.#arrive(thread);
    }
  }

  /** Delays that are over and times that are up. */
  moveDue(): void {
    for (const thread of this.#threads.values()) {
      if (thread.dueAt === null || thread.dueAt > this.#now || !this.#threads.has(thread.id)) continue;
      if (thread.phase === 'delayed') this.#enter(thread);
      else if (thread.phase === 'active') this.fail(thread.id, 'timeout');
      if (this.#state.status !== 'running') return;
    }
  }

  start(step: string): void {
    this.#open(null, step);
  }

  thread(id: number): Thread | undefined {
    return this.#threads.get(id);
  }

  succeed(id: number, outputs: Readonly<Record<string, string>>): void {
    const thread = this.#threads.get(id);
    const step = thread === undefined ? undefined : this.#playbook.steps.get(thread.step);
    if (thread === undefined || step === undefined) return;
    if ('outArgs' in step) for (const name of step.outArgs) this.#give(name.replace(/:value$/, ''), outputs);
    this.#leave(thread, step, 'succeeded', '');
  }

  fail(id: number, reason: string): void {
    const thread = this.#threads.get(id);
    const step = thread === undefined ? undefined : this.#playbook.steps.get(thread.step);
    if (thread !== undefined && step !== undefined) this.#leave(thread, step, 'failed', reason);
  }

  #give(name: string, outputs: Readonly<Record<string, string>>): void {
    const value = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (value === undefined || this.#playbook.variables[name]?.isConstant === true) return;
    this.#variables[name] = value.slice(0, MOST_VALUE);
  }

  #say(kind: TraceEntry['kind'], { step, visit }: Pick<Thread, 'step' | 'visit'>, detail: string): void {
    this.trace.push({ kind, step, visit, at: this.#now, detail });
  }

  #open(parent: number | null, step: string): void {
    if (this.#threads.size >= this.#options.bounds.threads)
      return this.#stop(`more than ${this.#options.bounds.threads} branches`);
    const id = this.#state.nextThread;
    this.#state = { ...this.#state, nextThread: id + 1 };
    this.#threads.set(id, {
      id,
      parent,
      step,
      visit: 0,
      phase: 'ready',
      dueAt: null,
      hasFailed: false,
      rounds: 0,
    });
  }

  #stop(reason: string): void {
    this.#threads.clear();
    this.#state = { ...this.#state, status: 'failed', reason };
  }

  #depthOf(thread: Thread): number {
    let depth = 0;
    for (let above = thread.parent; above !== null; above = this.#threads.get(above)?.parent ?? null) depth += 1;
    return depth;
  }

  /** A while-condition above this thread stands at the step that the thread has come to: its round is over. */
  #isRoundOver(thread: Thread): boolean {
    for (let id = thread.parent; id !== null;) {
      const above = this.#threads.get(id);
      if (above === undefined) return false;
      if (above.step === thread.step) return true;
      id = above.parent;
    }
    return false;
  }

  #arrive(thread: Loose): void {
    const step = this.#playbook.steps.get(thread.step);
    if (step === undefined) return this.#stop(`there is no step ${thread.step}`);
    if (thread.visit === 0) {
      if (this.#isRoundOver(thread)) return this.#end(thread, false);
      if (this.#state.visits >= this.#options.bounds.steps)
        return this.#stop(`more than ${this.#options.bounds.steps} steps`);
      if (this.#depthOf(thread) > this.#options.bounds.depth)
        return this.#stop(`branches nested deeper than ${this.#options.bounds.depth}`);
      this.#state = { ...this.#state, visits: this.#state.visits + 1 };
      thread.visit = this.#state.visits;
      if (step.delay !== undefined) {
        thread.phase = 'delayed';
        thread.dueAt = this.#now + step.delay;
        return;
      }
    }
    this.#enter(thread);
  }

  #enter(thread: Loose): void {
    const step = this.#playbook.steps.get(thread.step);
    if (step === undefined) return this.#stop(`there is no step ${thread.step}`);
    thread.dueAt = null;
    if (thread.rounds === 0) this.#say('entered', thread, '');
    switch (step.kind) {
      case 'start':
        return this.#leave(thread, step, 'succeeded', '');
      case 'end':
        this.#say('ended', thread, '');
        return this.#end(thread, false);
      case 'action':
      case 'playbook-action':
        thread.phase = 'active';
        thread.dueAt = step.timeout === undefined ? null : this.#now + step.timeout;
        return;
      case 'parallel':
        return this.#branch(thread, step.next);
      case 'if-condition':
        return this.#choose(thread, step, step.onTrue, step.onFalse);
      case 'while-condition':
        return this.#choose(thread, step, step.onTrue, undefined);
      case 'switch-condition':
        return this.#switch(thread, step);
    }
  }

  #valueOf(step: Step): (name: string) => string | null | undefined {
    return (name) => this.#variables[name] ?? step.variables[name]?.value;
  }

  #truthOf(thread: Loose, step: Step & { readonly condition: string }): Truth {
    const { mostRounds, onUnknown } = this.#options;
    if (step.kind === 'while-condition' && mostRounds !== undefined && thread.rounds >= mostRounds) {
      this.#say('assumed', thread, `no longer true after ${thread.rounds} rounds`);
      return false;
    }
    const truth = evaluate(parseCondition(step.condition), this.#valueOf(step));
    if (truth !== 'unknown' || onUnknown === 'fail') return truth;
    const isTrue = onUnknown === 'assume-true' && (step.kind !== 'while-condition' || thread.rounds === 0);
    this.#say('assumed', thread, isTrue ? 'true' : 'false');
    return isTrue;
  }

  #choose(
    thread: Loose,
    step: Step & { readonly condition: string },
    onTrue: string,
    onFalse: string | undefined,
  ): void {
    const truth = this.#truthOf(thread, step);
    if (truth === 'unknown') return this.#leave(thread, step, 'failed', 'a variable of the condition has no value');
    this.#say('chose', thread, truth ? 'on_true' : 'on_false');
    const way = truth ? onTrue : onFalse;
    if (way === undefined)
      return this.#leave(thread, step, thread.hasFailed ? 'failed' : 'succeeded', 'a round failed');
    thread.rounds += 1;
    this.#branch(thread, [way]);
  }

  #switch(thread: Loose, step: Extract<Step, { kind: 'switch-condition' }>): void {
    const value = valueOfSwitch(parseSwitch(step.subject), this.#valueOf(step));
    const found = step.cases.find(([name]) => name === value) ?? step.cases.find(([name]) => name === 'default');
    const assumed = value === undefined && this.#options.onUnknown !== 'fail' ? step.cases[0] : undefined;
    if (assumed !== undefined) this.#say('assumed', thread, assumed[0]);
    const chosen = assumed ?? found;
    if (chosen === undefined && value === undefined)
      return this.#leave(thread, step, 'failed', 'what the switch asks for has no value');
    this.#say('chose', thread, chosen?.[0] ?? 'none');
    if (chosen === undefined) return this.#leave(thread, step, 'succeeded', '');
    this.#branch(thread, [chosen[1]]);
  }

  #branch(thread: Loose, steps: readonly string[]): void {
    thread.phase = 'branched';
    for (const step of steps) {
      if (this.#state.status !== 'running') return;
      this.#open(thread.id, step);
    }
  }

  /** A thread has no way on: the run is over, or its parent hears of it. */
  #end(thread: Loose, hasFailed: boolean): void {
    this.#threads.delete(thread.id);
    if (thread.parent === null) {
      const isFailed = hasFailed || this.#state.isExceptional;
      this.#state = { ...this.#state, status: isFailed ? 'failed' : 'succeeded' };
      this.#threads.clear();
      return;
    }
    const parent = this.#threads.get(thread.parent);
    if (parent === undefined) return;
    parent.hasFailed ||= hasFailed;
    if ([...this.#threads.values()].some(({ parent: above }) => above === parent.id)) return;
    this.#resume(parent);
  }

  #resume(parent: Loose): void {
    const step = this.#playbook.steps.get(parent.step);
    if (step === undefined) return this.#stop(`there is no step ${parent.step}`);
    if (step.kind === 'while-condition' && !parent.hasFailed) {
      if (this.#state.visits >= this.#options.bounds.steps)
        return this.#stop(`more than ${this.#options.bounds.steps} steps`);
      this.#state = { ...this.#state, visits: this.#state.visits + 1 };
      parent.phase = 'ready';
      return;
    }
    this.#leave(parent, step, parent.hasFailed ? 'failed' : 'succeeded', 'a branch failed');
  }

  /** A step is done: the next one, the exception step, or the end of its branch. */
  #leave(thread: Loose, step: Step, outcome: 'succeeded' | 'failed', reason: string): void {
    const hasFailed = outcome === 'failed';
    this.#say(hasFailed ? 'failed' : 'left', thread, hasFailed ? reason : '');
    const next = hasFailed ? step.onFailure : (step.onSuccess ?? step.onCompletion);
    if (next !== undefined) return this.#goTo(thread, next);
    if (!hasFailed || thread.parent !== null) return this.#end(thread, hasFailed);
    const { exception } = this.#playbook;
    if (exception === undefined || !this.#playbook.steps.has(exception) || this.#state.isExceptional) {
      this.#state = { ...this.#state, reason: this.#state.reason ?? `${step.id}: ${reason}` };
      return this.#end(thread, true);
    }
    this.#say('exception', thread, exception);
    this.#state = { ...this.#state, isExceptional: true, reason: `${step.id}: ${reason}` };
    this.#goTo(thread, exception);
  }

  #goTo(thread: Loose, step: string): void {
    Object.assign(thread, { step, visit: 0, phase: 'ready', dueAt: null, hasFailed: false, rounds: 0 });
  }
}
