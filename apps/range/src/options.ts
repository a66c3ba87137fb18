import { defineErrors, DomainError } from '@chedun/kernel';

/** Every error of the range. */
export const RANGE_ERRORS = defineErrors({
  'range.options': {
    status: 400,
    zh: '靶场参数不正确',
    en: 'The options of the range are wrong',
    doZh: '请按 detail.field 修改参数；至少给出一个目标（TCP、HTTP、syslog、JT/T 808、IDS、V2X 或 NetFlow）。',
    doEn: 'Correct the option named in detail.field, and give at least one target (TCP, HTTP, syslog, JT/T 808, IDS, V2X or NetFlow).',
  },
  'range.unreachable': {
    status: 502,
    zh: '无法连接目标',
    en: 'The target cannot be reached',
    doZh: '请确认监听地址与端口，以及服务已启动。',
    doEn: 'Check address and port, and that the server is running.',
  },
  'range.refused': {
    status: 502,
    zh: '目标拒绝了日志',
    en: 'The target refused the logs',
    doZh: '请确认 API 令牌有写入权限，且数据源已建立。',
    doEn: 'Check that the API token may write and that the source exists.',
  },
});

/** Attack stories. */
export const STORIES = [
  'takeover',
  'tbox',
  'intrusion',
  'telemetry',
  'remote',
  'terminals',
  'ecu',
  'road',
  'signed-road',
  'flows',
] as const;
export type StoryName = (typeof STORIES)[number];

/** Where a listener is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What to play, where, how long. */
export interface RangeOptions {
  /** GB/T 32960 listener. `vehicles`: a connection each; `platform`: all over one connection. */
  readonly tcp?: { readonly host: string; readonly port: number; readonly forward?: 'vehicles' | 'platform' };
  /** CheDun server: logs go to `POST {url}/api/ingest/{source}` with this API token. */
  readonly http?: { readonly url: string; readonly token: string };
  /** Syslog listener over TCP: the firewall in front of the platform writes there. */
  readonly syslog?: Address;
  /** JT/T 808 listener: one connection for each terminal. */
  readonly jtt808?: Address;
  /** JT/T 809 listener: one main link of a platform that forwards the terminals. */
  readonly jtt809?: Address;
  /** Listeners of datagrams: AUTOSAR IDS messages, V2X messages, NetFlow. */
  readonly ids?: Address;
  readonly v2x?: Address;
  /** Listener that verifies signed V2X messages; needs `http`, from whose authorities the vehicles get their pseudonyms. */
  readonly v2xSigned?: Address;
  readonly netflow?: Address;
  readonly vehicles: number;
  /** Length of the run in seconds. */
  readonly seconds: number;
  readonly seed: number;
  readonly stories: readonly StoryName[];
  /** Vehicle reports per second, over the whole fleet. */
  readonly rate: number;
  /** Reports per second after the run: normal traffic goes on at this rate until the run is aborted. Absent: it ends. */
  readonly afterRate?: number;
}

/** Seven values that the command line and the server start from. */
export const DEFAULT_OPTIONS = { vehicles: 1000, seconds: 120, seed: 1, stories: STORIES, rate: 100 } as const;

const LIMITS = { vehicles: [1, 100_000], seconds: [1, 86_400], rate: [0.1, 50_000], afterRate: [0.1, 50_000] } as const;
const TARGETS = ['tcp', 'http', 'syslog', 'jtt808', 'jtt809', 'ids', 'v2x', 'v2xSigned', 'netflow'] as const;

/** Throws `range.options` for a run that cannot be played. */
export const checkOptions = (options: RangeOptions): void => {
  if (TARGETS.every((target) => options[target] === undefined)) {
    throw new DomainError('range.options', { field: 'tcp', reason: `no target is given: ${TARGETS.join(', ')}` });
  }
  if (options.v2xSigned !== undefined && options.http === undefined)
    throw new DomainError('range.options', { field: 'v2x-signed', reason: 'signed messages need --http and a token' });
  for (const [field, [low, high]] of Object.entries(LIMITS)) {
    const value = options[field as keyof typeof LIMITS];
    if (value !== undefined && !(value >= low && value <= high))
      throw new DomainError('range.options', { field, reason: `${value} is not in ${low}..${high}` });
  }
  const unknown = options.stories.find((story) => !STORIES.includes(story));
  if (unknown !== undefined)
    throw new DomainError('range.options', { field: 'stories', reason: `there is no story ${unknown}` });
};
