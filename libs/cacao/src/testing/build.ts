import type { JsonObject } from '../json.ts';
import { checkPlaybook } from '../read.ts';
import type { Playbook } from '../model.ts';

/** Identifier of a step by a short name: `id('action', 3)`. */
export const id = (kind: string, number: number): string =>
  `${kind}--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const AGENT = id('group', 1);
export const START: string = id('start', 1);
export const END: string = id('end', 1);

/** An action of a person that goes on to `next`. */
export const action = (next: string, more: JsonObject = {}): JsonObject => ({
  type: 'action',
  name: 'look',
  commands: [{ type: 'manual', command: 'look at it' }],
  agent: AGENT,
  on_completion: next,
  ...more,
});

/** Definition of a text variable. */
export const variable = (value: string | null, more: JsonObject = {}): JsonObject => ({
  type: 'string',
  value,
  ...more,
});

/** A playbook with these steps besides `start` (to `first`) and `end`. */
export const build = (
  first: string,
  steps: Readonly<Record<string, JsonObject>>,
  more: JsonObject = {},
): JsonObject => ({
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: id('playbook', 1),
  name: 'Test',
  created_by: id('identity', 1),
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  workflow_start: START,
  workflow: { [START]: { type: 'start', on_completion: first }, [END]: { type: 'end' }, ...steps },
  agent_definitions: { [AGENT]: { type: 'group', name: 'duty officers' } },
  ...more,
});

/** The same, read; throws when it is not sound. */
export const sound = (first: string, steps: Readonly<Record<string, JsonObject>>, more: JsonObject = {}): Playbook => {
  const { playbook, problems, isSound } = checkPlaybook(build(first, steps, more));
  if (!isSound) throw new Error(JSON.stringify(problems));
  return playbook;
};
