import type { DocumentsAsks, IssuedDocument } from '@chedun/documents/contract';
import { TEAM_ROLES } from '@chedun/duty-roster/contract';
import type { ActorRef } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { Review, Run, RunExpectation } from '../contract.ts';
import { drillError } from '../error.ts';

interface Needs {
  readonly documents: Pick<DocumentsAsks, 'issue'>;
  readonly organisation: Pick<OrganisationAsks, 'profile'>;
  readonly run: (id: string) => Promise<Run>;
  readonly reviewOf: (run: string) => Promise<Review | undefined>;
}

const seconds = (value: number | null): string =>
  value === null ? '' : value < 90 ? `${Math.round(value)} 秒` : `${Math.round(value / 6) / 10} 分钟`;

const actualOf = ({ targets }: RunExpectation): string =>
  targets
    .map(({ label, state, seconds: after, comment }) => {
      const word = { open: '未完成', answered: '待评判', met: '达到', missed: '未达到' }[state];
      const note = comment === '' ? '' : `，${comment}`;
      return `${label.zh}：${word}${after === null ? '' : `（${seconds(after)}）`}${note}`;
    })
    .join('；');

const stepOf = (each: RunExpectation) => ({
  step: each.title.zh,
  expected: `${each.withinMinutes} 分钟内${each.mode === 'all' ? '全部' : '任一'}达到`,
  actual: actualOf(each),
  passed: each.verdict === 'met' ? '是' : '否',
});

const findingsText = (run: Run, review: Review | undefined): string => {
  const missed = run.expectations.filter(({ verdict }) => verdict === 'missed').map(({ title }) => title.zh);
  return [
    missed.length === 0 ? '全部检查点达到预期。' : `未达到的检查点：${missed.join('；')}。`,
    ...(review === undefined || review.badly === '' ? [] : [`不足：${review.badly}`]),
    ...(review === undefined || review.causes === '' ? [] : [`原因：${review.causes}`]),
  ].join('\n');
};

const improvementsText = (review: Review | undefined): string =>
  review === undefined || review.items.length === 0
    ? '复盘未提出整改项。'
    : review.items.map(({ title, owner, due }) => `${title}（责任人 ${owner}，期限 ${due}）`).join('\n');

/** Issues the report of a drill from what the product knows; people type nothing twice. */
export const issueDrillReport =
  ({ documents, organisation, run: read, reviewOf }: Needs) =>
  async (id: string, actor: ActorRef): Promise<IssuedDocument> => {
    const run = await read(id);
    const { startedAt, endedAt, number } = run;
    if (startedAt === null || endedAt === null) throw drillError('drills.wrong-state', 'state');
    const review = await reviewOf(id);
    return documents.issue({
      template: 'drill-report',
      title: { zh: `网络安全应急演练报告 ${number}`, en: `Report of drill ${number}` },
      subject: { kind: 'drill', id },
      data: {
        organisation: (await organisation.profile())?.name ?? '（尚未登记单位名称）',
        name: `${run.title.zh}（${number}）`,
        startedAt,
        endedAt,
        scenario: `${run.briefing.zh}\n目标：${run.goal.zh}`,
        kind: 'simulated',
        participants: run.participants.map(({ name, role }) => ({ name, role: TEAM_ROLES[role].zh })),
        steps: run.expectations.map(stepOf),
        score: run.score ?? 0,
        findings: findingsText(run, review),
        improvements: improvementsText(review),
      },
      actor,
    });
  };
