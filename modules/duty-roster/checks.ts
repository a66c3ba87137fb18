import type { Check, CheckResult } from '@chedun/module';
import type { CallTree, DutyBoard } from './contract.ts';
import { vacantRoles } from './domain/weaknesses.ts';

interface Needs {
  readonly read: () => Promise<DutyBoard>;
  /** Tests of the call tree, newest first. */
  readonly tests: () => Promise<readonly CallTree[]>;
  readonly now: () => number;
}

const DAY = 86_400_000;
/** Days within which the call tree is tested again: ours, the notice gives no number. */
const TEST_DAYS = 92;

const team = async ({ read }: Needs): Promise<CheckResult> => {
  const { responders } = await read();
  const vacant = vacantRoles(responders).length;
  const alone = responders.filter(({ deputy, role }) => deputy === null && role !== 'legal').length;
  const good = vacant === 0 && alone === 0;
  return {
    outcome: responders.length === 0 ? 'unknown' : good ? 'pass' : 'fail',
    summary:
      responders.length === 0
        ? { zh: '尚未登记应急队伍', en: 'No response team is registered yet' }
        : {
            zh: `应急人员 ${responders.length} 名，空缺角色 ${vacant} 个，没有替补 ${alone} 名`,
            en: `${responders.length} responders, ${vacant} roles vacant, ${alone} without a deputy`,
          },
    facts: { responders: responders.length, vacantRoles: vacant, withoutDeputy: alone },
  };
};

const cover = async ({ read }: Needs): Promise<CheckResult> => {
  const { stretches, gapHours, onDuty, warnings, shifts, exceptions } = await read();
  const empty = shifts.length === 0 && exceptions.length === 0;
  const basis = warnings.length === 0 ? '' : `；红色或橙色预警 ${warnings.length} 条，应 24 小时值班（281号 4.5.2）`;
  const basisEn =
    warnings.length === 0
      ? ''
      : `; ${warnings.length} red or orange warnings ask for duty around the clock (281号 4.5.2)`;
  return {
    outcome: gapHours > 0 ? (empty && warnings.length === 0 ? 'unknown' : 'fail') : 'pass',
    summary: empty
      ? { zh: `尚未排班${basis}`, en: `No shifts yet${basisEn}` }
      : {
          zh: `当前值班 ${onDuty.length} 人，未来 14 天无人值班 ${gapHours} 小时${basis}`,
          en: `${onDuty.length} on duty now, ${gapHours} of the hours of the next 14 days uncovered${basisEn}`,
        },
    facts: {
      onDutyNow: onDuty.length,
      dutyStretches: stretches.length,
      uncoveredHours: gapHours,
      severeWarnings: warnings.length,
    },
  };
};

const callTree = async ({ tests, now }: Needs): Promise<CheckResult> => {
  const last = (await tests()).find(({ endedAt }) => endedAt !== null);
  if (last === undefined)
    return {
      outcome: 'unknown',
      summary: { zh: '尚未完成过呼叫演练', en: 'The call tree was never tested to its end' },
      facts: { callTests: 0 },
    };
  const days = Math.floor((now() - Date.parse(last.startedAt)) / DAY);
  const unreached = last.wanted - last.reached;
  return {
    outcome: days <= TEST_DAYS && unreached === 0 ? 'pass' : 'fail',
    summary: {
      zh: `最近一次呼叫演练在 ${days} 天前：应到 ${last.wanted} 人，应答 ${last.reached} 人，升级替补 ${last.escalated} 次，最慢 ${last.slowestMinutes ?? '—'} 分钟（每 ${TEST_DAYS} 天一次为本产品建议）`,
      en: `Last test ${days} days ago: ${last.wanted} wanted, ${last.reached} answered, ${last.escalated} deputies called, at most ${last.slowestMinutes ?? '-'} minutes (every ${TEST_DAYS} days is ours)`,
    },
    facts: {
      daysSinceCallTest: days,
      called: last.wanted,
      answered: last.reached,
      escalatedCalls: last.escalated,
      unreached,
      slowestAnswerMinutes: last.slowestMinutes,
    },
  };
};

const check = (id: string, zh: string, en: string, run: Check['run']): Check => ({
  id: `duty-roster.${id}`,
  obligations: ['1.4-a'],
  title: { zh, en },
  everyMinutes: 30,
  ttlHours: 24,
  run,
});

/** Running checks of the response team. */
export const dutyChecks = (needs: Needs): Check[] => [
  check('team', '应急队伍角色与替补齐备', 'The response team has all roles and deputies', () => team(needs)),
  check('cover', '应急值班无空档', 'Somebody is on duty at every hour owed', () => cover(needs)),
  check('call-tree', '呼叫演练人人可达', 'A test of the call tree reached everybody', () => callTree(needs)),
];
