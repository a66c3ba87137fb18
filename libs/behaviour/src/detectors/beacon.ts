import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { isPublic } from '../names/addresses.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { LruTable } from '../sketch/lru.ts';
import { Ring } from '../sketch/ring.ts';
import { deviation, median } from '../sketch/robust.ts';
import { savedRows, SECOND } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** Source and destination pairs remembered at most: 20,000 of about 0.3 KB. */
const PAIRS = 20_000;
const DESTINATIONS = 20_000;
/** Pauses of one pair that are compared. */
const PAUSES = 24;

interface Pair {
  last: number;
  /** Made with the second flow: most pairs have one. */
  pauses: Ring | undefined;
}

/**
 * Regular calls home: the pauses between flows of one source to one public destination that hardly anybody else uses are
 * nearly equal. Regularity is the median absolute deviation of the pauses against their median, which one late flow does
 * not move.
 */
export const beacon = behaviourDetector({
  id: 'flow.beacon',
  family: 'traffic',
  category: 'flow',
  zh: '以固定间隔外联少见目的地址（心跳外联）',
  en: 'Regular calls to a destination that hardly anybody uses',
  about: {
    zh: '比较同一来源到同一公网目的地址的连接间隔：间隔中位数稳定且该目的地址只有少数来源访问时报出。车队共同访问的平台心跳不报。',
    en: 'Compares the pauses between flows of one source to one public address. Addresses that many sources use, such as the platform itself, are left out.',
  },
  level: 'high',
  takes: ['flow'],
  limits: {
    flowsCount: limit('最少连接次数', 'Flows at least', 'count', 13, [6, PAUSES + 1]),
    jitterPct: limit('间隔抖动上限', 'Jitter at most', 'pct', 10, [1, 50]),
    pauseLeastS: limit('最短间隔', 'Shortest pause', 's', 20, [1, 3600]),
    sourcesCount: limit('目的地址的来源数上限', 'Sources of the destination at most', 'count', 5, [1, 60]),
  },
  open: () => {
    const pairs = new LruTable<Pair>(PAIRS);
    const destinations = new LruTable<FewDistinct>(DESTINATIONS);
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'flow' || !isPublic(fact.dst)) return;
        const key = `${fact.src}>${fact.dst}:${fact.port}`;
        const sources = destinations.at(fact.dst, () => new FewDistinct());
        sources.add(fact.src);
        const pair = pairs.at(key, () => ({ last: Number.NaN, pauses: undefined }));
        const pause = (fact.at - pair.last) / SECOND;
        pair.last = fact.at;
        // Flows side by side are one call.
        if (!(pause >= 1)) return;
        pair.pauses ??= new Ring(PAUSES);
        pair.pauses.push(pause);
        if (pair.pauses.size < limits.flowsCount - 1 || sources.count() > limits.sourcesCount) return;
        const pauses = pair.pauses.values();
        const middle = median(pauses);
        const jitter = (100 * deviation(pauses, middle)) / middle;
        if (middle < limits.pauseLeastS || jitter > limits.jitterPct) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.varyingPauses, { percent: limits.jitterPct }),
          seen: say(BEHAVIOUR_WORDS.regularPauses, {
            count: pauses.length,
            seconds: Math.round(middle),
            percent: jitter.toFixed(1),
          }),
          subject: { src_ip: fact.src, dest_ip: fact.dst, dest_port: fact.port, period_s: Math.round(middle) },
          key,
        });
      },
      snapshot: () => ({
        pairs: pairs.entries().map(([key, { last, pauses }]) => [key, last, pauses?.inOrder() ?? []]),
        destinations: destinations.entries().map(([key, sources]) => [key, sources.save()]),
      }),
      restore: (saved) => {
        if (typeof saved !== 'object' || saved === null) return;
        for (const [key, last, kept] of savedRows(Reflect.get(saved, 'pairs'))) {
          const pair: Pair = { last: Number(last), pauses: undefined };
          for (const pause of Array.isArray(kept) ? kept : []) (pair.pauses ??= new Ring(PAUSES)).push(Number(pause));
          pairs.set(String(key), pair);
        }
        for (const [key, sources] of savedRows(Reflect.get(saved, 'destinations')))
          destinations.set(String(key), FewDistinct.from(sources));
      },
    };
  },
});
