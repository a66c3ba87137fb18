import type { RuleSource } from '@chedun/detection/contract';
import { parseRules } from '@chedun/sigma';

const rule = (name: string, field: string, value: string): string => `title: ${name}
id: ${name}
name: ${name}
logsource:
  category: remote_control
detection:
  selection:
    ${field}: ${value}
  condition: selection
`;
const correlation = (name: string, lines: string): string => `title: ${name}
id: ${name}
name: ${name}
correlation:
${lines}
level: high
`;

/** Correlations of every kind of window, one standing on another. */
export const STORY_TEXT = [
  rule('failed', 'result', 'failure'),
  rule('unlocked', 'command', 'unlock'),
  rule('started', 'command', 'start'),
  correlation(
    'often',
    `  type: event_count
  rules: [failed]
  group-by: [account]
  timespan: 60s
  condition:
    gte: 6`,
  ),
  correlation(
    'many_vehicles',
    `  type: value_count
  rules: [unlocked, started]
  group-by: [account]
  timespan: 2m
  window: tumbling
  condition:
    gte: 8
    field: vin`,
  ),
  correlation(
    'sitting',
    `  type: event_count
  rules: [unlocked]
  group-by: [vin]
  timespan: 10m
  window: session
  gap: 20s
  condition:
    gte: 7`,
  ),
  correlation(
    'guessed',
    `  type: temporal_ordered
  rules: [often, unlocked, started]
  group-by: [account]
  timespan: 3m
  condition:
    gte: 3`,
  ),
].join('---\n');

/** The rules as detection would give them. */
export const storySources = (references: readonly string[]): RuleSource[] =>
  parseRules(STORY_TEXT, { file: 'story.yml' }).documents.flatMap((document) =>
    document.kind === 'rule' && references.includes(document.id ?? '')
      ? [{ id: document.id ?? '', document, exceptions: [], ruleset: 'story', path: 'story.yml' }]
      : [],
  );

/** Begin of the story. */
const STORY_BEGIN = Date.UTC(2026, 10, 23, 1);

/** Numbers that look random and are the same for the same seed. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const COMMANDS = ['unlock', 'start', 'horn', 'climate'] as const;

/** Frames of records: a tenth of a second a frame, times out of order by up to ten seconds, one in a hundred hours late. */
export const storyFrames = (frames: number, perFrame: number): { receivedAt: number; lines: string[] }[] => {
  const pick = numbers(17);
  return Array.from({ length: frames }, (_, frame) => {
    const receivedAt = STORY_BEGIN + frame * 100;
    const lines = Array.from({ length: perFrame }, () => {
      const back = pick(100) === 0 ? 7_200_000 : pick(10_000);
      return JSON.stringify({
        ts: new Date(receivedAt - back).toISOString(),
        type: 'remote_control',
        vin: `LCDCDA1E0RW${String(pick(25)).padStart(6, '0')}`,
        account: `u-${pick(20)}`,
        command: COMMANDS[pick(COMMANDS.length)],
        result: pick(4) === 0 ? 'failure' : 'success',
      });
    });
    return { receivedAt, lines };
  });
};
