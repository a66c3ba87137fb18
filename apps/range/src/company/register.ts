import { DomainError } from '@chedun/kernel';
import type { RangeClock } from '../clock.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createPrng } from '../prng.ts';
import { retryAfterMs } from '../senders/retry-after.ts';
import { hostList, serviceList } from './platform.ts';
import { COMPANY_SOURCES } from './sources.ts';
import { vehicleList } from './vehicles.ts';

/** Whose company is registered, and where. */
export interface RegisterOptions {
  readonly url: string;
  /** API token that may manage sources and import assets. */
  readonly token: string;
  readonly vehicles: number;
  readonly seed: number;
  /** Token of a second person who approves what the first one proposes; without it nothing of the road is set up. */
  readonly secondToken?: string | undefined;
  /** File of the vehicles from one run to the next; the roadside unit is kept beside it, and left out without one. */
  readonly stateFile?: string | undefined;
}

interface Call {
  /** What is registered, for the error. */
  readonly what: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
  readonly isDone: (status: number, said: string) => boolean;
}

const MAX_TRIES = 20;
const EXISTS = 409;

/** The files of the company: the fleet of the seed, its hosts and its services. */
export const companyFiles = ({ vehicles, seed }: Pick<RegisterOptions, 'vehicles' | 'seed'>) => {
  const random = createPrng(seed);
  const fleet = createFleet(vehicles, random.fork('fleet'));
  return [
    { kind: 'vehicle', text: vehicleList(fleet, random.fork('company')) },
    { kind: 'host', text: hostList() },
    { kind: 'service', text: serviceList() },
  ] as const;
};

const isOk = (status: number): boolean => status >= 200 && status < 300;

/** Whether the report of an import says that the file was taken. */
const wasApplied = (status: number, said: string): boolean => {
  if (!isOk(status)) return false;
  const report: unknown = JSON.parse(said);
  return typeof report === 'object' && report !== null && 'applied' in report && report.applied === true;
};

/** A source that is there already keeps its name. */
const callsOf = (options: RegisterOptions): readonly Call[] => [
  ...COMPANY_SOURCES.map((source): Call => ({
    what: source.id,
    path: '/api/sources',
    type: 'application/json',
    body: JSON.stringify({ ...source, kind: 'http' }),
    isDone: (status) => isOk(status) || status === EXISTS,
  })),
  ...companyFiles(options).map(({ kind, text }): Call => ({
    what: kind,
    path: `/api/assets/import?kind=${kind}&mode=apply`,
    type: 'text/csv',
    body: text,
    isDone: wasApplied,
  })),
];

const perform = async (
  { url, token }: RegisterOptions,
  { what, path, type, body, isDone }: Call,
  clock: RangeClock,
  signal: AbortSignal,
): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  for (let tries = 0; !signal.aborted; tries += 1) {
    const request = fetch(`${url.replace(/\/+$/, '')}${path}`, { method: 'POST', headers, body, signal });
    const response = await request.catch((error: unknown) => {
      throw new DomainError('range.unreachable', { field: 'http', reason: `${url} does not answer` }, error);
    });
    const said = await response.text();
    const { status } = response;
    if (isDone(status, said)) return;
    if ((status !== 429 && status !== 503) || tries === MAX_TRIES) {
      throw new DomainError('range.refused', { field: what, status, reason: `${status} ${said.slice(0, 300)}` });
    }
    await clock.sleep(retryAfterMs(response.headers.get('retry-after'), clock.now()), signal);
  }
};

/**
 * Names the company's log sources and registers its vehicles, hosts and services through the import that people use, so
 * that what is seen later can be held against what is owned. Throws `range.unreachable` and `range.refused`.
 */
export const registerCompany = async (
  options: RegisterOptions,
  clock: RangeClock,
  signal: AbortSignal,
): Promise<void> => {
  for (const call of callsOf(options)) await perform(options, call, clock, signal);
};
