import type { Check, CheckResult } from '@chedun/module';
import type { RetentionOverview } from './contract.ts';
import { FLOOR_DAYS } from './domain/calendar.ts';
import { gapHours } from './domain/gaps.ts';
import type { SourceGaps } from './read-ledger.ts';

interface Needs {
  readonly overview: () => Promise<RetentionOverview>;
  readonly gaps: () => Promise<readonly SourceGaps[]>;
  /** Records of the vulnerability receipts that are in the ledger. */
  readonly receipts: () => Promise<number>;
  readonly now: () => number;
}

const DAY = 86_400_000;
const RESTORE_TEST_DAYS = 30;

const sixMonths = async ({ overview, gaps, now }: Needs): Promise<CheckResult> => {
  const { streams, restoreTest, clocks } = await overview();
  const network = streams.find(({ stream }) => stream === 'network');
  const oldest = network?.oldestAt ?? null;
  const ageDays = oldest === null ? 0 : Math.floor((now() - Date.parse(oldest)) / DAY);
  const holes = (await gaps()).filter((each) => each.gaps.length > 0);
  const missing = holes.reduce((sum, each) => sum + gapHours(each.gaps), 0);
  const testAge = restoreTest === null ? null : Math.floor((now() - Date.parse(restoreTest.at)) / DAY);
  const tested = restoreTest !== null && restoreTest.ok && testAge !== null && testAge < RESTORE_TEST_DAYS;
  const broken = restoreTest !== null && !restoreTest.ok;
  const old = ageDays >= FLOOR_DAYS;
  const outcome = missing > 0 || broken || (old && !tested) ? 'fail' : old && tested ? 'pass' : 'unknown';
  const test =
    testAge === null
      ? { zh: '尚未做恢复测试', en: 'no restore test yet' }
      : {
          zh: `恢复测试 ${testAge} 天前${restoreTest?.ok === true ? '通过' : '未通过'}`,
          en: `restore test ${testAge} days ago ${restoreTest?.ok === true ? 'passed' : 'failed'}`,
        };
  return {
    outcome,
    summary: {
      zh: `最早日志距今 ${ageDays} 天${old ? '' : `（系统运行未满 ${FLOOR_DAYS} 天，无法证明六个月留存）`}；缺口 ${missing} 小时，涉及接入源 ${holes.length} 个；${test.zh}`,
      en: `Oldest log ${ageDays} days old${old ? '' : ` (the system is younger than ${FLOOR_DAYS} days, so six months cannot be shown yet)`}; gaps of ${missing} hours in ${holes.length} sources; ${test.en}`,
    },
    facts: {
      ageDays,
      keptSince: oldest,
      gapHours: missing,
      sourcesWithGaps: holes.map(({ source }) => source.id),
      restoreTestDays: testAge,
      keepDays: network?.days ?? null,
      clockJumps: clocks.jumps.length,
    },
  };
};

const receiveLog = async ({ overview, receipts }: Needs): Promise<CheckResult> => {
  const { classes } = await overview();
  const own = classes.find(({ id }) => id === 'vulnerability-log');
  const long = (own?.days ?? 0) >= FLOOR_DAYS;
  const count = await receipts();
  return {
    outcome: !long ? 'fail' : count > 0 ? 'pass' : 'unknown',
    summary: {
      zh: `漏洞接收日志留存 ${own?.days ?? 0} 天；${count > 0 ? `已留存 ${count} 条` : '尚无漏洞接收记录'}`,
      en: `Receipts of vulnerability reports are kept ${own?.days ?? 0} days; ${count > 0 ? `${count} are there` : 'none came yet'}`,
    },
    facts: { days: own?.days ?? 0, floorDays: FLOOR_DAYS, receipts: count },
  };
};

/** Running checks of retention. */
export const retentionChecks = (needs: Needs): Check[] => [
  {
    id: 'retention.six-months',
    obligations: ['1.3-i'],
    title: { zh: '网络日志留存不少于六个月', en: 'Network logs are kept for six months' },
    everyMinutes: 60,
    ttlHours: 6,
    run: () => sixMonths(needs),
  },
  {
    id: 'retention.receive-log',
    obligations: ['4.1-a'],
    title: { zh: '漏洞接收日志留存', en: 'Receipts of vulnerability reports are kept' },
    everyMinutes: 360,
    ttlHours: 48,
    run: () => receiveLog(needs),
  },
];
