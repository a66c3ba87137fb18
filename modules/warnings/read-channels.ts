import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { ChannelTarget, type Channel, type DeliveryFilter, type DeliveryList } from './contract.ts';
import type { WarningTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const channels = async (records: Reader): Promise<Channel[]> => {
  const rows = await records
    .read<WarningTables>()
    .selectFrom('warnings.channels as c')
    .select(['id', 'name', 'enabled', 'language', 'levels', 'notices', 'step', 'quiet', 'target', 'endpoint', 'kept'])
    .select([
      sql<Date | null>`(select max(sent_at) from warnings.deliveries d where d.channel_id = c.id)`.as('last_sent'),
      sql<
        string | null
      >`(select error from warnings.deliveries d where d.channel_id = c.id order by created_at desc, id desc limit 1)`.as(
        'last_error',
      ),
      sql<number>`(select count(*) from warnings.deliveries d where d.channel_id = c.id and d.status = 'dead')`.as(
        'dead',
      ),
    ])
    .where('removed', '=', false)
    .orderBy('step')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    language: row.language === 'en' ? 'en' : 'zh',
    levels: row.levels as Channel['levels'],
    notices: row.notices as Channel['notices'],
    step: row.step,
    quiet: row.quiet as Channel['quiet'],
    target: ChannelTarget.parse(row.target),
    endpoint: row.endpoint,
    kept: row.kept as Channel['kept'],
    lastSent: row.last_sent?.toISOString() ?? null,
    lastError: row.last_error,
    dead: Number(row.dead),
  }));
};

const deliveries = async (
  records: Reader,
  filter: z.output<typeof DeliveryFilter>,
): Promise<z.input<typeof DeliveryList>> => {
  const rows = await records
    .read<WarningTables>()
    .selectFrom('warnings.deliveries as d')
    .innerJoin('warnings.channels as c', 'c.id', 'd.channel_id')
    .leftJoin('warnings.warnings as w', 'w.id', 'd.warning_id')
    .select(['d.id', 'd.channel_id', 'c.name', 'c.target', 'd.warning_id', 'w.number', 'd.notice', 'd.status'])
    .select(['d.attempts', 'd.created_at', 'd.next_at', 'd.sent_at', 'd.receipt', 'd.error'])
    .$if(filter.warning !== undefined, (q) => q.where('d.warning_id', '=', filter.warning ?? ''))
    .$if(filter.channel !== undefined, (q) => q.where('d.channel_id', '=', filter.channel ?? ''))
    .$if(filter.status !== undefined, (q) => q.where('d.status', '=', filter.status ?? ''))
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(filter.limit)
    .execute();
  return {
    items: rows.map((row) => ({
      id: row.id,
      channelId: row.channel_id,
      channelName: row.name,
      channelKind: ChannelTarget.parse(row.target).kind,
      warningId: row.warning_id,
      warningNumber: row.number,
      notice: row.notice as z.input<typeof DeliveryList>['items'][number]['notice'],
      status: row.status as z.input<typeof DeliveryList>['items'][number]['status'],
      attempts: row.attempts,
      createdAt: row.created_at.toISOString(),
      nextAt: row.next_at?.toISOString() ?? null,
      sentAt: row.sent_at?.toISOString() ?? null,
      receipt: row.receipt,
      error: row.error,
    })),
  };
};

/** Screens of channels and what went through them; secrets are never read here. */
export const channelReadModel = (records: Reader) => ({
  list: () => channels(records),
  must: async (id: string): Promise<Channel> => {
    const found = (await channels(records)).find((channel) => channel.id === id);
    if (!found) throw new DomainError('warnings.channel-unknown', { field: id });
    return found;
  },
  deliveries: (filter: z.output<typeof DeliveryFilter>) => deliveries(records, filter),
});
