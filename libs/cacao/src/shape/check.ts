import { isObject, type JsonObject } from '../json.ts';
import type { Problems } from '../problem.ts';
import { playbookRule } from './playbook.ts';
import { checkRule, IDENTIFIER } from './rule.ts';

const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  start: ['on_success', 'on_failure'],
  end: ['on_completion', 'on_success', 'on_failure'],
};
const KEYS = ['public_key', 'public_cert_chain', 'cert_url', 'thumbprint'] as const;

const checkStep = (key: string, value: JsonObject, place: string, problems: Problems): void => {
  const type = key.slice(0, key.indexOf('--'));
  for (const field of FORBIDDEN[type] ?? [])
    if (value[field] !== undefined)
      problems.error('forbidden-field', `${place}.${field}`, `a step of type ${type} has no ${field}`);
  if (value['on_completion'] === undefined) return;
  for (const field of ['on_success', 'on_failure'])
    if (value[field] !== undefined && FORBIDDEN[type] === undefined)
      problems.warning(
        'ways-conflict',
        `${place}.${field}`,
        `${field} and on_completion exclude each other (section 4.1)`,
      );
};

const checkSignatures = (list: unknown, problems: Problems): void => {
  if (!Array.isArray(list)) return;
  for (const [at, each] of list.entries()) {
    if (!isObject(each)) continue;
    const held = KEYS.filter((key) => each[key] !== undefined);
    if (held.length !== 1)
      problems.error('wrong-value', `signatures[${at}]`, `exactly one of ${KEYS.join(', ')} is required`);
  }
};

const checkTimes = (playbook: JsonObject, problems: Problems): void => {
  for (const [early, late] of [
    ['created', 'modified'],
    ['valid_from', 'valid_until'],
  ] as const) {
    const first = playbook[early];
    const second = playbook[late];
    if (typeof first !== 'string' || typeof second !== 'string') continue;
    if (Date.parse(second) < Date.parse(first))
      problems.warning('times-reversed', late, `${late} lies before ${early} (section 3.1)`);
  }
};

/**
 * Checks the shape of a playbook as the JSON schemas of the committee do (draft-07), and tells of fields that they let
 * pass unknown. Places begin with the name of a field, not with the playbook.
 */
export const checkShape = (playbook: JsonObject, problems: Problems): void => {
  checkRule(playbookRule, playbook, '', problems);
  const { workflow } = playbook;
  if (isObject(workflow))
    for (const [key, step] of Object.entries(workflow))
      if (isObject(step) && IDENTIFIER.test(key)) checkStep(key, step, `workflow.${key}`, problems);
  checkSignatures(playbook['signatures'], problems);
  checkTimes(playbook, problems);
};
