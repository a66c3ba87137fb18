import type { Check, CheckResult } from '@chedun/module';
import type { Detector } from './contract.ts';
import { replay } from './domain/stories.ts';
import { unitsOf, type RoadUnitCounts } from './domain/road-units.ts';

/** When a kind of observation last arrived, and how many in all. */
export type Fed = ReadonlyMap<string, { readonly at: number; readonly count: number }>;

interface Needs {
  readonly detectors: () => Promise<readonly Detector[]>;
  readonly fed: () => Promise<Fed>;
  /** Senders of V2X messages since the start: registered units that were heard, and others. */
  readonly roadUnits: () => RoadUnitCounts;
  readonly now: () => number;
}

/** What one check looks at. */
interface Watched {
  readonly id: string;
  readonly obligation: string;
  readonly title: CheckResult['summary'];
  /** What the observations are called. */
  readonly noun: CheckResult['summary'];
  readonly detectors: (detector: Detector) => boolean;
  /** Observations of at least one of these kinds have to arrive. */
  readonly kinds: readonly string[];
  /** Roadside units have to be registered, and nobody else may send. */
  readonly register?: 'needed';
}

const DAY = 86_400_000;

const byIds =
  (...ids: readonly string[]) =>
  ({ id }: Detector): boolean =>
    ids.includes(id);

const WATCHED: readonly Watched[] = [
  {
    id: 'watch.flow-facts',
    obligation: '1.1-h',
    title: { zh: '掌握网络流量事实并识别横向扩散', en: 'Flows are known and fan-out is seen' },
    noun: { zh: '流量记录', en: 'flows' },
    detectors: byIds('flow.port-fan-out', 'flow.host-fan-out', 'flow.first-seen'),
    kinds: ['flow'],
  },
  {
    id: 'watch.road-plausibility',
    obligation: '1.2-c',
    title: { zh: '车路消息合理性检查', en: 'Messages of the road are checked for plausibility' },
    noun: { zh: '车路消息', en: 'messages of the road' },
    detectors: ({ family }) => family === 'v2x',
    kinds: ['v2x'],
    register: 'needed',
  },
  {
    id: 'watch.vehicle-to-vehicle',
    obligation: '1.2-b',
    title: { zh: '车与车消息合理性检查', en: 'Messages between vehicles are checked for plausibility' },
    noun: { zh: '车与车消息', en: 'messages of vehicles' },
    detectors: ({ family }) => family === 'v2x',
    kinds: ['v2x'],
  },
  {
    id: 'watch.unsafe-states',
    obligation: '1.3-e',
    title: { zh: '安全状态异常检测', en: 'Unsafe states are detected' },
    noun: { zh: '车辆上报与远程指令', en: 'reports and commands of vehicles' },
    detectors: ({ id, family }) => id === 'remote.while-driving' || family === 'gbt32960',
    kinds: ['gbt32960', 'command'],
  },
  {
    id: 'watch.malware-spread',
    obligation: '1.3-f',
    title: { zh: '恶意软件传播检测', en: 'Spread of malware is detected' },
    noun: { zh: '流量与域名解析记录', en: 'flows and DNS records' },
    detectors: byIds('flow.host-fan-out', 'flow.beacon', 'dns.generated-names', 'fleet.campaign'),
    kinds: ['flow', 'dns'],
  },
  {
    id: 'watch.unusual-traffic',
    obligation: '1.3-g',
    title: { zh: '网络通信异常检测', en: 'Unusual traffic is detected' },
    noun: { zh: '流量、域名解析与车辆上报', en: 'flows, DNS records and reports' },
    detectors: byIds(
      'flow.foreign-destination',
      'dns.tunnel',
      'gbt32960.clock_skew',
      'gbt32960.time_back',
      'gbt32960.replay',
    ),
    kinds: ['flow', 'dns', 'gbt32960'],
  },
];

/** Detectors of ours that miss the attack that is played to them with their settings of now. */
const missing = (detectors: readonly Detector[]): string[] =>
  detectors
    .filter(({ id, enabled, limits }) => {
      const set = Object.fromEntries(limits.map(({ name, value }) => [name, value]));
      return replay(id, { enabled, limits: set }) === false;
    })
    .map(({ id }) => id);

const newestOf = (fed: Fed, kinds: readonly string[]): number | undefined => {
  const times = kinds.flatMap((kind) => fed.get(kind)?.at ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};

const sentence = (
  { noun }: Watched,
  total: number,
  problems: { readonly off: number; readonly missed: number; readonly unready: number },
  fedAt: number | undefined,
): CheckResult['summary'] => {
  const { off, missed, unready } = problems;
  return {
    zh: `检测器 ${total} 个，停用 ${off} 个，未就绪 ${unready} 个，攻击重放未识别 ${missed} 个；${noun.zh}${fedAt === undefined ? '尚未收到' : '正在接收'}`,
    en: `${total} detectors, ${off} off, ${unready} not ready, ${missed} miss their replayed attack; ${noun.en} ${fedAt === undefined ? 'have not arrived yet' : 'arrive'}`,
  };
};

const look = async (watched: Watched, { detectors, fed, roadUnits, now }: Needs): Promise<CheckResult> => {
  const mine = (await detectors()).filter(watched.detectors);
  const arrived = await fed();
  const fedAt = newestOf(arrived, watched.kinds);
  const off = mine.filter(({ enabled }) => !enabled).map(({ id }) => id);
  const unready = mine.filter(({ state }) => state === 'not-ready').map(({ id }) => id);
  const missed = missing(mine.filter(({ enabled }) => enabled));
  const units = watched.register && unitsOf(roadUnits());
  const sound =
    mine.length > 0 && off.length === 0 && missed.length === 0 && unready.length === 0 && units?.sound !== false;
  const fresh = fedAt !== undefined && now() - fedAt <= DAY;
  const lastSpoken =
    mine
      .flatMap((detector) => detector.lastSpoken ?? [])
      .toSorted()
      .at(-1) ?? null;
  const problems = { off: off.length, missed: missed.length, unready: unready.length };
  const seen = sentence(watched, mine.length, problems, fedAt);
  return {
    outcome: fedAt === undefined && off.length + missed.length === 0 ? 'unknown' : sound && fresh ? 'pass' : 'fail',
    summary: {
      zh: [seen.zh, units?.summary.zh].filter(Boolean).join('；'),
      en: [seen.en, units?.summary.en].filter(Boolean).join('; '),
    },
    facts: {
      detectors: mine.map(({ id }) => id).join(', '),
      off: off.join(', '),
      unready: unready.join(', '),
      missed: missed.join(', '),
      lastArrived: fedAt === undefined ? null : new Date(fedAt).toISOString(),
      lastSpoken,
      spoken24h: mine.reduce((sum, { spoken24h }) => sum + spoken24h, 0),
      ...units?.facts,
      observations: watched.kinds.map((kind) => `${kind} ${arrived.get(kind)?.count ?? 0}`).join(', '),
    },
  };
};

/** Running checks: detectors are on, ready, find a replayed attack with the limits of now, and are fed. */
export const watchChecks = (needs: Needs): Check[] =>
  WATCHED.map((watched) => ({
    id: watched.id,
    obligations: [watched.obligation],
    title: watched.title,
    everyMinutes: 30,
    ttlHours: 4,
    run: () => look(watched, needs),
  }));
