import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { SECOND, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** Pairs of source and port remembered at most. */
const PAIRS = 20_000;

/** One source that reaches for the same port of many hosts: how a worm spreads. */
export const hostFanOut = behaviourDetector({
  id: 'flow.host-fan-out',
  family: 'traffic',
  category: 'flow',
  zh: '一个来源向大量主机的同一端口扩散',
  en: 'One source reaches for one port of many hosts',
  about: {
    zh: '蠕虫扩散的典型形态：同一来源在时间窗内访问大量主机的同一端口。网页与域名解析端口（53、80、443、123）不计。',
    en: 'How worms spread: one port of many hosts within the window. Ports of the web, names and time (53, 80, 443, 123) do not count.',
  },
  level: 'high',
  takes: ['flow'],
  limits: {
    hostsCount: limit('不同主机数', 'Different hosts', 'count', 30, [5, 5000]),
    windowS: limit('时间窗', 'Window', 's', 120, [10, 86_400]),
  },
  open: () => {
    const pairs = new WindowTable(PAIRS, () => new FewDistinct());
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'flow' || fact.port === 0 || EVERYDAY.has(fact.port)) return;
        const hosts = pairs.at(`${fact.src}:${fact.port}`, fact.at, limits.windowS * SECOND);
        hosts.add(fact.dst);
        const count = hosts.count();
        if (count < limits.hostsCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerHosts, { count: limits.hostsCount, seconds: limits.windowS }),
          seen: say(BEHAVIOUR_WORDS.hostsOnPort, { count, port: fact.port }),
          subject: { src_ip: fact.src, dest_port: fact.port, count },
          key: `${fact.src}:${fact.port}`,
        });
      },
    };
  },
});

const EVERYDAY: ReadonlySet<number> = new Set([53, 80, 123, 443]);
