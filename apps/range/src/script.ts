import type { StoryName } from './options.ts';
import { STORY_TITLES } from './story.ts';
import type { Action, Story } from './story.ts';

/** One step of a story as it was played. */
export interface PlayedStep {
  readonly step: string;
  /** First and last time, ISO 8601; absent when nothing of it was played. */
  readonly from?: string;
  readonly to?: string;
  readonly played: number;
  /** Actions without a target. */
  readonly leftOut: number;
}

/** A story as it was played: what alerts can be held against. */
export interface PlayedStory {
  readonly name: StoryName;
  readonly zh: string;
  readonly en: string;
  /** Accounts, addresses, vehicles and hosts that take part. */
  readonly truth: Story['truth'];
  readonly steps: readonly PlayedStep[];
}

/** Keeps the ground truth of a run. */
export interface Script {
  readonly note: (story: StoryName, action: Action, now: number, wasPlayed: boolean) => void;
  readonly told: () => readonly PlayedStory[];
}

interface Entry {
  from: number | undefined;
  to: number;
  played: number;
  leftOut: number;
}

const presented = (step: string, { from, to, played, leftOut }: Entry): PlayedStep => ({
  step,
  ...(from !== undefined && { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
  played,
  leftOut,
});

/** Opens the script of a run. */
export const createScript = (stories: readonly Story[]): Script => {
  const entries = new Map(stories.map(({ name }) => [name, new Map<string, Entry>()]));
  return {
    note: (story, { step = 'attack' }, now, wasPlayed) => {
      const steps = entries.get(story);
      const entry = steps?.get(step) ?? { from: undefined, to: now, played: 0, leftOut: 0 };
      steps?.set(step, entry);
      if (!wasPlayed) {
        entry.leftOut += 1;
        return;
      }
      entry.from ??= now;
      entry.to = now;
      entry.played += 1;
    },
    told: () =>
      stories.map(({ name, truth }) => ({
        name,
        ...STORY_TITLES[name],
        truth,
        steps: [...(entries.get(name) ?? [])].map(([step, entry]) => presented(step, entry)),
      })),
  };
};
