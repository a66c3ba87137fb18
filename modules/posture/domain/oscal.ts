import type { GovernanceAsks } from '@chedun/governance/contract';
import {
  buildActionPlan,
  buildAssessmentResults,
  buildCatalog,
  buildProfile,
  type ActionPlan,
  type AssessmentResults,
  type Catalog,
  type EvidenceInput,
  type JudgementInput,
  type OpenItemInput,
  type Profile,
} from '@chedun/oscal';
import type { CheckState, Exception, ObligationState } from '../contract.ts';
import type { NoticeContent } from './content.ts';

/** Version of the catalog and when it was changed last (ms): a new version where `content/notice` changes. */
const CATALOG = { version: 'draft-2', at: Date.parse('2026-11-28T00:00:00Z') } as const;
const NOTICE_TITLE = '关于加强车联网（智能网联汽车）网络安全工作的通知（征求意见稿）';
/** Where the documents say that the catalog is found: the name of the export. */
const CATALOG_HREF = 'chedun-notice-catalog.json';
const SECTIONS: Readonly<Record<string, string>> = {
  '1': '加强车联网网络安全防护',
  '2': '加强平台安全防护',
  '3': '保障数据安全',
  '4': '强化安全漏洞管理',
};

type Finding = Awaited<ReturnType<GovernanceAsks['openFindings']>>[number];

/** Whom the documents are about. */
export interface Subject {
  readonly systemId: string;
  readonly systemTitle: string;
  readonly organisation?: string;
}

/** The 113 obligations as an OSCAL catalog: four sections, fifteen articles, each quote to the letter. */
export const noticeCatalog = ({ obligations, mappings }: Pick<NoticeContent, 'obligations' | 'mappings'>): Catalog => {
  const articles = Map.groupBy(obligations, ({ article }) => article);
  const sections = Map.groupBy(articles, ([article]) => article.slice(0, 1));
  return buildCatalog({
    systemId: 'notice',
    title: NOTICE_TITLE,
    ...CATALOG,
    groups: [...sections].map(([section, its]) => ({
      id: section,
      kind: 'section' as const,
      title: SECTIONS[section] ?? section,
      controls: [],
      groups: its.map(([article, duties]) => ({
        id: article,
        kind: 'article' as const,
        title: duties[0]?.articleTitle ?? article,
        groups: [],
        controls: duties.map((duty) => ({
          id: duty.id,
          title: duty.focus ?? duty.quote,
          quote: duty.quote,
          ...(duty.focus === null ? {} : { focus: duty.focus }),
          objective: duty.duty.zh,
          guidance: duty.duty.en,
          parties: duty.parties,
          mappings: mappings
            .filter(({ obligation }) => obligation === duty.id)
            .map(({ ruleTitle, number, title, isVerified }) => ({
              rule: ruleTitle.zh,
              number: [number, title].filter((each) => each !== null).join(' '),
              isVerified,
            })),
        })),
      })),
    })),
  });
};

/** The duties of one kind of party as an OSCAL profile. */
export const partyProfile = (notice: NoticeContent, party: string): Profile =>
  buildProfile({
    systemId: `notice/${party}`,
    title: `${NOTICE_TITLE}：${party}`,
    ...CATALOG,
    catalog: noticeCatalog(notice),
    catalogHref: CATALOG_HREF,
    obligations: notice.obligations.filter(({ parties }) => parties.some((each) => each === party)).map(({ id }) => id),
  });

const stateOf = ({ light, gap, checks }: ObligationState): JudgementInput['state'] => {
  if (light === 'none') return 'gap';
  if (light === 'green') return 'met';
  if (light === 'red') return 'failed';
  if (checks.some(({ acceptedUntil, latest }) => acceptedUntil !== null && latest?.outcome === 'fail'))
    return 'accepted';
  return gap !== null && checks.every(({ light: each }) => each === 'green') ? 'gap' : 'stale';
};

const REASONS = {
  met: '全部检查通过，证据在有效期内',
  failed: '有检查未通过',
  stale: '证据缺失、过期或无法判断',
  accepted: '检查未通过，已批准例外',
} as const;

const gapReason = ({ checks, gap }: ObligationState): string => {
  const what = checks.length === 0 ? '尚无检查' : '尚无完整的机器检查';
  return gap === null ? what : `${what}，由“${gap.title.zh}”提供`;
};

const judgementOf = (obligation: ObligationState): JudgementInput => {
  const state = stateOf(obligation);
  const reason = state === 'gap' ? gapReason(obligation) : REASONS[state];
  return {
    obligation: obligation.id,
    title: obligation.focus ?? obligation.quote,
    state,
    reason,
    evidence: obligation.checks.flatMap(({ latest }) => (latest === null ? [] : [latest.id])),
  };
};

const evidenceOf = (checks: readonly CheckState[]): EvidenceInput[] =>
  checks.flatMap(({ id, title, latest }) =>
    latest === null
      ? []
      : [
          {
            id: latest.id,
            checkId: id,
            title: title.zh,
            summary: latest.summary.zh,
            outcome: latest.outcome,
            collected: Date.parse(latest.effectiveAt),
            expires: Date.parse(latest.expiresAt),
            facts: latest.facts,
            ...(latest.signer === null ? {} : { signer: latest.signer }),
            ...(latest.digest === null ? {} : { digest: latest.digest }),
          },
        ],
  );

/** Each check once, however many obligations it serves. */
const checksOf = (obligations: readonly ObligationState[]): CheckState[] => [
  ...new Map(obligations.flatMap(({ checks }) => checks.map((check) => [check.id, check] as const))).values(),
];

/** The posture at `at` (ms) as OSCAL assessment results. */
export const postureResults = (
  obligations: readonly ObligationState[],
  { systemId, systemTitle, organisation }: Subject,
  at: number,
): AssessmentResults => {
  const evidence = evidenceOf(checksOf(obligations));
  return buildAssessmentResults({
    systemId,
    systemTitle,
    ...(organisation === undefined ? {} : { organisation }),
    title: '通知义务的合规态势',
    version: new Date(at).toISOString(),
    at,
    start: Math.min(at, ...evidence.map(({ collected }) => collected)),
    end: at,
    catalogHref: CATALOG_HREF,
    judgements: obligations.map(judgementOf),
    evidence,
  });
};

const checkItems = (
  obligations: readonly ObligationState[],
  exceptions: ReadonlyMap<string, Exception>,
): OpenItemInput[] =>
  checksOf(obligations)
    .filter(({ latest }) => latest?.outcome === 'fail')
    .map(({ id, title, latest, owner }) => {
      const exception = exceptions.get(`check:${id}`);
      const serving = obligations.filter(({ checks }) => checks.some((check) => check.id === id));
      return {
        key: `check:${id}`,
        title: title.zh,
        description: latest?.summary.zh ?? title.zh,
        obligations: serving.map((each) => each.id),
        evidence: latest === null ? [] : [latest.id],
        status: exception === undefined ? ('open' as const) : ('deviation-approved' as const),
        ...(exception === undefined
          ? owner === null
            ? {}
            : { owner }
          : { owner: exception.owner, response: exception.reason, deadline: Date.parse(exception.endsAt) }),
      };
    });

const findingItems = (findings: readonly Finding[], known: ReadonlySet<string>): OpenItemInput[] =>
  findings
    .filter(({ fingerprint }) => !fingerprint.startsWith('check:'))
    .map((finding) => ({
      key: `finding:${finding.fingerprint}`,
      title: finding.titleZh ?? finding.title,
      description: finding.titleZh ?? finding.title,
      obligations: finding.obligations.filter((id) => known.has(id)),
      evidence: [],
      status:
        finding.status === 'in-progress'
          ? ('remediating' as const)
          : finding.status === 'triaging'
            ? ('investigating' as const)
            : ('open' as const),
      severity: finding.severity,
      ...(finding.dueAt === null ? {} : { deadline: Date.parse(finding.dueAt) }),
      ...(finding.owner === null ? {} : { owner: finding.owner }),
    }));

const gapItems = (obligations: readonly ObligationState[]): OpenItemInput[] =>
  obligations
    .filter(({ light, gap }) => light === 'none' || gap !== null)
    .map(({ id, duty, gap }) => ({
      key: `gap:${id}`,
      title: `${id} 尚无完整的机器检查`,
      description: duty.zh,
      obligations: [id],
      evidence: [],
      status: 'open' as const,
      ...(gap === null ? {} : { response: `由“${gap.title.zh}”提供检查` }),
    }));

/** What is open at `at` (ms), as an OSCAL plan of action: failed checks, open findings, obligations without a check. */
export const posturePlan = (
  obligations: readonly ObligationState[],
  open: { readonly findings: readonly Finding[]; readonly exceptions: ReadonlyMap<string, Exception> },
  { systemId, systemTitle, organisation }: Subject,
  at: number,
): ActionPlan => {
  const known = new Set(obligations.map(({ id }) => id));
  return buildActionPlan({
    systemId,
    systemTitle,
    ...(organisation === undefined ? {} : { organisation }),
    title: '未了事项与整改计划',
    version: new Date(at).toISOString(),
    at,
    judgements: obligations.map(judgementOf),
    evidence: evidenceOf(checksOf(obligations)),
    items: [
      ...checkItems(obligations, open.exceptions),
      ...findingItems(open.findings, known),
      ...gapItems(obligations),
    ],
  });
};
