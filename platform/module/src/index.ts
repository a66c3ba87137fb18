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
