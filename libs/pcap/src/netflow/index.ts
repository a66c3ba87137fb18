export { createFlowCollector } from './collector.ts';
export type { FlowCollector } from './collector.ts';
export { FIELDS } from './fields.ts';
export type { FieldKind } from './fields.ts';
export type { ExportedFlow, FlowExport, FlowValue } from './message.ts';
