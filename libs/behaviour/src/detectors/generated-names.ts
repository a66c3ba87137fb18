import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { cutName } from '../names/domain.ts';
import { generatedScore } from '../names/generated.ts';
import { MINUTE, savedRows, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const CLIENTS = 20_000;
/** Generated names kept per client; further ones change nothing. */
const NAMES = 200;

interface Client {
  readonly generated: Set<string>;
  /** Of the generated names: those that do not exist, and those whose answer is known. */
  readonly missing: Set<string>;
  readonly answered: Set<string>;
}

const textsOf = (saved: unknown): Set<string> => new Set(Array.isArray(saved) ? saved.map(String) : []);

/**
 * A client that asks for many names which look drawn at random and mostly do not exist: malware that searches its master
 * (domain generation algorithm). Where no answers are seen, three times as many names are needed.
 */
export const generatedNames = behaviourDetector({
  id: 'dns.generated-names',
  family: 'traffic',
  category: 'dns',
  zh: '解析大量随机生成的域名（DGA）',
  en: 'Many names that look generated (DGA)',
  about: {
    zh: '用拼音音节与常用英文词训练的字母模型给注册域名打分，并结合“域名不存在”的占比判断。',
    en: 'Scores registered names by a model of letters taught with Pinyin syllables and plain English words, and by the share that does not exist.',
  },
  level: 'high',
  takes: ['dns'],
  limits: {
    namesCount: limit('疑似生成域名数', 'Generated names', 'count', 10, [3, 100]),
    missingPct: limit('域名不存在占比', 'Share that does not exist', 'pct', 50, [0, 100]),
    scoreLeast: limit('生成特征分下限', 'Score at least', 'score', 60, [30, 100]),
    windowMin: limit('时间窗', 'Window', 'min', 30, [1, 1440]),
  },
  open: () => {
    const clients = new WindowTable<Client>(CLIENTS, () => ({
      generated: new Set(),
      missing: new Set(),
      answered: new Set(),
    }));
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'dns') return;
        const cut = cutName(fact.name);
        if (cut === undefined || generatedScore(cut.label) < limits.scoreLeast) return;
        const client = clients.at(fact.client, fact.at, limits.windowMin * MINUTE);
        if (client.generated.size >= NAMES && !client.generated.has(cut.domain)) return;
        client.generated.add(cut.domain);
        if (fact.answer !== 'question') client.answered.add(cut.domain);
        if (fact.answer === 'nxdomain') client.missing.add(cut.domain);
        const names = client.generated.size;
        const answered = client.answered.size;
        const missing = (100 * client.missing.size) / Math.max(1, answered);
        const enough = answered * 2 >= names ? missing >= limits.missingPct : names >= limits.namesCount * 3;
        if (names < limits.namesCount || !enough) return;
        const samples = [...client.generated].slice(0, 3).join(', ');
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerGenerated, { count: limits.namesCount, minutes: limits.windowMin }),
          seen:
            answered === 0
              ? say(BEHAVIOUR_WORDS.namesUnanswered, { count: names, samples })
              : say(BEHAVIOUR_WORDS.namesMissing, { count: names, samples, percent: Math.round(missing) }),
          subject: { src_ip: fact.client, domain: cut.domain, count: names },
          key: fact.client,
        });
      },
      snapshot: () =>
        clients
          .entries()
          .map(([key, start, { generated, missing, answered }]) => [
            key,
            start,
            [...generated],
            [...missing],
            [...answered],
          ]),
      restore: (saved) => {
        for (const [key, start, generated, missing, answered] of savedRows(saved))
          clients.put(String(key), Number(start), {
            generated: textsOf(generated),
            missing: textsOf(missing),
            answered: textsOf(answered),
          });
      },
    };
  },
});
