import { cacaoError } from './errors.ts';
import { checkDefinitions } from './graph/check-definitions.ts';
import { checkGraph } from './graph/check-graph.ts';
import { isObject, readJson, type JsonObject, type JsonValue } from './json.ts';
import { playbookOf, type Playbook } from './model.ts';
import { Problems, type Problem } from './problem.ts';
import { checkShape } from './shape/check.ts';

/** A playbook that was read, and what is wrong with it. */
export interface ReadPlaybook {
  readonly playbook: Playbook;
  /** In the order in which they were found; at most 500. */
  readonly problems: readonly Problem[];
  /** False with an error among the problems: it is neither stored nor run. */
  readonly isSound: boolean;
  /** Errors of the shape alone: what the JSON schemas of the committee would refuse. */
  readonly shapeErrors: number;
}

/** Most steps of a workflow. */
export const MOST_STEPS = 2000;

/**
 * Checks a playbook that is already JSON (CACAO 2.0). Throws `cacao.not-playbook` for what is no playbook at all and
 * `cacao.too-large` for more than {@link MOST_STEPS} steps.
 */
export const checkPlaybook = (value: JsonValue): ReadPlaybook => {
  if (!isObject(value)) throw cacaoError('cacao.not-playbook', { reason: 'an object is expected' });
  if (value['type'] !== 'playbook')
    throw cacaoError('cacao.not-playbook', {
      field: 'type',
      reason: `type is ${(JSON.stringify(value['type']) ?? 'missing').slice(0, 60)}`,
    });
  const workflow = value['workflow'];
  if (isObject(workflow) && Object.keys(workflow).length > MOST_STEPS)
    throw cacaoError('cacao.too-large', { field: 'workflow', reason: `more than ${MOST_STEPS} steps` });
  const problems = new Problems();
  checkShape(value, problems);
  const shapeErrors = problems.list.filter(({ level }) => level === 'error').length;
  const playbook = playbookOf(value);
  if (isObject(workflow)) {
    checkGraph(playbook, problems);
    checkDefinitions(playbook, problems);
  }
  const isSound = problems.list.every(({ level }) => level !== 'error');
  return { playbook, problems: problems.list, isSound, shapeErrors };
};

/** Reads a file: JSON in UTF-8, at most 2 MiB. Throws `cacao.not-json` besides what {@link checkPlaybook} throws. */
export const readPlaybook = (bytes: Uint8Array): ReadPlaybook => checkPlaybook(readJson(bytes));

/** The playbook as JSON text: equal to what was read as a JSON value, every unknown field kept, in the order of the file. */
export const exportPlaybook = ({ raw }: { readonly raw: JsonObject }): string => `${JSON.stringify(raw, null, 2)}\n`;
