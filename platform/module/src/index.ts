export { compose } from './compose.ts';
export type { ComposeLimits, Composition } from './compose.ts';
export { defineModule } from './define.ts';
export type {
  Check,
  CheckResult,
  Job,
  ModuleContext,
  ModuleDefinition,
  ModuleParts,
  Permission,
  Platform,
  Reaction,
  Registry,
} from './define.ts';
export { moduleErrors } from './errors.ts';
export type { AnyModule } from './plan.ts';
export { uuidV7 } from './uuid.ts';
