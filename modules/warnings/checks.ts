import type { IngestAsks } from '@chedun/ingest/contract';
import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { Channel } from './contract.ts';
import type { WarningTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly channels: () => Promise<readonly Channel[]>;
  readonly ingest: Pick<IngestAsks, 'sources'>;
  readonly now: () => number;
}

const MINUTE = 60_000;
/** The job runs every minute. */
const LATE_MS = 10 * MINUTE;

const lastRun = async ({ records, now }: Needs) => {
  const row = await records.read<WarningTables>().selectFrom('warnings.evaluations').selectAll().executeTakeFirst();
  return { row, late: row === undefined || now() - row.at.getTime() > LATE_MS };
};

/** Warnings are evaluated, can reach somebody, and did not fail to. */
const reachable = async (needs: Needs): Promise<CheckResult> => {
  const { row, late } = await lastRun(needs);
  const channels = await needs.channels();
  const ready = channels.filter(({ enabled, step, lastSent }) => enabled && step === 0 && lastSent !== null);
  const [{ dead }] = await needs.records
    .read<WarningTables>()
    .selectFrom('warnings.deliveries')
    .select(sql<number>`count(*)::int`.as('dead'))
    .where('status', '=', 'dead')
    .where('notice', '!=', 'test')
    .execute()
    .then((rows) => [rows[0] ?? { dead: 0 }] as const);
  const passed = !late && ready.length > 0 && dead === 0;
  const untested = channels.length === 0;
  return {
    outcome: passed ? 'pass' : untested && !late ? 'unknown' : 'fail',
    summary: untested
      ? { zh: '没有通知通道，预警到不了人', en: 'There is no channel, warnings reach nobody' }
      : {
          zh: `${late ? '预警评估超过 10 分钟没有运行，' : ''}可用通道 ${ready.length} 个，投递失败 ${dead} 条`,
          en: `${late ? 'no evaluation within 10 minutes; ' : ''}${ready.length} channels that delivered, ${dead} dead messages`,
        },
    facts: {
      evaluatedAt: row?.at.toISOString() ?? '',
      scoresWaiting: row?.waiting ?? 0,
      channels: channels.length,
      ready: ready.length,
      dead,
    },
  };
};

/** No source is silent without a warning. */
const silence = async (needs: Needs): Promise<CheckResult> => {
  const { late } = await lastRun(needs);
  const silent = (await needs.ingest.sources()).filter(
    ({ health, lastSeen, silentAfterMinutes }) =>
      // A source that fell silent a moment ago is warned of by the next evaluation.
      health === 'silent' &&
      (lastSeen === null || needs.now() - Date.parse(lastSeen) > silentAfterMinutes * MINUTE + LATE_MS),
  );
  const rows = await needs.records
    .read<WarningTables>()
    .selectFrom('warnings.warnings')
    .select('scope_id')
    .where('scope_kind', '=', 'source')
    .where('status', 'in', ['proposed', 'issued'])
    .execute();
  const warned = new Set(rows.map((row) => row.scope_id));
  const missed = silent.filter(({ id }) => !warned.has(id)).map(({ id }) => id);
  return {
    outcome: missed.length === 0 && !late ? 'pass' : 'fail',
    summary:
      missed.length === 0
        ? { zh: `静默接入源 ${silent.length} 个，均已预警`, en: `${silent.length} silent sources, all with a warning` }
        : {
            zh: `以下接入源静默而没有预警：${missed.join('、')}`,
            en: `silent without a warning: ${missed.join(', ')}`,
          },
    facts: { silent: silent.length, missed: missed.join(', ') },
  };
};

/** Running checks of 1.3-a: alerts become warnings that reach people; silence of a collector is an alarm. */
export const warningChecks = (needs: Needs): Check[] => [
  {
    id: 'warnings.reachable',
    obligations: ['1.3-a'],
    title: { zh: '预警按策略评估并能送达', en: 'Warnings are evaluated and reach somebody' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => reachable(needs),
  },
  {
    id: 'warnings.silence',
    obligations: ['1.3-a'],
    title: { zh: '接入源静默即预警', en: 'Silence of a source is a warning' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => silence(needs),
  },
];
