import {
  CACAO_ERRORS,
  checkPlaybook,
  dryRun,
  DRY_OPTIONS,
  evaluate,
  exportPlaybook,
  MOST_PROBLEMS,
  parseCondition,
  readJson,
  readPlaybook,
  type JsonObject,
} from '@chedun/cacao';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const codes = Object.keys(CACAO_ERRORS);
const keep = 'libs/cacao/testing/fuzz';
const id = (kind: string, last: number): string => `${kind}--00000000-0000-4000-8000-00000000000${last}`;
const GROUP = id('group', 1);

const SEED: JsonObject = {
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: id('playbook', 1),
  name: 'x',
  created_by: id('identity', 1),
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  workflow_start: id('start', 1),
  workflow_exception: id('end', 1),
  playbook_variables: { __a__: { type: 'string', value: 'x' }, __b__: { type: 'string', external: true } },
  workflow: {
    [id('start', 1)]: { type: 'start', on_completion: id('if-condition', 1) },
    [id('if-condition', 1)]: {
      type: 'if-condition',
      condition: "__a__:value = 'x' AND NOT __b__:value IN (1, 2)",
      on_true: id('parallel', 1),
      on_false: id('switch-condition', 1),
      on_completion: id('while-condition', 1),
    },
    [id('parallel', 1)]: {
      type: 'parallel',
      next_steps: [id('action', 1), id('action', 2)],
      on_success: id('end', 1),
      on_failure: id('end', 1),
    },
    [id('switch-condition', 1)]: {
      type: 'switch-condition',
      switch: '__a__:value',
      cases: { x: id('action', 1), default: id('action', 2) },
      on_completion: id('end', 1),
    },
    [id('while-condition', 1)]: {
      type: 'while-condition',
      condition: '__b__:value > 3',
      on_true: id('action', 1),
      on_completion: id('end', 1),
    },
    [id('action', 1)]: {
      type: 'action',
      delay: 100,
      timeout: 200,
      commands: [{ type: 'manual', command: 'see __a__:value' }],
      agent: GROUP,
      in_args: ['__a__'],
      out_args: ['__b__'],
      on_completion: id('end', 1),
    },
    [id('action', 2)]: {
      type: 'action',
      commands: [{ type: 'bash', command_b64: 'bHMgLWxh' }],
      agent: GROUP,
      on_completion: id('end', 1),
    },
    [id('end', 1)]: { type: 'end' },
  },
  agent_definitions: { [GROUP]: { type: 'group', name: 'x' } },
};

/** Readers and the interpreter of response playbooks. */
export const targets: readonly Target[] = [
  {
    name: 'cacao-playbook',
    isSlow: true,
    keep,
    codes,
    seeds: [bytesOf(JSON.stringify(SEED))],
    words: wordsOf('"on_true" "on_failure" "next_steps" "cases" "delay":1 "timeout":1 "type":"end" { } [ ] , \\"'),
    run: (bytes) => {
      const { playbook, problems, isSound } = readPlaybook(bytes);
      must(problems.length <= MOST_PROBLEMS, 'problems are bounded');
      must(
        problems.every(({ detail, place }) => detail.length <= 200 && place.length <= 200),
        'problems are short',
      );
      const again = checkPlaybook(readJson(bytesOf(exportPlaybook(playbook))));
      must(JSON.stringify(again.playbook.raw) === JSON.stringify(playbook.raw), 'the export is equal');
      if (!isSound) return;
      const { trace } = dryRun(playbook, { ...DRY_OPTIONS, bounds: { steps: 500, depth: 16, threads: 32 } });
      must(trace.length <= 5000, 'runs are bounded');
    },
  },
  {
    name: 'cacao-condition',
    keep,
    codes,
    seeds: [
      bytesOf("[__a__:value = 'x' AND (__b__:value IN (1, 2.5, t'2026-11-01T00:00:00Z') OR NOT EXISTS __c__)]"),
      bytesOf("__a__:value LIKE 'a%b_' OR __a__:value ISSUBSET '2001:db8::/32' OR __a__:value ISSUPERSET '10.0.0.0/8'"),
    ],
    words: wordsOf("[ ] ( ) AND OR NOT IN LIKE ISSUBSET MATCHES EXISTS = == <> <= __a__:value 'x' 3 true ,"),
    run: (bytes) => {
      const expression = parseCondition(textOf(bytes));
      for (const value of ['10.1.2.3', '2001:db8::1', 'true', '', undefined]) {
        const truth = evaluate(expression, () => value);
        must(truth === true || truth === false || truth === 'unknown', 'a condition comes to something');
      }
    },
  },
];
