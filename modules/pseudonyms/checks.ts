import type { Check, CheckResult } from '@chedun/module';
import { toTime32 } from '@chedun/v2x-pki';
import type { Desk, Desks } from './desk.ts';
import { brokenRoles } from './hierarchy.ts';
import type { RoleNeeds } from './open-roles.ts';
import { countsOf, newestList } from './read-model.ts';
import { authorityDays } from './watch.ts';

const NONE: CheckResult = {
  outcome: 'unknown',
  summary: { zh: '尚未建立车载假名证书体系', en: 'There is no hierarchy of pseudonym certificates' },
  facts: { pseudonymHierarchies: 0 },
};

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const hierarchyCheck = async ({ records, clock }: RoleNeeds, desks: readonly Desk[]): Promise<CheckResult> => {
  if (desks.length === 0) return NONE;
  const now = clock.now();
  const lists = await Promise.all(desks.map(({ hierarchy }) => newestList(records, hierarchy.suite.name)));
  const brokenAuthorities = sum(desks.map(({ hierarchy }) => brokenRoles(hierarchy, now).length));
  const stale = lists.filter((list) => list === undefined || list.next_at.getTime() <= now).length;
  const revokedDevices = sum(lists.map((list) => list?.entries ?? 0));
  const days = Math.min(...desks.map((desk) => authorityDays(desk, now)));
  const isRight = brokenAuthorities === 0 && stale === 0 && days > 0;
  return {
    outcome: isRight ? 'pass' : 'fail',
    summary: {
      zh: `证书体系 ${desks.length} 套，验证不通过的机构 ${brokenAuthorities} 个，过期的撤销列表 ${stale} 份，已撤销设备 ${revokedDevices} 台，最早到期的机构还有 ${days} 天`,
      en: `${desks.length} hierarchies: ${brokenAuthorities} authorities do not verify, ${stale} stale revocation lists, ${revokedDevices} devices revoked, the first authority ends in ${days} days`,
    },
    facts: {
      pseudonymHierarchies: desks.length,
      brokenAuthorities,
      stalePseudonymLists: stale,
      revokedDevices,
      authorityDays: days,
    },
  };
};

const supplyCheck = async ({ records, clock }: RoleNeeds, desks: readonly Desk[]): Promise<CheckResult> => {
  const now = toTime32(clock.now());
  const counts = await Promise.all(desks.map(({ hierarchy }) => countsOf(records, hierarchy.suite.name, now)));
  const devices = sum(counts.map((one) => one.devices));
  if (devices === 0) return NONE;
  const short = sum(counts.map((one) => one.short));
  const issued = sum(counts.map((one) => one.certificates));
  const blocked = sum(counts.map((one) => one.blocked));
  return {
    outcome: short === 0 ? 'pass' : 'fail',
    summary: {
      zh: `申请假名证书的设备 ${devices} 台，缺少本周证书 ${short} 台，列入黑名单 ${blocked} 台，累计签发 ${issued} 张`,
      en: `${devices} devices with pseudonyms: ${short} lack those of this week, ${blocked} blocked, ${issued} certificates issued`,
    },
    facts: { pseudonymDevices: devices, shortDevices: short, blockedDevices: blocked, pseudonymsIssued: issued },
  };
};

/** Running checks of the V2X hierarchies. */
export const pseudonymChecks = (needs: RoleNeeds, desks: Desks): Check[] => [
  {
    id: 'pseudonyms.hierarchy',
    obligations: ['1.2-a'],
    title: {
      zh: '车载假名证书体系可验证，撤销列表有效',
      en: 'V2X authorities verify and their revocation lists are fresh',
    },
    everyMinutes: 60,
    ttlHours: 6,
    run: async () => hierarchyCheck(needs, await desks.all()),
  },
  {
    id: 'pseudonyms.supply',
    obligations: ['1.2-b'],
    title: { zh: '车辆备有本周的假名证书', en: 'Vehicles have pseudonyms of this week' },
    everyMinutes: 60,
    ttlHours: 6,
    run: async () => supplyCheck(needs, await desks.all()),
  },
];
