import { say } from '@chedun/kernel';
import { limit, type BehaviourDetector, type Memory, type PeerKind, type World } from './detector.ts';
import { LruTable } from './sketch/lru.ts';
import { Ring } from './sketch/ring.ts';
import { deviation, MAD_TO_SIGMA, median } from './sketch/robust.ts';
import { HOUR } from './window.ts';
import { BEHAVIOUR_WORDS } from './phrases.ts';

/** Pairs of signature and peer group remembered at most: 4,000 of about 0.5 KB. */
const PAIRS = 4000;
/** Hours that are compared. */
const HOURS = 48;

interface Pair {
  hour: number;
  count: number;
  readonly hours: Ring;
}

/** Closes the hours that have passed; hours without the signature count as zero. */
const turn = (pair: Pair, hour: number): void => {
  if (hour <= pair.hour) return;
  pair.hours.push(pair.count);
  for (let gap = Math.min(hour - pair.hour - 1, HOURS); gap > 0; gap -= 1) pair.hours.push(0);
  pair.hour = hour;
  pair.count = 0;
};

const LIMITS = {
  deviationsScore: limit('偏离倍数', 'Robust deviations', 'score', 6, [2, 50]),
  signalsCount: limit('一小时最少次数', 'Signals in the hour at least', 'count', 20, [3, 100_000]),
  learnH: limit('学习时长', 'Learning time', 'h', 24, [6, HOURS]),
} as const;

type Name = keyof typeof LIMITS;

/** Words of a detector of rates. */
type Words = Pick<BehaviourDetector, 'id' | 'zh' | 'en' | 'about'>;

/**
 * A signature comes far more often in a peer group than in its last two days: the count of the hour against median and MAD
 * of the hours before. One burst in the past does not raise the bar, unlike with a mean.
 */
export const signalRates = (by: PeerKind, words: Words): BehaviourDetector<Name> => ({
  ...words,
  family: 'fleet',
  category: 'fleet',
  level: 'medium',
  takes: ['signal'],
  limits: LIMITS,
  open: (world) => openRates(by, world),
});

const openRates = (by: PeerKind, world: World): Memory<Name> => {
  const pairs = new LruTable<Pair>(PAIRS);
  return {
    unready: (_, limits) =>
      [...pairs.entries()].some(([, { hours }]) => hours.size >= limits.learnH)
        ? undefined
        : {
            state: 'learning',
            zh: `基线学习需 ${limits.learnH} 小时。`,
            en: `The baseline takes ${limits.learnH} hours.`,
          },
    look: (fact, limits, tell) => {
      if (fact.kind !== 'signal') return;
      const group = world.groupOf(fact.vehicle, by);
      // Vehicles of which it is not known are no peers.
      if (group === '' && by !== 'model') return;
      const hour = Math.floor(fact.at / HOUR);
      const pair = pairs.at(`${fact.signature} ${group}`, () => ({ hour, count: 0, hours: new Ring(HOURS) }));
      turn(pair, hour);
      pair.count += fact.times ?? 1;
      if (pair.hours.size < limits.learnH || pair.count < limits.signalsCount) return;
      const usual = pair.hours.values();
      const middle = median(usual);
      const spread = Math.max(1, MAD_TO_SIGMA * deviation(usual, middle));
      const score = (pair.count - middle) / spread;
      if (score < limits.deviationsScore) return;
      tell({
        at: fact.at,
        expected: say(BEHAVIOUR_WORDS.aboutHourly, { count: Math.round(middle) }),
        seen: say(BEHAVIOUR_WORDS.aboveHourly, { count: pair.count, score: score.toFixed(1) }),
        subject: { signature: fact.signature, peer_kind: by, peer_group: group, count: pair.count },
        key: `${fact.signature} ${group}`,
      });
    },
    save: () =>
      [...pairs.entries()].map(([key, { hour, count, hours }]) => ({ key, hour, count, hours: hours.values() })),
    load: (saved) => {
      if (!Array.isArray(saved)) return;
      for (const { key, hour, count, hours } of saved as readonly (Omit<Pair, 'hours'> & {
        readonly key: string;
        readonly hours: readonly number[];
      })[]) {
        const ring = new Ring(HOURS);
        for (const each of hours) ring.push(each);
        pairs.set(key, { hour, count, hours: ring });
      }
    },
  };
};
