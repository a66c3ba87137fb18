import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { PKI_FAILURE } from '@chedun/x509/cmp';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { CmpRequest, CmpRequestQuery, DeviceSecret, SecretPage, SecretQuery } from './contract.ts';
import type { EnrolmentTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
}

const likeOf = (text: string): string => `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const stateOf = (state: 'open' | 'spent' | 'withdrawn', expires: Date, now: number): DeviceSecret['state'] =>
  state === 'open' && expires.getTime() <= now ? 'expired' : state;

/** Secrets, newest first. */
export const listSecrets =
  ({ records, clock }: Needs) =>
  async ({ search, state, limit, after }: z.output<typeof SecretQuery>): Promise<SecretPage> => {
    const now = new Date(clock.now());
    const db = records.read<EnrolmentTables>();
    let query = db
      .selectFrom('enrolment.secrets')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (after !== undefined) query = query.where('id', '<', after);
    if (search !== undefined && search !== '')
      query = query.where((where) =>
        where.or((['vin', 'device', 'reference'] as const).map((column) => where(column, 'ilike', likeOf(search)))),
      );
    if (state === 'expired') query = query.where('state', '=', 'open').where('expires_at', '<=', now);
    else if (state === 'open') query = query.where('state', '=', 'open').where('expires_at', '>', now);
    else if (state !== undefined) query = query.where('state', '=', state);
    const [rows, open] = await Promise.all([
      query.execute(),
      db
        .selectFrom('enrolment.secrets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('state', '=', 'open')
        .where('expires_at', '>', now)
        .executeTakeFirst(),
    ]);
    const items = rows.slice(0, limit).map((row): DeviceSecret => ({
      id: row.id,
      reference: row.reference,
      authority: row.authority,
      profile: row.profile,
      vin: row.vin,
      device: row.device,
      state: stateOf(row.state, row.expires_at, clock.now()),
      attempts: row.attempts,
      serial: row.serial,
      createdBy: row.created_by.name,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, open: Number(open?.count ?? 0) };
  };

/** Parts a stored reason: the name of the failure, where one stands before it. */
const failureIn = (reason: string): Pick<CmpRequest, 'failure' | 'reason'> => {
  const [first = '', ...rest] = reason.split(' ');
  const failure = PKI_FAILURE.find((each) => each === first);
  return failure === undefined ? { failure: null, reason } : { failure, reason: rest.join(' ') };
};

/** What devices asked for by CMP, newest first. */
export const listCmpRequests =
  ({ records }: Pick<Needs, 'records'>) =>
  async ({ state, limit }: z.output<typeof CmpRequestQuery>): Promise<readonly CmpRequest[]> => {
    let query = records
      .read<EnrolmentTables>()
      .selectFrom('enrolment.transactions')
      .select(['id', 'kind', 'secret', 'authority', 'profile', 'state', 'serial', 'reason', 'at'])
      .select(sql<string>`split_part(id, ' ', 1)`.as('by'))
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(limit);
    if (state !== undefined) query = query.where('state', '=', state);
    const rows = await query.execute();
    return rows.map(({ secret, at, reason, ...row }) => ({
      ...row,
      ...failureIn(reason),
      protection: secret === null ? 'signature' : 'secret',
      at: at.toISOString(),
    }));
  };
