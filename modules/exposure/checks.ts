import type { Check } from '@chedun/module';
import { isTelling, type Exposure } from './contract.ts';

/** Probes run every night; one that failed once may be missing. */
const FRESH_HOURS = 50;
const HOUR = 3_600_000;

/** Nothing is open to the outside that nobody approved, as fresh probes show. */
export const exposureChecks = (read: () => Promise<Exposure>, now: () => number): Check[] => [
  {
    id: 'exposure.approved',
    obligations: ['1.1-j'],
    title: { zh: '互联网暴露面：开放端口均经批准', en: 'Exposure: every open port is approved' },
    everyMinutes: 360,
    ttlHours: 48,
    run: async () => {
      const { targets, counts, items } = await read();
      const isFresh = ({ lastRun }: Exposure['targets'][number]): boolean =>
        lastRun !== null && now() - Date.parse(lastRun.at) <= FRESH_HOURS * HOUR && isTelling(lastRun);
      const stale = targets.filter((target) => !isFresh(target)).length;
      const unwanted = counts.unapproved + counts.ended;
      const facts = {
        exposureTargets: targets.length,
        staleTargets: stale,
        openPorts: counts.open,
        unapprovedPorts: unwanted,
        approvedServices: items.filter(({ service }) => service?.isInForce === true).length,
        approvedNotOpen: counts.notOpen,
      };
      if (targets.length === 0)
        return {
          outcome: 'unknown',
          summary: { zh: '尚未登记需要探测的公网地址', en: 'No public address is declared yet' },
          facts,
        };
      const isGood = unwanted === 0 && stale === 0;
      return {
        outcome: isGood ? 'pass' : 'fail',
        summary: isGood
          ? {
              zh: `${targets.length} 个公网地址，开放端口 ${counts.open} 个均经批准`,
              en: `${counts.open} open ports of ${targets.length} public addresses, all approved`,
            }
          : {
              zh: `未经批准或批准已到期的开放端口 ${unwanted} 个，近两日没有有效探测结果的地址 ${stale} 个`,
              en: `${unwanted} open ports without approval, ${stale} addresses without a fresh probe`,
            },
        facts,
      };
    },
  },
];
