import type { Check } from '@chedun/module';
import type { discoveryFacts } from './use-cases/discover-hosts.ts';

/** Running checks of what captures show. */
export const capturesChecks = (facts: ReturnType<typeof discoveryFacts>): Check[] => [
  {
    id: 'captures.host-discovery',
    obligations: ['1.1-g'],
    title: {
      zh: '流量资产发现：抓包中的主机均已登记',
      en: 'Discovery by traffic: every host seen in captures is registered',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: async () => {
      const { captures, hosts, unregistered } = await facts();
      const outcome = captures === 0 ? 'unknown' : unregistered === 0 ? 'pass' : 'fail';
      return {
        outcome,
        summary: {
          zh: `已分析抓包 ${captures} 份，发现内网主机 ${hosts} 台，其中未登记 ${unregistered} 台`,
          en: `${captures} captures analysed, ${hosts} hosts of the own networks seen, ${unregistered} of them not registered`,
        },
        facts: { captures, hosts, unregistered },
      };
    },
  },
];
