import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { SECOND, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** Source and destination pairs remembered at most: 20,000 of up to 0.6 KB. */
const PAIRS = 20_000;

/** One source that tries many ports of one host: somebody looks for an open door. */
export const portFanOut = behaviourDetector({
  id: 'flow.port-fan-out',
  family: 'traffic',
  category: 'flow',
  zh: '一个来源探测同一主机的大量端口',
  en: 'One source tries many ports of one host',
  about: {
    zh: '统计时间窗内一个来源访问同一目的主机的不同端口数。',
    en: 'Counts the different ports of one host that a source reaches for within the window.',
  },
  level: 'medium',
  takes: ['flow'],
  limits: {
    portsCount: limit('不同端口数', 'Different ports', 'count', 50, [5, 5000]),
    windowS: limit('时间窗', 'Window', 's', 120, [10, 86_400]),
  },
  open: () => {
    const pairs = new WindowTable(PAIRS, () => new FewDistinct());
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'flow' || fact.port === 0) return;
        const ports = pairs.at(`${fact.src}>${fact.dst}`, fact.at, limits.windowS * SECOND);
        ports.add(String(fact.port));
        const count = ports.count();
        if (count < limits.portsCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerPorts, { count: limits.portsCount, seconds: limits.windowS }),
          seen: say(BEHAVIOUR_WORDS.portsOf, { count, host: fact.dst }),
          subject: { src_ip: fact.src, dest_ip: fact.dst, count },
          key: `${fact.src}>${fact.dst}`,
        });
      },
    };
  },
});
