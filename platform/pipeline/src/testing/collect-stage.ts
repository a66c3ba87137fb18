import type { OpenStage } from '../stage.ts';

/** Collects the lines that it sees, with the prefix it was last told. */
export const openStage: OpenStage = (init) => {
  let prefix = String(init);
  let lines: string[] = [];
  return {
    onFrame: ({ events }) => {
      for (const { event } of events) lines.push(`${prefix}${String(event.fields['line'])}`);
    },
    flush: () => {
      const result = lines;
      lines = [];
      return { result };
    },
    onMessage: (message) => {
      prefix = String(message);
    },
  };
};
