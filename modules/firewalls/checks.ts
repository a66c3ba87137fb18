import type { Check } from '@chedun/module';
import type { Firewall } from './contract.ts';

interface Needs {
  readonly list: () => Promise<Firewall[]>;
  readonly now: () => number;
}

/** Oldest export that still counts: a review of access rules every 90 days is a choice of the product. */
const FRESH_DAYS = 90;
const DAY_MS = 86_400_000;
const MENDED = new Set(['any-any', 'management-open', 'default-allow', 'shadowed', 'expired']);

/** Rules of firewalls are known, fresh and without what has to be mended. */
export const firewallChecks = ({ list, now }: Needs): Check[] => [
  {
    id: 'firewalls.rules',
    obligations: ['1.1-i', '1.1-j'],
    title: { zh: '防火墙规则：无过宽、失效、到期规则', en: 'Firewall rules: none too wide, dead, or run out' },
    everyMinutes: 360,
    ttlHours: 48,
    run: async () => {
      const all = await list();
      const known = all.filter(({ uploadedAt }) => uploadedAt !== null);
      const weak = known.flatMap(({ counts }) => counts).filter(({ kind }) => MENDED.has(kind));
      const weakRules = weak.reduce((sum, { count }) => sum + count, 0);
      const stale = known.filter(({ uploadedAt }) => now() - Date.parse(uploadedAt ?? '') > FRESH_DAYS * DAY_MS).length;
      const facts = {
        firewalls: all.length,
        firewallsWithoutRules: all.length - known.length,
        staleExports: stale,
        firewallRules: known.reduce((sum, { rules }) => sum + rules, 0),
        weakRules,
        unreadLines: known.reduce((sum, { unread }) => sum + unread, 0),
      };
      if (all.length === 0)
        return { outcome: 'unknown', summary: { zh: '尚未登记防火墙', en: 'No firewall is registered yet' }, facts };
      const isGood = weakRules === 0 && stale === 0 && known.length === all.length;
      return {
        outcome: isGood ? 'pass' : 'fail',
        summary: isGood
          ? {
              zh: `${all.length} 台防火墙共 ${facts.firewallRules} 条规则，未发现需整改的规则`,
              en: `${facts.firewallRules} rules of ${all.length} firewalls, none to be mended`,
            }
          : {
              zh: `需整改规则 ${weakRules} 条，配置超过 ${FRESH_DAYS} 天未更新 ${stale} 台，未上传配置 ${all.length - known.length} 台`,
              en: `${weakRules} rules to be mended, ${stale} exports older than ${FRESH_DAYS} days, ${all.length - known.length} firewalls without an export`,
            },
        facts,
      };
    },
  },
];
