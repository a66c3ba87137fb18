export { openJobs } from './boss-jobs.ts';
export type { JobsOptions } from './boss-jobs.ts';
export { jobsErrors } from './errors.ts';
export type { DeadJobs, JobDefinition, Jobs, SendOptions } from './jobs.ts';
