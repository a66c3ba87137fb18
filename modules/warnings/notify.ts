import { jsonb } from '@chedun/records';
import type { Jobs } from '@chedun/jobs';
import type { Tx } from '@chedun/records';
import { QuietHours, type NoticeKind, type WarningLevel, type WarningScope } from './contract.ts';
import { messageOf, type Message, type Told } from './domain/message.ts';
import { mayGoAt } from './domain/quiet.ts';
import { levelOf, type WarningRow } from './store.ts';
import type { WarningTables } from './tables.ts';

/** Name of the job that hands one message over. */
export const DELIVER = 'warnings/deliver';

interface Dependencies {
  readonly jobs: Pick<Jobs, 'send'>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly issuer: { readonly issuer: string; readonly telephone: string };
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** What messages say about a row. */
const toldOf = (row: WarningRow, { issuer, telephone }: Dependencies['issuer']): Told => ({
  id: row.id,
  number: row.number,
  level: levelOf(row.level),
  pending: row.pending as Told['pending'],
  status: row.status as Told['status'],
  scope: { kind: row.scope_kind, id: row.scope_id } as WarningScope,
  title: { zh: row.title_zh, en: row.title_en },
  impact: { zh: row.impact_zh, en: row.impact_en },
  measures: row.measures,
  issuer,
  telephone,
  issuedAt: iso(row.issued_at),
  timeLimit: iso(row.time_limit),
});

/** Puts a message into the queue of a channel; it goes when the transaction is durable and quiet hours allow it. */
export const queueDelivery = async (
  tx: Tx,
  { jobs, now }: Pick<Dependencies, 'jobs' | 'now'>,
  given: {
    readonly message: Message;
    readonly channelId: string;
    readonly warningId: string | null;
    readonly level: WarningLevel | null;
    readonly quiet: unknown;
  },
): Promise<void> => {
  const { message, channelId, warningId, level } = given;
  const at = mayGoAt(QuietHours.nullable().parse(given.quiet), level, now());
  const held = at > now();
  await tx
    .as<WarningTables>()
    .insertInto('warnings.deliveries')
    .values({
      id: message.id,
      channel_id: channelId,
      warning_id: warningId,
      notice: message.notice,
      message: jsonb(message),
      status: held ? 'held' : 'waiting',
      created_at: new Date(now()),
      next_at: new Date(at),
      sent_at: null,
      receipt: null,
      error: null,
    })
    .execute();
  await jobs.send(DELIVER, { id: message.id }, { tx, delaySeconds: Math.ceil((at - now()) / 1000) });
};

/**
 * Tells channels about a warning: those that take this level and notice, of the steps up to `steps.to` that were not told
 * before. Answers how many.
 */
export const notify = async (
  tx: Tx,
  dependencies: Dependencies,
  row: WarningRow,
  notice: Exclude<NoticeKind, 'test'>,
  steps: { readonly from: number; readonly to: number },
): Promise<number> => {
  const channels = await tx
    .as<WarningTables>()
    .selectFrom('warnings.channels')
    .select(['id', 'language', 'levels', 'notices', 'quiet'])
    .where('enabled', '=', true)
    .where('removed', '=', false)
    .where('step', '>=', steps.from)
    .where('step', '<=', steps.to)
    .execute();
  const told = toldOf(row, dependencies.issuer);
  const level = levelOf(row.level);
  const willing = channels.filter(({ levels, notices }) => levels.includes(level) && notices.includes(notice));
  for (const { id: channelId, language, quiet } of willing) {
    const message = messageOf(dependencies.newId(), notice, told, language === 'en' ? 'en' : 'zh');
    await queueDelivery(tx, dependencies, { message, channelId, warningId: row.id, level, quiet });
  }
  return willing.length;
};
