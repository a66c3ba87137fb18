import { parseCondition, parseSwitch } from '../condition/parse.ts';
import { variablesIn } from '../condition/expression.ts';
import { isDomainError } from '@chedun/kernel';
import { isObject, type JsonObject } from '../json.ts';
import { objectAt, textAt, textsAt, type Playbook, type Step } from '../model.ts';
import type { Problems } from '../problem.ts';
import { waysOf } from '../ways.ts';

const USED = /(__[A-Za-z_][\w-]{0,199}?__):value/g;
/** Most references of one text that are looked at. */
const MOST_USES = 200;

/** Variables that a text names as `__name__:value`, each once. */
const variablesInText = (text: string): readonly string[] => {
  const names = new Set<string>();
  for (const match of text.matchAll(USED)) {
    if (names.size >= MOST_USES) break;
    names.add(match[1] ?? '');
  }
  return [...names];
};

interface Use {
  readonly name: string;
  readonly field: string;
  /** Conditions and arguments need the variable; a text may only look like naming one. */
  readonly level: 'error' | 'warning';
}

const conditionUses = (condition: string, place: string, problems: Problems): readonly Use[] => {
  try {
    const names = variablesIn(parseCondition(condition));
    return names.map((name) => ({ name, field: 'condition', level: 'error' }));
  } catch (error) {
    if (!isDomainError(error)) throw error;
    problems.error('bad-condition', `${place}.condition`, error.message);
    return [];
  }
};

const switchUses = (subject: string, place: string, problems: Problems): readonly Use[] => {
  try {
    const operand = parseSwitch(subject);
    return operand.kind === 'variable' ? [{ name: operand.name, field: 'switch', level: 'error' }] : [];
  } catch (error) {
    if (!isDomainError(error)) throw error;
    problems.error('bad-condition', `${place}.switch`, error.message);
    return [];
  }
};

const argumentUses = (names: readonly string[], field: string): readonly Use[] =>
  names.map((name, at) => ({ name: name.replace(/:value$/, ''), field: `${field}[${at}]`, level: 'error' }));

const usesOf = (step: Step, place: string, problems: Problems): readonly Use[] => {
  switch (step.kind) {
    case 'if-condition':
    case 'while-condition':
      return conditionUses(step.condition, place, problems);
    case 'switch-condition':
      return switchUses(step.subject, place, problems);
    case 'action':
      return [
        ...argumentUses(step.inArgs, 'in_args'),
        ...step.commands.flatMap(({ raw }, at) =>
          variablesInText(JSON.stringify(raw)).map((name) => ({
            name,
            field: `commands[${at}]`,
            level: 'warning' as const,
          })),
        ),
      ];
    case 'playbook-action':
      return argumentUses(step.inArgs, 'in_args');
    default:
      return [];
  }
};

const outputsOf = (step: Step): readonly string[] =>
  'outArgs' in step ? step.outArgs.map((name) => name.replace(/:value$/, '')) : [];

/** Names that steps before each step give out, as far as any way leads. */
const givenBefore = ({ steps }: Playbook): ReadonlyMap<string, ReadonlySet<string>> => {
  const given = new Map([...steps.keys()].map((id) => [id, new Set<string>()] as const));
  for (const step of steps.values()) {
    const names = outputsOf(step);
    if (names.length === 0) continue;
    const seen = new Set<string>();
    const open = waysOf(step).map(({ to }) => to);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const next = steps.get(id);
      if (next === undefined || seen.has(id)) continue;
      seen.add(id);
      for (const name of names) given.get(id)?.add(name);
      open.push(...waysOf(next).map(({ to }) => to));
    }
  }
  return given;
};

const checkUse = (
  playbook: Playbook,
  step: Step,
  use: Use,
  given: ReadonlySet<string>,
  everGiven: ReadonlySet<string>,
  problems: Problems,
): void => {
  const place = `workflow.${step.id}.${use.field}`;
  const { name } = use;
  const variable = step.variables[name] ?? playbook.variables[name];
  if (variable === undefined && given.has(name)) return;
  if (variable === undefined) {
    const code = everGiven.has(name) ? 'variable-before-use' : 'no-such-variable';
    const detail = everGiven.has(name) ? `${name} is given by later steps only` : `${name} is not defined`;
    return use.level === 'error' ? problems.error(code, place, detail) : problems.warning(code, place, detail);
  }
  if (variable.value === null && !variable.isExternal && !given.has(name) && !outputsOf(step).includes(name))
    problems.warning('variable-before-use', place, `${name} has no value yet when it is used`);
};

const checkVariables = (playbook: Playbook, problems: Problems): void => {
  const given = givenBefore(playbook);
  const everGiven = new Set([...playbook.steps.values()].flatMap(outputsOf));
  for (const step of playbook.steps.values()) {
    const place = `workflow.${step.id}`;
    for (const use of usesOf(step, place, problems))
      checkUse(playbook, step, use, given.get(step.id) ?? new Set(), everGiven, problems);
    for (const [at, name] of outputsOf(step).entries()) {
      const variable = step.variables[name] ?? playbook.variables[name];
      if (variable === undefined)
        problems.error('no-such-variable', `${place}.out_args[${at}]`, `${name} is not defined`);
      else if (variable.isConstant)
        problems.warning('constant-changed', `${place}.out_args[${at}]`, `${name} is a constant`);
    }
  }
};

const checkActors = ({ raw, steps }: Playbook, problems: Problems): void => {
  const agents = objectAt(raw, 'agent_definitions');
  const targets = objectAt(raw, 'target_definitions');
  for (const step of steps.values()) {
    if (step.kind !== 'action') continue;
    const place = `workflow.${step.id}`;
    if (step.agent !== '' && !Object.hasOwn(agents, step.agent))
      problems.error('no-such-agent', `${place}.agent`, `${step.agent} is not in agent_definitions`);
    for (const [at, target] of step.targets.entries())
      if (!Object.hasOwn(targets, target) && !Object.hasOwn(agents, target))
        problems.warning('no-such-target', `${place}.targets[${at}]`, `${target} is not in target_definitions`);
  }
};

const tellMissing = (names: readonly string[], known: JsonObject, place: string, problems: Problems): void => {
  for (const name of names)
    if (!Object.hasOwn(known, name)) problems.warning('no-such-definition', place, `${name} is not defined`);
};

const checkOthers = ({ raw }: Playbook, problems: Problems): void => {
  const secrets = objectAt(raw, 'authentication_info_definitions');
  for (const group of ['agent_definitions', 'target_definitions'])
    for (const [id, each] of Object.entries(objectAt(raw, group))) {
      const name = isObject(each) ? textAt(each, 'authentication_info') : undefined;
      if (name !== undefined) tellMissing([name], secrets, `${group}.${id}.authentication_info`, problems);
    }
  tellMissing(textsAt(raw, 'markings'), objectAt(raw, 'data_marking_definitions'), 'markings', problems);
  const extensions = objectAt(raw, 'extension_definitions');
  tellMissing(Object.keys(objectAt(raw, 'playbook_extensions')), extensions, 'playbook_extensions', problems);
  for (const [id, step] of Object.entries(objectAt(raw, 'workflow')))
    if (isObject(step))
      tellMissing(
        Object.keys(objectAt(step, 'step_extensions')),
        extensions,
        `workflow.${id}.step_extensions`,
        problems,
      );
};

/** Checks that variables, agents, targets and other definitions are there where they are used. */
export const checkDefinitions = (playbook: Playbook, problems: Problems): void => {
  checkVariables(playbook, problems);
  checkActors(playbook, problems);
  checkOthers(playbook, problems);
};
