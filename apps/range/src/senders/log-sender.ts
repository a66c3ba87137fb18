import { DomainError } from '@chedun/kernel';
import type { RangeClock } from '../clock.ts';
import { LOG_SOURCES } from '../records.ts';
import type { LogSource } from '../records.ts';
import type { Counters } from '../report.ts';
import { retryAfterMs } from './retry-after.ts';

/** Sends log lines to `POST {url}/api/ingest/{source}`. */
export interface LogSender {
  readonly add: (source: LogSource, line: string) => void;
  /** Resolves when everything added has been acknowledged, waiting as long as the server asks for. */
  readonly flush: () => Promise<void>;
}

const MAX_LINES_PER_POST = 2000;
const MAX_FAILURES = 5;

/** Creates the sender; lines are kept in memory only until the next flush. */
export const createLogSender = (
  target: { readonly url: string; readonly token: string },
  counters: Counters,
  clock: RangeClock,
  signal: AbortSignal,
): LogSender => {
  const waiting = new Map<LogSource, string[]>(LOG_SOURCES.map((source) => [source, []]));
  const base = target.url.replace(/\/+$/, '');

  const post = async (source: LogSource, lines: readonly string[]): Promise<Response> =>
    fetch(`${base}/api/ingest/${source}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${target.token}`,
        'content-type': source === 'tsp-linux' ? 'text/plain' : 'application/x-ndjson',
      },
      body: `${lines.join('\n')}\n`,
      signal,
    });

  const deliver = async (source: LogSource, lines: readonly string[]): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      const response = await post(source, lines).catch((error: unknown) => {
        failures += 1;
        if (signal.aborted || failures < MAX_FAILURES) return undefined;
        throw new DomainError('range.unreachable', { field: 'http', reason: `${base} does not answer` }, error);
      });
      if (response === undefined) {
        await clock.sleep(500 * failures, signal);
        continue;
      }
      // the body must be read, or the connection cannot be used again
      const text = await response.text().catch(() => '');
      if (response.ok) {
        counters.lines[source] += lines.length;
        return;
      }
      if (response.status !== 429 && response.status !== 503) {
        throw new DomainError('range.refused', {
          field: source,
          status: response.status,
          reason: `${response.status} ${text.slice(0, 200)}`,
        });
      }
      counters.throttled += 1;
      await clock.sleep(retryAfterMs(response.headers.get('retry-after'), clock.now()), signal);
    }
  };

  const flush = async (): Promise<void> => {
    for (const [source, lines] of waiting) {
      while (lines.length > 0 && !signal.aborted) await deliver(source, lines.splice(0, MAX_LINES_PER_POST));
    }
  };

  return {
    add: (source, line) => {
      waiting.get(source)?.push(line);
    },
    flush,
  };
};
