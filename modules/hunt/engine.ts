export { withSegment } from './stored-rows.ts';
export { huntEvents, huntRule, type HuntSink } from './use-cases/run-hunt.ts';
