export type { DeadJobs, JobDefinition, Jobs, SendOptions } from './jobs.ts';
