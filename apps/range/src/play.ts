import { machineClock } from './clock.ts';
import type { RangeClock } from './clock.ts';
import { createFleet } from './fleet/fleet.ts';
import { realtimeFrame } from './fleet/frames.ts';
import { step } from './fleet/vehicle.ts';
import type { Vehicle } from './fleet/vehicle.ts';
import { checkOptions } from './options.ts';
import type { RangeOptions, StoryName } from './options.ts';
import { createPrng } from './prng.ts';
import type { Prng } from './prng.ts';
import { newCounters } from './report.ts';
import type { Counters, RangeProgress, RangeReport } from './report.ts';
import { createFleetSender } from './senders/fleet-sender.ts';
import type { FleetSender } from './senders/fleet-sender.ts';
import { createLogSender } from './senders/log-sender.ts';
import type { LogSender } from './senders/log-sender.ts';
import { createSyslogSender } from './senders/syslog-sender.ts';
import type { SyslogSender } from './senders/syslog-sender.ts';
import { intrusion } from './stories/intrusion.ts';
import { takeover } from './stories/takeover.ts';
import { tbox } from './stories/tbox.ts';
import type { Action, Story, StoryTeller } from './story.ts';
import { everydayLine, firewallLine } from './traffic.ts';

/** What a caller may watch and control. */
export interface RangeHooks {
  /** About once a second, and at the end. */
  readonly onProgress?: (progress: RangeProgress) => void;
  /** Ends the run early; the report then says `aborted`. */
  readonly signal?: AbortSignal;
  readonly clock?: RangeClock;
}

const TELLERS: Readonly<Record<StoryName, StoryTeller>> = { takeover, tbox, intrusion };

const TICK_MS = 100;
const PROGRESS_MS = 1000;
/** Everyday log lines per vehicle report. */
const LINES_PER_REPORT = 0.2;
/** Messages of the firewall per vehicle report. */
const MESSAGES_PER_REPORT = 0.1;
/** A target that was slow is caught up with at most this much of the missed time at once. */
const MAX_BURST_S = 2;

interface Stage {
  readonly options: RangeOptions;
  readonly fleet: readonly Vehicle[];
  readonly random: Prng;
  readonly counters: Counters;
  readonly vehicles: FleetSender | undefined;
  readonly logs: LogSender | undefined;
  readonly firewall: SyslogSender | undefined;
  readonly clock: RangeClock;
  readonly signal: AbortSignal;
  readonly started: number;
}

/** Something that is due `rate` times a second. */
const createPace = (rate: number): ((elapsed: number) => number) => {
  let done = 0;
  return (elapsed) => {
    const target = Math.floor(elapsed * rate);
    const due = Math.min(target - done, Math.ceil(rate * MAX_BURST_S));
    done = target;
    return due;
  };
};

const createReporter = ({ fleet, random, vehicles, clock }: Stage): ((count: number) => Promise<void>) => {
  const lastStep = new Map<Vehicle, number>();
  let next = 0;
  return async (count) => {
    for (let index = 0; index < count && vehicles !== undefined; index += 1) {
      const vehicle = fleet[next % fleet.length];
      next += 1;
      if (vehicle === undefined) return;
      const now = clock.now();
      step(vehicle, (now - (lastStep.get(vehicle) ?? now)) / 1000, random);
      lastStep.set(vehicle, now);
      await vehicles.send(vehicle, 'own', now, () => realtimeFrame(vehicle, now));
    }
  };
};

const perform = async ({ vehicles, logs, counters, clock }: Stage, action: Action): Promise<void> => {
  const now = clock.now();
  if (action.kind === 'log' && logs !== undefined) logs.add(action.source, action.line(now));
  else if (action.kind === 'frame' && vehicles !== undefined)
    await vehicles.send(action.vehicle, action.route, now, () => action.bytes(now));
  else {
    counters.skippedActions += 1;
    return;
  }
  counters.actions += 1;
};

const createEveryday = ({
  options,
  fleet,
  random,
  logs,
  firewall,
  clock,
}: Stage): ((elapsed: number) => Promise<void>) => {
  const linesDue = createPace(options.rate * LINES_PER_REPORT);
  const messagesDue = createPace(options.rate * MESSAGES_PER_REPORT);
  const atTheEdge = random.fork('firewall');
  return async (elapsed) => {
    for (let due = linesDue(elapsed); due > 0 && logs !== undefined; due -= 1) {
      const { source, line } = everydayLine(fleet, clock.now(), random);
      logs.add(source, line);
    }
    for (let due = messagesDue(elapsed); due > 0 && firewall !== undefined; due -= 1) {
      await firewall.send(firewallLine(fleet, clock.now(), atTheEdge));
    }
  };
};

const play = async (stage: Stage, actions: readonly Action[], onProgress: (elapsed: number) => void): Promise<void> => {
  const { options, logs, clock, signal, started } = stage;
  const report = createReporter(stage);
  const reportsDue = createPace(options.rate);
  const everyday = createEveryday(stage);
  let nextAction = 0;
  let nextProgress = started;
  for (let elapsed = 0; !signal.aborted;) {
    await report(reportsDue(elapsed));
    await everyday(elapsed);
    for (
      let action = actions[nextAction];
      action !== undefined && action.at * options.seconds <= elapsed;
      action = actions[nextAction]
    ) {
      await perform(stage, action);
      nextAction += 1;
    }
    await logs?.flush();
    if (clock.now() >= nextProgress) {
      nextProgress = clock.now() + PROGRESS_MS;
      onProgress(elapsed);
    }
    if (elapsed >= options.seconds) return;
    await clock.sleep(TICK_MS, signal);
    elapsed = Math.min(options.seconds, (clock.now() - started) / 1000);
  }
};

const tell = (options: RangeOptions, fleet: readonly Vehicle[], random: Prng): readonly Story[] =>
  options.stories.map((name) => TELLERS[name](fleet, random.fork(name)));

/**
 * Plays a fleet, its platform and the chosen attacks against real listeners, in real time. Keeps at most one tick of
 * lines and one message per connection in memory, and waits when a target asks for it. Throws `range.options`,
 * `range.unreachable`, `range.refused`.
 */
export const playRange = async (options: RangeOptions, hooks: RangeHooks = {}): Promise<RangeReport> => {
  checkOptions(options);
  const clock = hooks.clock ?? machineClock;
  const stop = new AbortController();
  const signal = hooks.signal === undefined ? stop.signal : AbortSignal.any([hooks.signal, stop.signal]);
  const random = createPrng(options.seed);
  const fleet = createFleet(options.vehicles, random.fork('fleet'));
  const stories = tell(options, fleet, random);
  const counters = newCounters();
  const started = clock.now();
  const stage: Stage = {
    options,
    fleet,
    random: random.fork('traffic'),
    counters,
    vehicles: options.tcp && createFleetSender(options.tcp, counters, signal),
    logs: options.http && createLogSender(options.http, counters, clock, signal),
    firewall: options.syslog && createSyslogSender(options.syslog, counters, signal),
    clock,
    signal,
    started,
  };
  const progress = (elapsed: number): RangeProgress => ({ ...counters, lines: { ...counters.lines }, elapsed });
  const actions = stories.flatMap((story) => story.actions).toSorted((a, b) => a.at - b.at);
  try {
    await play(stage, actions, (elapsed) => hooks.onProgress?.(progress(elapsed)));
  } finally {
    await stage.vehicles?.finish(clock.now());
    await stage.firewall?.close();
    stop.abort();
  }
  const last = progress((clock.now() - started) / 1000);
  hooks.onProgress?.(last);
  return {
    ...last,
    aborted: hooks.signal?.aborted === true,
    stories: stories.map(({ name, truth }) => ({ name, truth })),
  };
};
