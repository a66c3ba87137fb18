export { CACAO_ERRORS, type CacaoErrorCode } from './errors.ts';
export { JSON_BOUNDS, readJson, type JsonObject, type JsonValue } from './json.ts';
export { MOST_PROBLEMS, type Problem, type ProblemCode } from './problem.ts';
export { STEP_KINDS, type Command, type Playbook, type Step, type StepKind, type Variable } from './model.ts';
export { checkPlaybook, exportPlaybook, MOST_STEPS, readPlaybook, type ReadPlaybook } from './read.ts';
export { waysOf, type Way } from './ways.ts';
export { parseCondition, parseSwitch } from './condition/parse.ts';
export { evaluate, type Truth, type ValueOf } from './condition/evaluate.ts';
export { variablesIn, type Expression, type Operand, type Operator } from './condition/expression.ts';
export { beginRun, completeWork, dueAt, missingInputs, passTime, workOf } from './run/machine.ts';
export { dryRun, DRY_OPTIONS, type DryOptions, type DryRun } from './run/dry.ts';
export { filledText } from './run/text.ts';
export {
  MOST_VALUE,
  RUN_BOUNDS,
  type Moved,
  type Outcome,
  type RunBounds,
  type RunState,
  type Thread,
  type TraceEntry,
  type Work,
} from './run/state.ts';
