import { isObject } from '../json.ts';
import { objectAt, type Playbook, type Step } from '../model.ts';
import type { Problems } from '../problem.ts';
import { waysOf } from '../ways.ts';

/** Steps that are reached from `from`, by the ways given. */
const reach = (from: readonly string[], waysFrom: (id: string) => readonly string[]): ReadonlySet<string> => {
  const seen = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const to of waysFrom(id))
      if (!seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
  return seen;
};

const checkReferences = ({ steps, start, exception, raw }: Playbook, problems: Problems): void => {
  for (const [id, value] of Object.entries(objectAt(raw, 'workflow')))
    if (isObject(value) && !steps.has(id))
      problems.error(
        'wrong-step-kind',
        `workflow.${id}.type`,
        `${JSON.stringify(value['type'] ?? null)} is no type of step`,
      );
  const first = steps.get(start);
  if (start !== '' && first === undefined)
    problems.error('no-such-step', 'workflow_start', `there is no step ${start}`);
  if (first !== undefined && first.kind !== 'start')
    problems.warning('no-start-step', 'workflow_start', `points to a step of type ${first.kind}, not to a start step`);
  if (exception !== undefined && !steps.has(exception))
    problems.warning('no-such-step', 'workflow_exception', `there is no step ${exception}: a failure ends the run`);
  for (const step of steps.values()) {
    if (!step.id.startsWith(`${step.kind}--`))
      problems.warning(
        'wrong-step-kind',
        `workflow.${step.id}`,
        `its type is ${step.kind}, its identifier says otherwise`,
      );
    for (const { field, to } of waysOf(step))
      if (!steps.has(to)) problems.error('no-such-step', `workflow.${step.id}.${field}`, `there is no step ${to}`);
  }
};

const isGoingOn = ({ kind, onCompletion, onSuccess }: Step): boolean =>
  kind === 'end' || onCompletion !== undefined || onSuccess !== undefined;

const checkEnds = ({ steps, start, exception }: Playbook, problems: Problems): void => {
  const ends = [...steps.values()].filter(({ kind }) => kind === 'end');
  if (ends.length === 0) problems.error('no-end-step', 'workflow', 'there is no end step');
  const back = new Map<string, string[]>();
  for (const step of steps.values())
    for (const { to } of waysOf(step)) {
      const before = back.get(to) ?? [];
      before.push(step.id);
      back.set(to, before);
    }
  const ending = reach(
    ends.map(({ id }) => id),
    (id) => back.get(id) ?? [],
  );
  const reached = reach([start, ...(exception === undefined ? [] : [exception])], (id) => {
    const step = steps.get(id);
    return step === undefined ? [] : waysOf(step).map(({ to }) => to);
  });
  for (const step of steps.values()) {
    if (!ending.has(step.id))
      problems.error('end-unreachable', `workflow.${step.id}`, 'no end step is reached from here');
    else if (!isGoingOn(step))
      problems.warning('no-way-on', `workflow.${step.id}`, 'it says not what comes after it: its branch ends here');
    if (!reached.has(step.id)) problems.warning('step-unreachable', `workflow.${step.id}`, 'nothing leads here');
  }
};

/** Takes away what has no way in or no way out, again and again: what stays lies on a loop, or between two. */
const looping = (edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> => {
  const back = new Map<string, Set<string>>();
  for (const [from, all] of edges) for (const to of all) back.set(to, (back.get(to) ?? new Set()).add(from));
  const left = new Set(edges.keys());
  const open = [...left];
  const isOpen = (neighbours: ReadonlySet<string> | undefined): boolean =>
    [...(neighbours ?? [])].some((id) => left.has(id));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!left.has(id) || (isOpen(edges.get(id)) && isOpen(back.get(id)))) continue;
    left.delete(id);
    open.push(...(edges.get(id) ?? []), ...(back.get(id) ?? []));
  }
  return left;
};

const checkLoops = ({ steps }: Playbook, problems: Problems): void => {
  const edges = new Map(
    [...steps.values()].map((step) => {
      // What a while-condition repeats may lead back to it.
      const ways = waysOf(step).filter(({ kind }) => step.kind !== 'while-condition' || kind === 'next');
      return [step.id, new Set(ways.map(({ to }) => to))] as const;
    }),
  );
  for (const id of looping(edges))
    problems.error('loop', `workflow.${id}`, 'the way leads back here outside a while-condition');
};

/** Checks what no schema sees: every reference exists, an end is reached from each step, loops only in while-conditions. */
export const checkGraph = (playbook: Playbook, problems: Problems): void => {
  checkReferences(playbook, problems);
  checkEnds(playbook, problems);
  checkLoops(playbook, problems);
};
