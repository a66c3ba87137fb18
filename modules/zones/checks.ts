import type { Check } from '@chedun/module';
import type { Openings, ZoneOverview } from './contract.ts';

interface Needs {
  readonly overview: () => Promise<ZoneOverview>;
  readonly openings: () => Promise<Openings>;
  readonly now: () => number;
}

/** A look that is older than this says nothing of now. */
const FRESH_HOURS = 3;
const HOUR = 3_600_000;

/** Zones cover the own networks, and nothing crosses them that is not allowed. */
export const zoneChecks = ({ overview, openings, now }: Needs): Check[] => [
  {
    id: 'zones.flows',
    obligations: ['1.1-h'],
    title: {
      zh: '安全域：地址均已划分，无未经许可的跨域流量',
      en: 'Zones: all addresses in one, no flow that is not allowed',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: async () => {
      const [{ zones, permissions, counts, lookedAt }, { items }] = [await overview(), await openings()];
      const facts = {
        zones: zones.length,
        zonePermissions: permissions.filter(({ isInForce }) => isInForce).length,
        crossingFlows: counts.crossing,
        violatingFlows: counts.violating,
        endedFlows: counts.ended,
        blockedFlows: counts.blocked,
        ownAddressesUnzoned: counts.ownUnzoned,
        firewallOpenings: items.length,
      };
      const isFresh = lookedAt !== null && now() - Date.parse(lookedAt) <= FRESH_HOURS * HOUR;
      if (zones.length < 2)
        return {
          outcome: 'unknown',
          summary: { zh: '尚未划分安全域', en: 'The network is not divided into zones yet' },
          facts,
        };
      if (!isFresh || counts.flows === 0)
        return {
          outcome: 'unknown',
          summary: {
            zh: isFresh ? '尚未观测到流量：接入含源、目的地址和端口的网络日志，或上传抓包' : '观测已中断',
            en: isFresh ? 'No flow was seen yet: bring network logs or recordings' : 'Nobody has looked for hours',
          },
          facts,
        };
      const isGood = counts.violating + counts.ended + counts.ownUnzoned === 0;
      return {
        outcome: isGood ? 'pass' : 'fail',
        summary: isGood
          ? {
              zh: `${zones.length} 个安全域，跨域流量 ${counts.crossing} 种均已获许可或被阻断`,
              en: `${zones.length} zones, ${counts.crossing} kinds of flows across them, all allowed or blocked`,
            }
          : {
              zh: `未经许可的跨域流量 ${counts.violating} 种，许可已到期 ${counts.ended} 种，未划分的内网地址 ${counts.ownUnzoned} 个`,
              en: `${counts.violating} flows not allowed, ${counts.ended} whose permission ended, ${counts.ownUnzoned} own addresses in no zone`,
            },
        facts,
      };
    },
  },
];
