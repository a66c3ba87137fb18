import type { LogSource } from './records.ts';
import type { DatagramTarget } from './story.ts';
import type { StoryName } from './options.ts';
import type { PlayedStory } from './script.ts';

/** Counters of a running play. */
export interface Counters {
  /** Messages written to the GB/T 32960 listener, and their bytes. */
  frames: number;
  bytes: number;
  /** Answers that came back, and those that were not "ok". */
  answers: number;
  rejected: number;
  connections: number;
  /** Messages that could not be sent because the listener was away. */
  unsent: number;
  /** Log lines that the server has acknowledged. */
  lines: Record<LogSource, number>;
  /** Messages written to the syslog listener. */
  messages: number;
  /** Messages of JT/T 808 terminals, and answers of the platform to them. */
  terminalFrames: number;
  terminalAnswers: number;
  /** Packets of the JT/T 809 link, and stretches of answers to them. */
  linkPackets: number;
  linkAnswers: number;
  /** Datagrams to the listeners of IDS messages, V2X messages (plain and signed) and NetFlow. */
  datagrams: Record<DatagramTarget, number>;
  /** Times the server asked to wait (429 or 503). */
  throttled: number;
  /** Story actions played, and those left out because their target was not given. */
  actions: number;
  skippedActions: number;
}

/** Progress, about once a second. */
export interface RangeProgress extends Readonly<Counters> {
  /** Seconds since the start. */
  readonly elapsed: number;
}

/** What was played: the counters and the ground truth of every story. */
export interface RangeReport extends RangeProgress {
  readonly aborted: boolean;
  readonly stories: readonly {
    readonly name: StoryName;
    readonly truth: Readonly<Record<string, readonly string[]>>;
  }[];
  /** What was played when, story by story. */
  readonly script: readonly PlayedStory[];
}

/** Counters at zero. */
export const newCounters = (): Counters => ({
  frames: 0,
  bytes: 0,
  answers: 0,
  rejected: 0,
  connections: 0,
  unsent: 0,
  lines: { tsp: 0, 'tsp-windows': 0, 'tsp-linux': 0 },
  messages: 0,
  terminalFrames: 0,
  terminalAnswers: 0,
  linkPackets: 0,
  linkAnswers: 0,
  datagrams: { ids: 0, v2x: 0, v2xSigned: 0, netflow: 0 },
  throttled: 0,
  actions: 0,
  skippedActions: 0,
});
