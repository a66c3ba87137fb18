import type { Step } from './model.ts';

/** One way from a step to another; `field` as it is written in the playbook. */
export interface Way {
  readonly field: string;
  readonly to: string;
  /** `branch`: what lies there runs until an `end` and comes back to the step; `next`: goes on from the step. */
  readonly kind: 'branch' | 'next';
}

const branch = (field: string, to: string | undefined): readonly Way[] =>
  to === undefined || to === '' ? [] : [{ field, to, kind: 'branch' }];
const next = (field: string, to: string | undefined): readonly Way[] =>
  to === undefined || to === '' ? [] : [{ field, to, kind: 'next' }];

const branchesOf = (step: Step): readonly Way[] => {
  switch (step.kind) {
    case 'parallel':
      return step.next.flatMap((to, at) => branch(`next_steps[${at}]`, to));
    case 'if-condition':
      return [...branch('on_true', step.onTrue), ...branch('on_false', step.onFalse)];
    case 'while-condition':
      return branch('on_true', step.onTrue);
    case 'switch-condition':
      return step.cases.flatMap(([name, to]) => branch(`cases.${name}`, to));
    default:
      return [];
  }
};

/** All ways out of a step, branches first. */
export const waysOf = (step: Step): readonly Way[] => [
  ...branchesOf(step),
  ...next('on_completion', step.onCompletion),
  ...next('on_success', step.onSuccess),
  ...next('on_failure', step.onFailure),
];
