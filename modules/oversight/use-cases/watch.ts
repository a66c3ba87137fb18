import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR } from '@chedun/kernel';
import type { ExportLine } from '../contract.ts';
import { isOverdue } from '../domain/life.ts';
import { firmsOf, type ReadNeeds } from '../read/notices.ts';
import type { StoreNeeds } from '../store.ts';
import type { OversightTables } from '../tables.ts';

export interface WatchNeeds extends StoreNeeds, Pick<ReadNeeds, 'supervision'> {
  readonly register: () => Promise<readonly ExportLine[]>;
}

const MOST = 500;
type Wrong = Pick<FindingReport, 'fingerprint' | 'title' | 'titleZh' | 'severity' | 'obligations'>;

const overdueTasks = async (needs: WatchNeeds): Promise<Wrong[]> => {
  const today = dayOf(needs.now());
  const firm = await firmsOf(needs);
  const rows = await needs.records
    .read<OversightTables>()
    .selectFrom('oversight.deliveries as copy')
    .innerJoin('oversight.notices as notice', 'notice.id', 'copy.notice')
    .select(['copy.id', 'copy.enterprise', 'copy.state', 'copy.due_on', 'notice.kind', 'notice.number', 'notice.title'])
    .where('notice.state', '=', 'open')
    .where('copy.state', 'in', ['sent', 'acknowledged'])
    .where('copy.due_on', '<', today)
    .orderBy('copy.due_on')
    .limit(MOST)
    .execute();
  return rows
    .filter((row) => isOverdue(row, row.kind, today))
    .map((row) => ({
      fingerprint: `oversight:overdue:${row.id}`,
      title: `${firm(row.enterprise).name} has not answered ${row.number}, due ${row.due_on}`,
      titleZh: `${firm(row.enterprise).name}逾期未反馈 ${row.number}（${row.title}），期限 ${row.due_on}`,
      severity: row.kind === 'order' ? ('high' as const) : ('medium' as const),
      obligations: ['3.4-d', '1.5-d'],
    }));
};

const ofIncidents = async (needs: WatchNeeds): Promise<Wrong[]> => {
  const firm = await firmsOf(needs);
  const rows = await needs.records
    .read<OversightTables>()
    .selectFrom('oversight.incidents')
    .select(['id', 'enterprise', 'number', 'name', 'claimed', 'computed', 'confirmed', 'lateness'])
    .where('state', '=', 'open')
    .orderBy('last_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.flatMap((row) => {
    const who = `${firm(row.enterprise).name} ${row.number}`;
    const late = row.lateness?.lateMinutes ?? 0;
    const differs = row.confirmed === null && row.computed !== null && row.computed !== row.claimed;
    return [
      ...(late > 0
        ? [
            {
              fingerprint: `oversight:late:${row.id}`,
              title: `${who}: the first report came ${late} minutes late`,
              titleZh: `${who}：首次报告迟报 ${late} 分钟（${row.name}）`,
              severity: 'medium' as const,
              obligations: ['1.4-g'],
            },
          ]
        : []),
      ...(differs
        ? [
            {
              fingerprint: `oversight:level:${row.id}`,
              title: `${who}: claimed ${row.claimed ?? '-'}, the report says ${row.computed}`,
              titleZh: `${who}：自报级别“${row.claimed ?? '未填写'}”与按报告内容推算的“${row.computed}”不一致`,
              severity: 'medium' as const,
              obligations: ['1.4-g'],
            },
          ]
        : []),
    ];
  });
};

const ofExports = async ({ register }: WatchNeeds): Promise<Wrong[]> =>
  (await register()).flatMap(({ enterprise, problems }) =>
    [...Map.groupBy(problems, ({ rule }) => rule)].flatMap(([rule, [first]]) =>
      first === undefined
        ? []
        : [
            {
              fingerprint: `oversight:export:${enterprise.id}:${rule}`,
              title: `${enterprise.name}: ${first.text.en}`,
              titleZh: `${enterprise.name}：${first.text.zh}`,
              severity: 'high' as const,
              obligations: ['3.4-d'],
            },
          ],
    ),
  );

const reportOf = (wrong: Wrong, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    ...wrong,
    title: wrong.title.slice(0, 500),
    titleZh: wrong.titleZh?.slice(0, 500),
    kind: 'violation',
    module: 'oversight',
    assets: [],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};

/** What is overdue, late or does not agree is a finding until it is mended. */
export const watchOversight = (needs: WatchNeeds) => async (): Promise<void> => {
  const wrong = [...(await overdueTasks(needs)), ...(await ofIncidents(needs)), ...(await ofExports(needs))].slice(
    0,
    MOST,
  );
  await needs.records.transaction(async (tx) => {
    const tables = tx.as<OversightTables>();
    const wanted = new Map(wrong.map((each) => [each.fingerprint, each]));
    const told = await tables.selectFrom('oversight.told').select('fingerprint').forUpdate().execute();
    const known = new Set(told.map(({ fingerprint }) => fingerprint));
    const gone = [...known].filter((each) => !wanted.has(each));
    for (const fingerprint of gone) {
      const payload = { fingerprint, comment: '已处理' };
      await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
    }
    if (gone.length > 0) await tables.deleteFrom('oversight.told').where('fingerprint', 'in', gone).execute();
    const fresh = [...wanted.values()].filter(({ fingerprint }) => !known.has(fingerprint));
    if (fresh.length === 0) return;
    await tables
      .insertInto('oversight.told')
      .values(fresh.map(({ fingerprint }) => ({ fingerprint })))
      .execute();
    const payload = { findings: fresh.map((each) => reportOf(each, needs.now())) } as never;
    await tx.tell({ type: findingsReported, aggregate: 'oversight', payload }, SYSTEM_ACTOR);
  });
};
