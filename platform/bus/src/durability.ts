/** What one server says about itself at `/varz`. */
export interface ServerReport {
  readonly id: string;
  readonly version: string;
  /** True = it flushes to disk before it acknowledges. */
  readonly syncAlways: boolean;
}

/** What is known about the servers that keep the second copy. */
export interface DurabilityFacts {
  /** Version of the server that this process is connected to. */
  readonly version: string;
  /** Servers that keep each frame. */
  readonly replicas: number;
  /** One for each monitoring address that answered. */
  readonly reports: readonly ServerReport[];
  /** Monitoring addresses that were asked. */
  readonly asked: number;
}

/** Whether an acknowledgement of the bus survives a power failure of all its servers, and if not, why. */
export type Durability =
  | { readonly kind: 'durable' }
  | { readonly kind: 'not-durable'; readonly reasons: readonly string[] };

/** Oldest version whose acknowledged data is not known to be lost after a crash (Jepsen 2025-12, fixes in 2.12.3). */
const OLDEST = [2, 12, 3] as const;

const parts = (version: string): readonly number[] => {
  const found = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+].*)?$/.exec(version);
  return found === null ? [] : found.slice(1).map(Number);
};

/** True for 2.12.3 and newer; false for older ones and for text that is no version. */
export const isNewEnough = (version: string): boolean => {
  const given = parts(version);
  if (given.length === 0 || version.includes('-')) return false;
  const at = OLDEST.findIndex((part, index) => part !== given[index]);
  const [given_, oldest] = [given[at], OLDEST[at]];
  return given_ === undefined || oldest === undefined || given_ > oldest;
};

/**
 * The bus is durable only when every server that keeps a frame proved it: version 2.12.3 or newer and `sync_always`.
 * What was not asked or did not answer counts as not proved.
 */
export const judgeDurability = ({ version, replicas, reports, asked }: DurabilityFacts): Durability => {
  const reasons: string[] = [];
  if (replicas < 3) reasons.push(`each frame is on ${replicas} server: three are needed`);
  for (const each of new Set([version, ...reports.map((report) => report.version)])) {
    if (!isNewEnough(each)) reasons.push(`version ${each} is older than ${OLDEST.join('.')}`);
  }
  const proved = new Set(reports.filter(({ syncAlways }) => syncAlways).map(({ id }) => id)).size;
  if (asked === 0) reasons.push('sync_always is not proved: bus.natsMonitorUrls is not set');
  else if (proved < Math.max(asked, replicas)) {
    reasons.push(`sync_always is proved for ${proved} of ${Math.max(asked, replicas)} servers`);
  }
  return reasons.length === 0 ? { kind: 'durable' } : { kind: 'not-durable', reasons };
};

/** Reads the answer of `/varz`; undefined when it is none. */
export const readVarz = (text: string): ServerReport | undefined => {
  const varz = asObject(parseJson(text));
  const [id, version] = [varz?.['server_id'], varz?.['version']];
  if (typeof id !== 'string' || typeof version !== 'string') return undefined;
  const syncAlways = asObject(asObject(varz?.['jetstream'])?.['config'])?.['sync_always'] === true;
  return { id, version, syncAlways };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;

const ASK_MS = 2000;
const LONGEST_ANSWER = 1024 * 1024;

/** Asks the monitoring port of each server; those that do not answer within 2 seconds are left out. */
export const askServers = async (urls: readonly string[]): Promise<ServerReport[]> => {
  const answers = await Promise.all(urls.map(askServer));
  return answers.filter((report) => report !== undefined);
};

const askServer = async (url: string): Promise<ServerReport | undefined> => {
  try {
    const response = await fetch(new URL('/varz', url), { signal: AbortSignal.timeout(ASK_MS), redirect: 'error' });
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > LONGEST_ANSWER) return undefined;
    return readVarz(await response.text());
  } catch {
    return undefined;
  }
};
