import { DomainError } from '@chedun/kernel';
import type { RangeClock } from '../clock.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createPrng } from '../prng.ts';
import { retryAfterMs } from '../senders/log-sender.ts';
import { hostList, serviceList } from './platform.ts';
import { vehicleList } from './vehicles.ts';

/** Whose company is registered, and where. */
export interface RegisterOptions {
  readonly url: string;
  /** API token that may import assets. */
  readonly token: string;
  readonly vehicles: number;
  readonly seed: number;
}

const MAX_TRIES = 20;

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

const refused = (kind: string, status: number, text: string): DomainError =>
  new DomainError('range.refused', { field: kind, status, reason: `${status} ${text.slice(0, 300)}` });

/** Whether the report of an import says that the file was taken. */
const wasApplied = (text: string): boolean => {
  const report: unknown = JSON.parse(text);
  return typeof report === 'object' && report !== null && 'applied' in report && report.applied === true;
};

const importFile = async (
  { url, token }: RegisterOptions,
  { kind, text }: ReturnType<typeof companyFiles>[number],
  clock: RangeClock,
  signal: AbortSignal,
): Promise<void> => {
  const address = `${url.replace(/\/+$/, '')}/api/assets/import?kind=${kind}&mode=apply`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  for (let tries = 0; !signal.aborted; tries += 1) {
    const response = await fetch(address, { method: 'POST', headers, body: text, signal }).catch((error: unknown) => {
      throw new DomainError('range.unreachable', { field: 'http', reason: `${url} does not answer` }, error);
    });
    const said = await response.text();
    const isBusy = response.status === 429 || response.status === 503;
    if (response.ok && wasApplied(said)) return;
    if (!isBusy || tries === MAX_TRIES) throw refused(kind, response.status, said);
    await clock.sleep(retryAfterMs(response.headers.get('retry-after'), clock.now()), signal);
  }
};

/**
 * Registers the company's vehicles, hosts and services through the import that people use, so that what is seen later can
 * be held against what is owned. Throws `range.unreachable` and `range.refused`.
 */
export const registerCompany = async (
  options: RegisterOptions,
  clock: RangeClock,
  signal: AbortSignal,
): Promise<void> => {
  for (const file of companyFiles(options)) await importFile(options, file, clock, signal);
};
