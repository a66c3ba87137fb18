import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { cutName, entropyOf } from '../names/domain.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { MINUTE, savedRows, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const PAIRS = 20_000;

interface Pair {
  readonly subs: FewDistinct;
  questions: number;
  bytes: number;
  entropy: number;
}

/** Data carried out in names: many different, long and dense sub-names under one domain. */
export const dnsTunnel = behaviourDetector({
  id: 'dns.tunnel',
  family: 'traffic',
  category: 'dns',
  zh: '疑似 DNS 隧道外传数据',
  en: 'Data carried out in DNS names',
  about: {
    zh: '统计一个客户端在同一域名下的不同子域名数、子域名字节数与字符熵。',
    en: 'Counts different sub-names of one domain, their bytes and the entropy of their characters.',
  },
  level: 'high',
  takes: ['dns'],
  limits: {
    subNamesCount: limit('不同子域名数', 'Different sub-names', 'count', 60, [10, 5000]),
    subNameBytes: limit('子域名平均字节数', 'Mean length of a sub-name', 'bytes', 20, [5, 200]),
    entropyBits: limit('平均字符熵', 'Mean entropy per character', 'bits', 3.2, [1, 6]),
    windowMin: limit('时间窗', 'Window', 'min', 10, [1, 1440]),
  },
  open: () => {
    const pairs = new WindowTable<Pair>(PAIRS, () => ({ subs: new FewDistinct(), questions: 0, bytes: 0, entropy: 0 }));
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'dns') return;
        const cut = cutName(fact.name);
        if (cut === undefined || cut.sub === '') return;
        const pair = pairs.at(`${fact.client} ${cut.domain}`, fact.at, limits.windowMin * MINUTE);
        pair.subs.add(cut.sub);
        pair.questions += 1;
        pair.bytes += cut.sub.length;
        pair.entropy += entropyOf(cut.sub.replaceAll('.', ''));
        const [length, entropy] = [pair.bytes / pair.questions, pair.entropy / pair.questions];
        if (length < limits.subNameBytes || entropy < limits.entropyBits) return;
        const subs = pair.subs.count();
        if (subs < limits.subNamesCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerSubNames, {
            count: limits.subNamesCount,
            minutes: limits.windowMin,
          }),
          seen: say(BEHAVIOUR_WORDS.subNames, {
            count: subs,
            domain: cut.domain,
            bytes: Math.round(length),
            bits: entropy.toFixed(1),
          }),
          subject: { src_ip: fact.client, domain: cut.domain, count: subs, bytes: pair.bytes },
          key: `${fact.client} ${cut.domain}`,
        });
      },
      snapshot: () =>
        pairs
          .entries()
          .map(([key, start, { subs, questions, bytes, entropy }]) => [
            key,
            start,
            subs.save(),
            questions,
            bytes,
            entropy,
          ]),
      restore: (saved) => {
        for (const [key, start, subs, questions, bytes, entropy] of savedRows(saved))
          pairs.put(String(key), Number(start), {
            subs: FewDistinct.from(subs),
            questions: Number(questions),
            bytes: Number(bytes),
            entropy: Number(entropy),
          });
      },
    };
  },
});
