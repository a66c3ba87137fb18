const block = (name: string, baseline: string): string => `title: ${name}
id: ${name}
logsource:
  category: remote_control
detection:
  selection:
    type: remote_control
  condition: selection
baseline:
${baseline}`;

/** Behaviour rules of the story, one of each kind of memory. */
export const STORY_RULES: readonly (readonly [id: string, yaml: string])[] = [
  ['terms', block('terms', '  type: new_terms\n  group-by: [account]\n  field: command\n  learn: 1m\n')],
  [
    'rare',
    block('rare', '  type: rare_value\n  field: client\n  learn: 1m\n  share: 0.01\n  minimum: 200\n  window: 1h\n'),
  ],
  [
    'rate',
    block(
      'rate',
      '  type: rate_anomaly\n  group-by: [vin]\n  bucket: 5m\n  learn: 1d\n  minimum: 5\n  threshold: 2\n  mute: 0s\n',
    ),
  ],
  [
    'calls',
    block(
      'calls',
      '  type: beaconing\n  group-by: [vin]\n  field: peer\n  mute: 1m\n  limits:\n    flowsCount: 6\n    pauseLeastS: 1\n    jitterPct: 50\n',
    ),
  ],
];

/** Begin of the story. */
export const BEGIN = Date.UTC(2026, 10, 23, 1);

/** Numbers that look random and are the same for the same seed. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** Frames of records, a minute apart, out of order by up to ten seconds. */
export const storyFrames = (frames: number, perFrame: number): { receivedAt: number; lines: string[] }[] => {
  const pick = numbers(29);
  return Array.from({ length: frames }, (_, frame) => {
    const receivedAt = BEGIN + frame * 60_000;
    const lines = Array.from({ length: perFrame }, () => {
      const burst = frame % 977 > 970 ? 1 : pick(20);
      return JSON.stringify({
        ts: new Date(receivedAt - pick(10_000)).toISOString(),
        type: 'remote_control',
        vin: `LCDCDA1E0RW${String(burst).padStart(6, '0')}`,
        account: `u-${pick(40)}`,
        command: pick(300) === 0 ? `special-${pick(9)}` : `usual-${pick(3)}`,
        client: pick(150) === 0 ? `odd-${pick(30)}` : 'app',
        peer: `203.0.113.${burst + 1}`,
        result: 'success',
      });
    });
    return { receivedAt, lines };
  });
};
