import type { Check, CheckResult } from '@chedun/module';
import type { Clause, Overview } from './contract.ts';
import type { Standing } from './read-model.ts';

interface Needs {
  readonly overview: () => Promise<Overview>;
  readonly standings: () => Promise<readonly Standing[]>;
}

/** The clauses that a check answers for. */
type Chosen = (obligation: string) => boolean;

const isData: Chosen = (obligation) => obligation.startsWith('3.');

const summaryOf = (needed: number, covered: number, late: number, rate: number | null): CheckResult['summary'] => ({
  zh: `需要制度的条款 ${needed} 项，已由生效制度覆盖 ${covered} 项；评审、阅读或签名有问题 ${late} 项；阅读确认率 ${rate === null ? '—' : `${rate}%`}`,
  en: `${covered} of ${needed} clauses that need a rule have one in force; ${late} reviews, readings or signatures are wrong; ${rate === null ? 'nobody has to read' : `${rate} % acknowledged`}`,
});

const library =
  ({ overview, standings }: Needs, isChosen: Chosen) =>
  async (): Promise<CheckResult> => {
    const [{ clauses, weaknesses }, all] = await Promise.all([overview(), standings()]);
    const needed = clauses.filter((each: Clause) => each.need !== null && isChosen(each.obligation));
    const covered = needed.filter(({ policies }) => policies.length > 0).length;
    const inForce = all.filter(({ effective }) => effective?.obligations.some(isChosen) ?? false);
    const sum = (count: (each: Standing) => number): number => inForce.reduce((total, each) => total + count(each), 0);
    const readers = sum(({ line }) => line.acknowledgement.readers);
    const done = sum(({ line }) => line.acknowledgement.done);
    const ids = new Set(inForce.map(({ policy }) => policy.id));
    const wrong = weaknesses.filter(({ policy }) => policy !== null && ids.has(policy));
    const counted = (kind: string): number => wrong.filter((each) => each.kind === kind).length;
    const rate = readers === 0 ? null : Math.floor((done * 100) / readers);
    const facts = {
      policiesInForce: inForce.length,
      clausesNeedingPolicy: needed.length,
      clausesCovered: covered,
      policyReviewsOverdue: counted('review'),
      policySignaturesBroken: counted('signature'),
      policyReaders: readers,
      policyReadersDone: done,
      policyReadersOverdue: sum(({ line }) => line.acknowledgement.overdue),
    };
    if (all.length === 0)
      return {
        outcome: 'unknown',
        summary: { zh: '尚未建立任何制度', en: 'No policy exists yet' },
        facts,
      };
    const good = covered === needed.length && wrong.length === 0 && readers > 0;
    return { outcome: good ? 'pass' : 'fail', summary: summaryOf(needed.length, covered, wrong.length, rate), facts };
  };

const check = (id: string, obligation: string, title: Check['title'], run: Check['run']): Check => ({
  id: `policies.${id}`,
  obligations: [obligation],
  title,
  everyMinutes: 60,
  ttlHours: 24,
  run,
});

/** Running checks of the policies. */
export const policyChecks = (needs: Needs): Check[] => [
  check(
    'network-security',
    '1.1-a',
    {
      zh: '需要制度的条款都有已批准、已签名并经阅读确认的现行制度',
      en: 'Every clause that needs a rule has one in force, approved, signed and acknowledged',
    },
    library(needs, () => true),
  ),
  check(
    'data-security',
    '3.1-a',
    {
      zh: '数据安全条款都有已批准、已签名并经阅读确认的现行制度',
      en: 'Every clause on data security has a rule in force, approved, signed and acknowledged',
    },
    library(needs, isData),
  ),
];
