import type { PolicyContent } from './content.ts';
import type { Clause, Overview, PolicyWeakness } from './contract.ts';
import { claimOf, standings, type ReadNeeds, type Standing } from './read-model.ts';
import { verifyStatement } from './signer.ts';
import { reading, signersOf, versionOf } from './store.ts';

/** The obligation under which a weakness counts: data security has rules of its own. */
const homeOf = (obligation: string): string => (obligation.startsWith('3.') ? '3.1-a' : '1.1-a');

const clausesOf = ({ clauses }: PolicyContent, found: readonly Standing[]): Clause[] =>
  clauses.map((clause) => ({
    ...clause,
    policies: found
      .filter(({ effective }) => effective?.obligations.includes(clause.obligation) ?? false)
      .map(({ policy: { id, code, title } }) => ({ id, code, title })),
    inWork: found.some(
      ({ versions, line }) =>
        line.working !== null && (versions.at(-1)?.obligations.includes(clause.obligation) ?? false),
    ),
  }));

const gapOf = ({ obligation, title, need, words }: Clause): PolicyWeakness => ({
  key: `gap:${obligation}`,
  kind: 'gap',
  obligations: [...new Set([homeOf(obligation), obligation])],
  policy: null,
  text: {
    zh: `${obligation}“${title.zh}”没有生效的制度${need === 'notice' ? `（通知要求${words ?? ''}）` : '（本产品建议）'}`,
    en: `${obligation}: no policy in force covers it${need === 'notice' ? ' (the notice names one)' : ' (demanded by us)'}`,
  },
});

const ofPolicy = ({ policy: { id, code, title }, line }: Standing, isBroken: boolean): PolicyWeakness[] => {
  const homes = [...new Set(line.obligations.map(homeOf))];
  const obligations = homes.length === 0 ? ['1.1-a'] : homes;
  const about = { policy: id, obligations };
  const { overdue, readers } = line.acknowledgement;
  return [
    ...(line.state === 'review-overdue'
      ? [
          {
            ...about,
            key: `review:${id}`,
            kind: 'review' as const,
            text: {
              zh: `${code}《${title}》应于 ${line.reviewBy ?? ''} 前评审，已逾期`,
              en: `${code} ${title}: its review was due by ${line.reviewBy ?? ''}`,
            },
          },
        ]
      : []),
    ...(overdue > 0
      ? [
          {
            ...about,
            key: `acknowledge:${id}`,
            kind: 'acknowledge' as const,
            text: {
              zh: `${code}《${title}》有 ${overdue} 人逾期未阅读确认（应阅读 ${readers} 人）`,
              en: `${code} ${title}: ${overdue} of ${readers} readers are late to acknowledge it`,
            },
          },
        ]
      : []),
    ...(isBroken
      ? [
          {
            ...about,
            key: `signature:${id}`,
            kind: 'signature' as const,
            text: {
              zh: `${code}《${title}》现行版本的批准签名与内容不符`,
              en: `${code} ${title}: the signature of the version in force does not verify`,
            },
          },
        ]
      : []),
  ];
};

/** Whether the signature of the version in force stands. */
const brokenIn = async (needs: ReadNeeds, found: readonly Standing[]): Promise<ReadonlySet<string>> => {
  const db = reading(needs.records);
  const signers = await signersOf(db);
  const broken = new Set<string>();
  for (const { policy, effective } of found) {
    if (effective === undefined) continue;
    const row = await versionOf(db, policy.id, effective.number);
    if (verifyStatement(claimOf(row), signers).kind !== 'valid') broken.add(policy.id);
  }
  return broken;
};

/** Which obligations have a rule in force, and what is wrong today; all of it computed. */
export const readOverview =
  (needs: ReadNeeds & { readonly content: () => Promise<PolicyContent> }) => async (): Promise<Overview> => {
    const [content, all] = await Promise.all([needs.content(), standings(needs)()]);
    const found = all.filter(({ policy }) => policy.retired === null);
    const broken = await brokenIn(needs, found);
    const clauses = clausesOf(content, found);
    const needed = clauses.filter(({ need }) => need !== null);
    const gaps = needed.filter(({ policies }) => policies.length === 0);
    const sum = (count: (each: Standing) => number): number => found.reduce((total, each) => total + count(each), 0);
    return {
      policies: found.length,
      effective: found.filter(({ effective }) => effective !== undefined).length,
      needed: needed.length,
      covered: needed.length - gaps.length,
      readers: sum(({ line }) => line.acknowledgement.readers),
      acknowledged: sum(({ line }) => line.acknowledgement.done),
      clauses,
      weaknesses: [...found.flatMap((each) => ofPolicy(each, broken.has(each.policy.id))), ...gaps.map(gapOf)],
    };
  };
