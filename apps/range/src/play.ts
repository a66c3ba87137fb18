import { machineClock } from './clock.ts';
import type { RangeClock } from './clock.ts';
import { createEveryday } from './everyday.ts';
import { createFleet } from './fleet/fleet.ts';
import { realtimeFrame } from './fleet/frames.ts';
import { loadFleet, saveFleet } from './fleet/state.ts';
import { step } from './fleet/vehicle.ts';
import type { Vehicle } from './fleet/vehicle.ts';
import { checkOptions } from './options.ts';
import type { RangeOptions } from './options.ts';
import { createPace } from './pace.ts';
import { createPrng } from './prng.ts';
import type { Prng } from './prng.ts';
import { createTerminals } from './protocols/terminals.ts';
import type { Terminal } from './protocols/terminals.ts';
import { newCounters } from './report.ts';
import type { Counters, RangeProgress, RangeReport } from './report.ts';
import { unitFile } from './road/unit.ts';
import { createScript } from './script.ts';
import type { PlayedStory, Script } from './script.ts';
import { closeTargets, openTargets } from './senders/targets.ts';
import type { Targets } from './senders/targets.ts';
import { TELLERS } from './stories/all.ts';
import type { Action, Story } from './story.ts';

/** What a caller may watch and control. */
export interface RangeHooks {
  /** About once a second, and at the end. */
  readonly onProgress?: (progress: RangeProgress) => void;
  /** Ends the run early; the report then says `aborted`. */
  readonly signal?: AbortSignal;
  readonly clock?: RangeClock;
  /** Once, when the attacks are over: what was played when. */
  readonly onPlayed?: (script: readonly PlayedStory[]) => Promise<void>;
  /** File in which the vehicles are kept from one run to the next, so that none of them jumps. */
  readonly stateFile?: string;
  /** Told of what goes wrong and is tried again. */
  readonly onProblem?: (error: unknown) => void;
}

const TICK_MS = 100;
const PROGRESS_MS = 1000;
const SAVE_MS = 60_000;

interface Stage {
  readonly options: RangeOptions;
  readonly fleet: readonly Vehicle[];
  readonly terminals: readonly Terminal[];
  readonly random: Prng;
  readonly counters: Counters;
  readonly targets: Targets;
  readonly clock: RangeClock;
  readonly signal: AbortSignal;
  readonly started: number;
  readonly script: Script;
  readonly stateFile: string | undefined;
  readonly onProgress: (elapsed: number) => void;
}

/** A part of the run with a rate of its own, seconds since the start; `until` is absent when only an abort ends it. */
interface Phase {
  readonly rate: number;
  readonly from: number;
  readonly until?: number;
  readonly scenes: readonly Scene[];
}

/** An action of a story, and when it is due, seconds since the start. */
interface Scene {
  readonly story: Story['name'];
  readonly action: Action;
  readonly due: number;
}

const createReporter = (stage: Stage): ((count: number) => Promise<void>) => {
  const { fleet, random, clock, targets } = stage;
  const lastStep = new Map<Vehicle, number>();
  let next = 0;
  return async (count) => {
    for (let index = 0; index < count; index += 1) {
      const vehicle = fleet[next % fleet.length];
      next += 1;
      if (vehicle === undefined) return;
      const now = clock.now();
      step(vehicle, (now - (lastStep.get(vehicle) ?? now)) / 1000, random);
      lastStep.set(vehicle, now);
      await targets.vehicles?.send(vehicle, 'own', now, () => realtimeFrame(vehicle, now));
    }
  };
};

/** Does what an action says; false when its target was not given. */
const perform = async ({ vehicles, logs, terminals, datagrams, signedRoad }: Targets, action: Action, now: number) => {
  switch (action.kind) {
    case 'log':
      logs?.add(action.source, action.line(now));
      return logs !== undefined;
    case 'frame':
      await vehicles?.send(action.vehicle, action.route, now, () => action.bytes(now));
      return vehicles !== undefined;
    case 'terminal':
      await terminals?.send(action.terminal, action.route, () => action.bytes(now));
      return terminals !== undefined;
    case 'datagram':
      await datagrams[action.target]?.send(action.bytes(now));
      return datagrams[action.target] !== undefined;
    case 'signed':
      return (await signedRoad?.send(action.saying, now)) ?? false;
  }
};

const playScene = async ({ targets, clock, counters, script }: Stage, { story, action }: Scene): Promise<void> => {
  const now = clock.now();
  const wasPlayed = await perform(targets, action, now);
  counters[wasPlayed ? 'actions' : 'skippedActions'] += 1;
  script.note(story, action, now, wasPlayed);
};

/** Something that is done when the clock has gone on for so long. */
const createAlarm = (clock: RangeClock, everyMs: number, first: number): (() => boolean) => {
  let next = first;
  return () => {
    if (clock.now() < next) return false;
    next = clock.now() + everyMs;
    return true;
  };
};

const playPhase = async (stage: Stage, phase: Phase, report: (count: number) => Promise<void>): Promise<void> => {
  const { clock, signal, started, targets, fleet, stateFile } = stage;
  const until = phase.until ?? Number.POSITIVE_INFINITY;
  const reportsDue = createPace(phase.rate, phase.from);
  const everyday = createEveryday(stage, phase.rate, phase.from);
  const isProgressDue = createAlarm(clock, PROGRESS_MS, clock.now());
  const isSaveDue = createAlarm(clock, SAVE_MS, clock.now() + SAVE_MS);
  let next = 0;
  for (let elapsed = phase.from; !signal.aborted;) {
    await report(reportsDue(elapsed));
    await everyday(elapsed);
    for (let scene = phase.scenes[next]; scene !== undefined && scene.due <= elapsed; scene = phase.scenes[next]) {
      await playScene(stage, scene);
      next += 1;
    }
    await targets.logs?.flush();
    if (isProgressDue()) stage.onProgress(elapsed);
    if (stateFile !== undefined && isSaveDue()) await saveFleet(stateFile, fleet, clock.now());
    if (elapsed >= until) return;
    await clock.sleep(TICK_MS, signal);
    elapsed = Math.min(until, (clock.now() - started) / 1000);
  }
};

const play = async (stage: Stage, stories: readonly Story[], onPlayed: RangeHooks['onPlayed']): Promise<void> => {
  const { rate, seconds, afterRate } = stage.options;
  const scenes = stories
    .flatMap(({ name, actions }) => actions.map((action) => ({ story: name, action, due: action.at * seconds })))
    .toSorted((a, b) => a.due - b.due);
  const report = createReporter(stage);
  await playPhase(stage, { rate, from: 0, until: seconds, scenes }, report);
  await onPlayed?.(stage.script.told());
  if (afterRate !== undefined) await playPhase(stage, { rate: afterRate, from: seconds, scenes: [] }, report);
};

/**
 * Plays a fleet, its platform and the chosen attacks against real listeners, in real time. Keeps at most one tick of
 * lines and one message per connection in memory, and waits when a target asks for it. Throws `range.options`,
 * `range.unreachable`, `range.refused`.
 */
export const playRange = async (options: RangeOptions, hooks: RangeHooks = {}): Promise<RangeReport> => {
  checkOptions(options);
  const clock = hooks.clock ?? machineClock;
  const { stateFile } = hooks;
  const stop = new AbortController();
  const signal = hooks.signal === undefined ? stop.signal : AbortSignal.any([hooks.signal, stop.signal]);
  const random = createPrng(options.seed);
  const fleet = createFleet(options.vehicles, random.fork('fleet'));
  if (stateFile !== undefined) await loadFleet(stateFile, fleet, clock.now(), random.fork('meanwhile'));
  const stories = options.stories.map((name) => TELLERS[name](fleet, random.fork(name)));
  const counters = newCounters();
  const started = clock.now();
  const progress = (elapsed: number): RangeProgress => ({
    ...counters,
    lines: { ...counters.lines },
    datagrams: { ...counters.datagrams },
    elapsed,
  });
  const script = createScript(stories);
  const targets = openTargets(options, counters, clock, signal, {
    fleet,
    stateFile: stateFile?.replace(/(?:\.json)?$/, '-road.json'),
    unitFile: stateFile === undefined ? undefined : unitFile(stateFile),
    onProblem: (error) => hooks.onProblem?.(error),
  });
  const stage: Stage = {
    options,
    fleet,
    terminals: createTerminals(fleet),
    random: random.fork('traffic'),
    counters,
    targets,
    clock,
    signal,
    started,
    script,
    stateFile,
    onProgress: (elapsed) => hooks.onProgress?.(progress(elapsed)),
  };
  try {
    await play(stage, stories, hooks.onPlayed);
  } finally {
    await closeTargets(targets, clock.now());
    stop.abort();
    if (stateFile !== undefined) await saveFleet(stateFile, fleet, clock.now());
  }
  const last = progress((clock.now() - started) / 1000);
  hooks.onProgress?.(last);
  return {
    ...last,
    aborted: hooks.signal?.aborted === true,
    stories: stories.map(({ name, truth }) => ({ name, truth })),
    script: script.told(),
  };
};
