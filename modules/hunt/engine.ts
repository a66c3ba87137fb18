export { huntEvents, huntRule, type HuntSink } from './use-cases/run-hunt.ts';
