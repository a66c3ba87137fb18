import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import type { Fact } from '../facts.ts';
import { isPublic, networkOf } from '../names/addresses.ts';
import { Bloom } from '../sketch/bloom.ts';
import { fromHex, toHex } from '../sketch/hex.ts';
import { LruTable } from '../sketch/lru.ts';
import { HOUR } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** Peer groups remembered at most: 512 of 16 KB, 13,000 values each with 1 % false "seen". */
const GROUPS = 512;
const BYTES = 16_384;
/** Groups that are kept over a restart: those used last. */
const KEPT = 64;
const DAY = 24 * HOUR;

interface Group {
  readonly since: number;
  readonly seen: Bloom;
  /** New values in the day that is open and in the one before. */
  day: number;
  fresh: number;
  freshBefore: number;
}

interface Value {
  readonly what: 'destination' | 'sni' | 'ja4';
  readonly value: string;
  readonly field: string;
}

const NEW = {
  destination: BEHAVIOUR_WORDS.newDestination,
  sni: BEHAVIOUR_WORDS.newSni,
  ja4: BEHAVIOUR_WORDS.newJa4,
} as const;

const valuesOf = (fact: Fact): Value[] => {
  if (fact.kind === 'flow')
    return isPublic(fact.dst) ? [{ what: 'destination', value: `${fact.dst}:${fact.port}`, field: 'dest_ip' }] : [];
  if (fact.kind !== 'tls') return [];
  const named: Value[] = [
    { what: 'sni', value: fact.sni, field: 'tls_sni' },
    { what: 'ja4', value: fact.ja4, field: 'tls_ja4' },
  ];
  return named.filter(({ value }) => value !== '');
};

const open = (at: number): Group => ({
  since: at,
  seen: new Bloom(BYTES),
  day: Math.floor(at / DAY),
  fresh: 0,
  freshBefore: 0,
});

const turnDay = (group: Group, at: number): void => {
  const day = Math.floor(at / DAY);
  if (day <= group.day) return;
  group.freshBefore = day === group.day + 1 ? group.fresh : 0;
  group.fresh = 0;
  group.day = day;
};

interface SavedGroup {
  readonly key: string;
  readonly since: number;
  readonly bits: string;
}

const isSaved = (value: unknown): value is SavedGroup =>
  typeof value === 'object' && value !== null && 'key' in value && 'since' in value && 'bits' in value;

/**
 * A destination, server name or TLS fingerprint that no member of a peer group used before. A group learns first; a group
 * that always finds new values (people who browse) is left alone.
 */
export const firstSeen = behaviourDetector({
  id: 'flow.first-seen',
  family: 'traffic',
  category: 'flow',
  zh: '同类车辆从未访问过的目的地、域名或 TLS 指纹',
  en: 'Destination, server name or TLS fingerprint that is new in its peer group',
  about: {
    zh: '同一网段的车辆或主机为一组，先学习后判断；每天新值很多的组（如上网浏览）不报。',
    en: 'A network (/16) is a peer group. It learns first; groups that find many new values every day are left alone.',
  },
  level: 'low',
  takes: ['flow', 'tls'],
  limits: {
    learnH: limit('学习时长', 'Learning time', 'h', 72, [1, 720]),
    newPerDayCount: limit('每组每天新值上限', 'New values of a group per day at most', 'count', 5, [1, 500]),
  },
  open: () => {
    const groups = new LruTable<Group>(GROUPS);
    return {
      unready: (now, limits) =>
        [...groups.entries()].some(([, group]) => now - group.since >= limits.learnH * HOUR)
          ? undefined
          : {
              state: 'learning',
              zh: `各组正在学习，需 ${limits.learnH} 小时。`,
              en: `Learning takes ${limits.learnH} hours.`,
            },
      look: (fact, limits, tell) => {
        if ((fact.kind !== 'flow' && fact.kind !== 'tls') || isPublic(fact.src)) return;
        for (const { what, value, field } of valuesOf(fact)) {
          const network = networkOf(fact.src);
          const key = `${network} ${what}`;
          const group = groups.at(key, () => open(fact.at));
          turnDay(group, fact.at);
          if (!group.seen.add(value) || group.seen.fill > 0.5) continue;
          if (fact.at - group.since < limits.learnH * HOUR) continue;
          group.fresh += 1;
          if (Math.max(group.fresh, group.freshBefore) > limits.newPerDayCount) continue;
          tell({
            at: fact.at,
            expected: say(BEHAVIOUR_WORDS.knownValues, { network }),
            seen: say(NEW[what], { value }),
            subject: { src_ip: fact.src, what, [field]: what === 'destination' ? fact.dst : value },
            key: `${key} ${value}`,
          });
        }
      },
      save: (): SavedGroup[] =>
        groups
          .entries()
          .slice(-KEPT)
          .map(([key, { since, seen }]) => ({ key, since, bits: toHex(seen.bytes()) })),
      load: (saved) => {
        if (!Array.isArray(saved)) return;
        for (const group of saved.filter(isSaved)) {
          const bits = fromHex(String(group.bits));
          if (bits.length !== BYTES) continue;
          groups.set(String(group.key), { ...open(Number(group.since)), seen: new Bloom(bits) });
        }
      },
    };
  },
});
