import { isNotFound } from '../../api/problem.ts';

/** How long ago an event may have been and still be on its way into the store. */
const FRESH_MS = 5 * 60_000;
const RETRY_MS = 1_000;
const RETRIES = 20;

/** How a question about a record is asked again: an alert may be there a moment before its record is in the store. */
export const untilStored = (at: string) => ({
  retry: (times: number, error: unknown): boolean =>
    isNotFound(error) && times < RETRIES && Date.now() - Date.parse(at) < FRESH_MS,
  retryDelay: RETRY_MS,
});
