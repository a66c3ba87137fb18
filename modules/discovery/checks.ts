import type { Clock } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { DiscoveryReads } from './read-model.ts';

const HOUR = 3_600_000;
/** Obligation 1.1-g: an unknown asset is alerted at the next cycle, within a day. */
const MOST_HOURS = 24;

interface Needs {
  readonly reads: Pick<DiscoveryReads, 'summary'>;
  readonly clock: Pick<Clock, 'now'>;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);

const inventory = async ({ reads, clock }: Needs): Promise<CheckResult> => {
  const { things, unknown, unknownOverdue, registered, ignored, newestAt, sources } = await reads.summary();
  if (newestAt === null || things === 0)
    return {
      outcome: 'unknown',
      summary: {
        zh: '尚未发现任何设备，请导入扫描结果或接入日志',
        en: 'Nothing was discovered yet: import a scan or send logs',
      },
      facts: { observedThings: things, discoverySources: sources.length },
    };
  const age = Math.round(((clock.now() - Date.parse(newestAt)) / HOUR) * 10) / 10;
  const registeredShare = share(registered, things);
  const isRight = age <= MOST_HOURS && unknownOverdue === 0;
  return {
    outcome: isRight ? 'pass' : 'fail',
    summary: {
      zh: `发现设备 ${things} 台，已登记 ${registered} 台（${registeredShare} %），未登记 ${unknown} 台，其中 ${unknownOverdue} 台超过 24 小时；最近一次发现在 ${age} 小时前`,
      en: `${things} things observed, ${registered} (${registeredShare} %) on record, ${unknown} unknown, ${unknownOverdue} of them for more than 24 hours; the newest discovery is ${age} hours old`,
    },
    facts: {
      observedThings: things,
      registeredThings: registered,
      registeredShare,
      unknownThings: unknown,
      unknownOverdue,
      ignoredThings: ignored,
      discoveryAgeHours: age,
      discoverySources: sources.length,
    },
  };
};

const orphans = async ({ reads }: Needs): Promise<CheckResult> => {
  const { hosts, hostsSeen, noTeam, unseen, settings, newestAt } = await reads.summary();
  if (hosts === 0 || newestAt === null)
    return {
      outcome: 'unknown',
      summary: { zh: '尚无登记主机或尚未开展资产发现', en: 'No host is on record, or nothing was discovered yet' },
      facts: { recordedHosts: hosts },
    };
  return {
    outcome: noTeam === 0 && unseen === 0 ? 'pass' : 'fail',
    summary: {
      zh: `登记主机 ${hosts} 台，被发现过 ${hostsSeen} 台；未登记责任部门 ${noTeam} 台，超过 ${settings.unseenDays} 天未被发现 ${unseen} 台`,
      en: `${hosts} hosts on record, ${hostsSeen} seen; ${noTeam} without a team, ${unseen} not seen for more than ${settings.unseenDays} days`,
    },
    facts: {
      recordedHosts: hosts,
      seenHosts: hostsSeen,
      hostsWithoutTeam: noTeam,
      unseenHosts: unseen,
      unseenDays: settings.unseenDays,
    },
  };
};

/** Running checks of what is discovered. */
export const discoveryChecks = (needs: Needs): Check[] => [
  {
    id: 'discovery.inventory',
    obligations: ['1.1-g'],
    title: {
      zh: '资产发现持续运行，发现的设备均已登记',
      en: 'Discovery runs, and everything that it sees is on record',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: () => inventory(needs),
  },
  {
    id: 'discovery.orphans',
    obligations: ['1.1-g'],
    title: { zh: '登记主机均有责任部门且在线可见', en: 'Every host on record has a team and is seen' },
    everyMinutes: 60,
    ttlHours: 24,
    run: () => orphans(needs),
  },
];
