import type { Records } from '@chedun/records';
import { DomainError } from '@chedun/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  BindingKind,
  Listener,
  Subject,
  type Binding,
  type BindingPage,
  type BindingQuery,
  type Policy,
} from './contract.ts';
import type { GatewayTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type Filter = z.output<typeof BindingQuery>;

const likeStart = (text: string): string => `${text.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`;

const readCursor = (cursor: string): readonly [string, BindingKind, string] => {
  const [subject = '', kind, value = ''] = Buffer.from(cursor, 'base64url').toString().split('\n');
  const known = BindingKind.safeParse(kind);
  if (!known.success || !Subject.safeParse(subject).success) throw new DomainError('gateway.bad-cursor', {});
  return [subject, known.data, value];
};

const filtered = (records: Reader, { search, kind, status }: Pick<Filter, 'search' | 'kind' | 'status'>) => {
  const pattern = likeStart(search?.trim() ?? '');
  return records
    .read<GatewayTables>()
    .selectFrom('gateway.bindings')
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'iccid'))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'confirmed'))
    .$if(search !== undefined && search.trim() !== '', (query) =>
      query.where((is) => is.or([is('subject', 'ilike', pattern), is('value', 'ilike', pattern)])),
    );
};

const pageOf = async (records: Reader, filter: Filter): Promise<Binding[]> => {
  const { cursor, limit } = filter;
  let query = filtered(records, filter);
  if (cursor !== undefined) {
    const [subject, kind, value] = readCursor(cursor);
    query = query.where((is) => is(is.refTuple('subject', 'kind', 'value'), '>', is.tuple(subject, kind, value)));
  }
  const rows = await query.selectAll().orderBy('subject').orderBy('kind').orderBy('value').limit(limit).execute();
  return rows.map(({ subject, kind, value, status, origin, changed_at }) => ({
    subject,
    kind,
    value,
    status,
    origin,
    changedAt: changed_at.toISOString(),
  }));
};

/** Bindings for the screen, ordered by subject. */
export const listBindings = async (records: Reader, filter: Filter): Promise<z.input<typeof BindingPage>> => {
  const count = async (of: Pick<Filter, 'search' | 'kind' | 'status'>): Promise<number> =>
    Number(
      (
        await filtered(records, of)
          .select(sql<string>`count(*)`.as('total'))
          .executeTakeFirst()
      )?.total ?? 0,
    );
  const [items, total, proposed] = await Promise.all([
    pageOf(records, filter),
    count(filter),
    count({ status: 'proposed' }),
  ]);
  const last = items.length < filter.limit ? undefined : items.at(-1);
  const next = last ? Buffer.from(`${last.subject}\n${last.kind}\n${last.value}`).toString('base64url') : null;
  return { items, next, total, proposed };
};

/** Every binding, in pages. */
export async function* eachBinding(records: Reader): AsyncGenerator<readonly Binding[]> {
  let cursor: string | undefined;
  do {
    const page = await pageOf(records, { limit: 500, cursor });
    yield page;
    const last = page.length < 500 ? undefined : page.at(-1);
    cursor = last && Buffer.from(`${last.subject}\n${last.kind}\n${last.value}`).toString('base64url');
  } while (cursor !== undefined);
}

/** Policies of all listeners, those without a row as they start. */
export const readPolicies = async (records: Reader): Promise<Policy[]> => {
  const rows = await records.read<GatewayTables>().selectFrom('gateway.policies').selectAll().execute();
  return Listener.options.map((listener) => {
    const row = rows.find((each) => each.listener === listener);
    return { listener, mode: row?.mode ?? 'observe', unbound: row?.unbound ?? 'ignore' };
  });
};

/** How many bindings count, and of how many subjects. */
export const countBindings = async (
  records: Reader,
): Promise<{ readonly confirmed: number; readonly subjects: number; readonly proposed: number }> => {
  const row = await records
    .read<GatewayTables>()
    .selectFrom('gateway.bindings')
    .select(({ fn }) => [
      fn.countAll<string>().filterWhere('status', '=', 'confirmed').as('confirmed'),
      fn.countAll<string>().filterWhere('status', '=', 'proposed').as('proposed'),
      fn.count<string>('subject').distinct().filterWhere('status', '=', 'confirmed').as('subjects'),
    ])
    .executeTakeFirstOrThrow();
  return { confirmed: Number(row.confirmed), subjects: Number(row.subjects), proposed: Number(row.proposed) };
};

/** Changes whenever a binding that counts, or counted, changed. */
export const bindingsStamp = async (records: Reader): Promise<string> => {
  const row = await records
    .read<GatewayTables>()
    .selectFrom('gateway.bindings')
    .select('changed_at')
    .where('status', '!=', 'proposed')
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.changed_at.toISOString() ?? '';
};
