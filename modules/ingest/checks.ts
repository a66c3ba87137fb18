import type { AssetsAsks } from '@chedun/assets/contract';
import type { Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { Flow, Source } from './contract.ts';
import { refusesWrongChecksum, refusesWrongTerminalChecksum } from './domain/self-test.ts';
import type { FrameCounts, Listeners } from './listeners/open.ts';
import type { RoadUnitCounts } from './listeners/road-units.ts';
import { reportingFacts } from './read-reporting.ts';

interface Dependencies {
  readonly records: Pick<Records, 'read'>;
  readonly assets: Pick<AssetsAsks, 'countVehicles'>;
  readonly journals: Readonly<Record<string, Pick<Journal, 'head'>>>;
  readonly clock: Clock;
  readonly sources: () => Promise<readonly Source[]>;
  readonly flow: () => Flow;
  /** The GB/T 32960 listener: whether it is open, and the frames it saw. */
  readonly vehicles: () => Link;
  /** The same of the JT/T 808 listener. */
  readonly terminals: () => Link;
  readonly roadUnits: () => RoadUnitCounts;
}

/** A listener for vehicles. */
interface Link {
  readonly open: boolean;
  readonly frames: FrameCounts;
}

const NO_FRAMES: FrameCounts = { total: 0, bcc: 0, structure: 0 };

/** The links of the listeners that are open now. */
export const linksOf = (
  listeners: () => Pick<Listeners, 'ports' | 'frames' | 'terminalFrames' | 'roadUnits'> | undefined,
): Pick<Dependencies, 'vehicles' | 'terminals' | 'roadUnits'> => ({
  roadUnits: () => listeners()?.roadUnits() ?? { registered: 0, heard: 0, strangers: 0 },
  vehicles: () => ({
    open: listeners()?.ports.gbt32960 !== undefined,
    frames: listeners()?.frames() ?? NO_FRAMES,
  }),
  terminals: () => ({
    open: listeners()?.ports.jtt808 !== undefined,
    frames: listeners()?.terminalFrames() ?? NO_FRAMES,
  }),
});

/** Frames behind the journal that count as keeping up: about a second at full speed. */
const MOST_BEHIND = 1000;
/** Seconds from acceptance to the event store. */
const MOST_LAG_SECONDS = 30;
/** Share of registered vehicles and sources that have to report within a day. */
const LEAST_COVERAGE = 0.9;

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
const passIf = (passed: boolean): CheckResult['outcome'] => (passed ? 'pass' : 'fail');

const monitoring = async ({ sources, flow, journals }: Dependencies): Promise<CheckResult> => {
  const enabled = (await sources()).filter((source) => source.enabled);
  const silent = enabled.filter((source) => source.health === 'silent').map((source) => source.id);
  const waiting = enabled.filter((source) => source.health === 'waiting').length;
  const { storeBacklog, detectBacklog, storeUp } = flow();
  const lag = Math.max(0, ...enabled.map((source) => source.lagSeconds ?? 0));
  const behind = Math.max(storeBacklog, detectBacklog);
  const keepsUp = storeUp && behind <= MOST_BEHIND && (behind === 0 || lag <= MOST_LAG_SECONDS);
  const facts = { sources: enabled.length, waiting, silent, storeBacklog, detectBacklog, storeUp, lagSeconds: lag };
  const frames = Object.values(journals).reduce((sum, journal) => sum + journal.head().seq, 0);
  const seen = enabled.length > waiting;
  return {
    outcome: seen ? passIf(silent.length === 0 && keepsUp) : 'unknown',
    summary: {
      zh: `启用接入源 ${enabled.length} 个，静默 ${silent.length} 个；待入库 ${storeBacklog} 帧，待检测 ${detectBacklog} 帧`,
      en: `${enabled.length} sources enabled, ${silent.length} silent; ${storeBacklog} frames wait for the store, ${detectBacklog} for detection`,
    },
    facts: { ...facts, frames },
  };
};

const coverage = async ({ records, assets, clock, sources }: Dependencies): Promise<CheckResult> => {
  const { vehiclesSeen, sourcesSeen } = await reportingFacts(records, clock.now());
  const { registered, total } = await assets.countVehicles();
  const enabled = (await sources()).filter((source) => source.enabled).length;
  const expected = Math.max(registered, 0);
  const vehicleShare = expected === 0 ? 1 : Math.min(1, vehiclesSeen / expected);
  const sourceShare = enabled === 0 ? 0 : Math.min(1, sourcesSeen / enabled);
  const known = enabled > 0 && total > 0;
  return {
    outcome: known ? passIf(vehicleShare >= LEAST_COVERAGE && sourceShare >= LEAST_COVERAGE) : 'unknown',
    summary: {
      zh: `近 24 小时上报：登记车辆 ${expected} 辆中约 ${percent(vehicleShare)}，接入源 ${enabled} 个中 ${percent(sourceShare)}`,
      en: `Reported within 24 hours: ${percent(vehicleShare)} of ${expected} registered vehicles, ${percent(sourceShare)} of ${enabled} sources`,
    },
    facts: { vehiclesSeen, vehiclesRegistered: expected, vehicleShare, sourcesSeen, sources: enabled, sourceShare },
  };
};

const vehicleStates = async ({ records, clock }: Dependencies): Promise<CheckResult> => {
  const { states, fresh, online, byAlarmLevel } = await reportingFacts(records, clock.now());
  const [level3 = 0, level4 = 0] = [byAlarmLevel[3], byAlarmLevel[4]];
  return {
    outcome: states === 0 ? 'unknown' : passIf(fresh > 0),
    summary: {
      zh: `掌握 ${states} 辆车的状态，${online} 辆在线，${fresh} 辆十分钟内上报；三级及以上报警 ${level3 + level4} 辆`,
      en: `States of ${states} vehicles known, ${online} online, ${fresh} reported within ten minutes; ${level3 + level4} with an alarm of level 3 or above`,
    },
    facts: { states, fresh, online, byAlarmLevel: [...byAlarmLevel] },
  };
};

/** What one listener saw, in both languages. */
const linkText = (name: string, { open, frames: { total, bcc, structure } }: Link): CheckResult['summary'] => ({
  zh: `${name} 接入${open ? '已开启' : '未开启'}；报文 ${total} 条，校验错误 ${bcc} 条，结构错误 ${structure} 条`,
  en: `${name} listener ${open ? 'open' : 'not open'}; ${total} frames, ${bcc} with a wrong checksum, ${structure} with a wrong structure`,
});

const vehicleLink = async ({ vehicles, terminals, clock }: Dependencies): Promise<CheckResult> => {
  const [cars, trucks] = [vehicles(), terminals()];
  const open = cars.open || trucks.open;
  const selfTest = refusesWrongChecksum(clock.now()) && refusesWrongTerminalChecksum();
  const links = [
    linkText('GB/T 32960', cars),
    // Not every company has terminals of commercial vehicles.
    ...(trucks.open ? [linkText('JT/T 808', trucks)] : []),
  ];
  return {
    outcome: open || !selfTest ? passIf(open && selfTest) : 'unknown',
    summary: {
      zh: [...links.map(({ zh }) => zh), `校验自检${selfTest ? '通过' : '未通过'}`].join('；'),
      en: [...links.map(({ en }) => en), `self-test ${selfTest ? 'passed' : 'failed'}`].join('; '),
    },
    facts: {
      open: cars.open,
      selfTest,
      ...cars.frames,
      terminalsOpen: trucks.open,
      terminalFrames: trucks.frames.total,
      terminalChecksumErrors: trucks.frames.bcc,
      terminalStructureErrors: trucks.frames.structure,
    },
  };
};

/** An allow-list with positions; what firmware a unit runs and who it proves to be is not seen here. */
const edgeUnits = async ({ roadUnits }: Dependencies): Promise<CheckResult> => {
  const { registered, heard, strangers } = roadUnits();
  return {
    outcome: registered === 0 || heard + strangers === 0 ? 'unknown' : passIf(strangers === 0),
    summary: {
      zh: `登记路侧设备 ${registered} 台，本次启动以来收到 ${heard} 台的消息，未登记的发送方 ${strangers} 个；固件版本与设备身份认证未核验`,
      en: `${registered} roadside units registered, ${heard} heard since the start, ${strangers} senders not registered; firmware and authentication of units are not verified`,
    },
    facts: { registered, heard, strangers, firmwareVerified: false, authenticated: false },
  };
};

/** Running checks of taking records in. */
export const ingestChecks = (needs: Dependencies): Check[] => [
  {
    id: 'ingest.monitoring',
    obligations: ['1.3-a'],
    title: { zh: '监测不中断、不积压', en: 'Monitoring runs without gaps and keeps up' },
    everyMinutes: 5,
    ttlHours: 1,
    run: () => monitoring(needs),
  },
  {
    id: 'ingest.coverage',
    obligations: ['1.3-b'],
    title: { zh: '车辆与接入源监测覆盖', en: 'Vehicles and sources that are watched' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => coverage(needs),
  },
  {
    id: 'ingest.vehicle-states',
    obligations: ['1.3-c'],
    title: { zh: '掌握车辆运行状态', en: 'States of vehicles are known' },
    everyMinutes: 5,
    ttlHours: 1,
    run: () => vehicleStates(needs),
  },
  {
    id: 'ingest.vehicle-link',
    obligations: ['2.1-a'],
    title: { zh: '车云通信校验', en: 'Messages of vehicles are verified' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => vehicleLink(needs),
  },
  {
    id: 'ingest.roadside-units',
    obligations: ['2.1-b'],
    title: { zh: '边缘侧设备准入', en: 'Edge devices are on the allow-list' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => edgeUnits(needs),
  },
];
