import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { isPublic } from '../names/addresses.ts';
import { MINUTE, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const PAIRS = 20_000;

/** Traffic to a country to which vehicles have no business to talk, by the operator's own table of address ranges. */
export const foreignDestination = behaviourDetector({
  id: 'flow.foreign-destination',
  family: 'traffic',
  category: 'flow',
  zh: '车辆或平台外联境外地址',
  en: 'Traffic to an address abroad',
  about: {
    zh: '按运营者导入的“地址段—国家”表判断目的地址所在国家。未导入时不判断，也不猜测。',
    en: 'Looks the destination up in the table of ranges and countries of the operator. Without a table it does not judge.',
  },
  level: 'medium',
  takes: ['flow'],
  limits: {
    flowsCount: limit('最少连接次数', 'Flows at least', 'count', 3, [1, 10_000]),
    windowMin: limit('时间窗', 'Window', 'min', 60, [1, 1440]),
  },
  open: (world) => {
    const pairs = new WindowTable(PAIRS, () => ({ flows: 0, bytes: 0 }));
    return {
      unready: () =>
        world.homeCountries() === undefined
          ? {
              state: 'not-ready',
              zh: '尚未导入地址段与国家对照表。',
              en: 'The table of address ranges and countries has not been imported.',
            }
          : undefined,
      look: (fact, limits, tell) => {
        const home = world.homeCountries();
        if (fact.kind !== 'flow' || home === undefined || !isPublic(fact.dst) || isPublic(fact.src)) return;
        const country = world.countryOf(fact.dst);
        if (country === undefined || home.has(country)) return;
        const sum = pairs.at(`${fact.src}>${country}`, fact.at, limits.windowMin * MINUTE);
        sum.flows += 1;
        sum.bytes += fact.bytesOut;
        if (sum.flows < limits.flowsCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.homeOnly, { countries: [...home].join(', ') }),
          seen: say(BEHAVIOUR_WORDS.flowsAbroad, { flows: sum.flows, country, bytes: sum.bytes }),
          subject: {
            src_ip: fact.src,
            dest_ip: fact.dst,
            dest_port: fact.port,
            dest_country: country,
            bytes: sum.bytes,
          },
          key: `${fact.src}>${country}`,
        });
      },
    };
  },
});
