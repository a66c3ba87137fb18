export * from './errors.ts';
export * from './parse/types.ts';
export { parseRules, type ParsedFile } from './parse/parse-rules.ts';
export { standardPlaceholders, type PlaceholderTable } from './ir/placeholders.ts';
export { compile, compileRule, evaluateNaively, type CompileOptions } from './compile.ts';
export { Engine, type EngineStats, type Match } from './eval/engine.ts';
export type { MatchedField } from './eval/hits.ts';
export { appliesTo } from './eval/logsource.ts';
export type { Pipeline, PipelineItem, Transformation, RuleCondition, FieldCondition } from './ir/pipeline.ts';
