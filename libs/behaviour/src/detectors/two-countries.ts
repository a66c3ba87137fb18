import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { LruTable } from '../sketch/lru.ts';
import { HOUR } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const ACCOUNTS = 50_000;

interface Place {
  readonly country: string;
  readonly at: number;
}

/** One account that acts from two countries within less time than the journey takes. */
export const twoCountries = behaviourDetector({
  id: 'remote.two-countries',
  family: 'remote_control',
  category: 'remote_control',
  zh: '同一账号短时间内从两个国家操作',
  en: 'One account acts from two countries',
  about: {
    zh: '国家取自记录中的 geo_country，或按运营者的地址表由来源地址得出；都没有时不判断。',
    en: 'The country is that of the record (geo_country), or of the source address in the table of the operator; without either it does not judge.',
  },
  level: 'high',
  takes: ['command', 'login', 'call'],
  limits: { travelH: limit('最短旅行时间', 'Shortest journey', 'h', 3, [1, 48]) },
  open: (world) => {
    const places = new LruTable<Place>(ACCOUNTS);
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'command' && fact.kind !== 'login' && fact.kind !== 'call') return;
        if (fact.account === '' || fact.outcome === 'failed') return;
        const country = fact.country === '' ? world.countryOf(fact.srcIp) : fact.country;
        if (country === undefined) return;
        const before = places.get(fact.account);
        places.set(fact.account, { country, at: fact.at });
        if (before === undefined || before.country === country) return;
        const hours = Math.abs(fact.at - before.at) / HOUR;
        if (hours >= limits.travelH) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.oneCountry, { hours: limits.travelH }),
          seen: say(BEHAVIOUR_WORDS.twoCountries, {
            one: before.country,
            other: country,
            minutes: Math.round(hours * 60),
          }),
          subject: {
            account: fact.account,
            src_ip: fact.srcIp,
            countries: [before.country, country].toSorted().join(','),
            ...(fact.kind === 'login' ? {} : { vin: fact.vin }),
          },
          key: `${fact.account} ${[before.country, country].toSorted().join(',')}`,
        });
      },
    };
  },
});
