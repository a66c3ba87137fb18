import { DomainError, isDomainError, type ActorRef } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Keys } from '@chedun/keys';
import { toText, type Records } from '@chedun/records';
import { sql } from 'kysely';
import { ChannelTarget, type WarningPolicy } from '../contract.ts';
import { backoffSeconds } from '../domain/quiet.ts';
import { DELIVER } from '../notify.ts';
import type { Send } from '../senders/send.ts';
import type { WarningTables } from '../tables.ts';
import { readSecrets } from './channels.ts';

interface Dependencies {
  readonly records: Records;
  readonly keys: Pick<Keys, 'open'>;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly send: Send;
  readonly policy: () => Promise<WarningPolicy>;
  readonly now: () => number;
}

const claim = (records: Records, id: string) =>
  records.transaction((tx) =>
    tx
      .as<WarningTables>()
      .updateTable('warnings.deliveries as d')
      .from('warnings.channels as c')
      .set({ attempts: sql`d.attempts + 1` })
      .whereRef('c.id', '=', 'd.channel_id')
      .where('d.id', '=', id)
      .where('d.status', 'in', ['waiting', 'held', 'failed'])
      .returning([
        'd.attempts',
        'd.message',
        'c.id as channel',
        'c.target',
        'c.secrets',
        'c.enabled',
        'c.removed',
        'd.notice',
      ])
      .executeTakeFirst(),
  );

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;

/** Code and reason of a failure; nothing that holds a secret. */
const failureOf = (error: unknown): string => {
  if (!isDomainError(error)) return 'warnings.unreachable';
  const { reason } = error.detail;
  return typeof reason === 'string' ? `${error.code}: ${reason}` : error.code;
};

/** Failures that no repetition mends. */
const FINAL: ReadonlySet<string> = new Set([
  'warnings.secret-missing',
  'warnings.password-unprotected',
  'warnings.address-closed',
  'warnings.channel-unknown',
]);

const attempt = async ({ keys, send, now }: Dependencies, claimed: Claimed): Promise<string> => {
  if (claimed.removed || (!claimed.enabled && claimed.notice !== 'test'))
    throw new DomainError('warnings.channel-unknown', { field: claimed.channel });
  const secrets = await readSecrets(keys, { id: claimed.channel, secrets: claimed.secrets });
  return send(ChannelTarget.parse(claimed.target), secrets, claimed.message, now());
};

const settle = async (dependencies: Dependencies, id: string, claimed: Claimed, error: unknown): Promise<void> => {
  const { delivery } = await dependencies.policy();
  const { attempts, notice } = claimed;
  const final = (isDomainError(error) && FINAL.has(error.code)) || attempts >= delivery.attempts || notice === 'test';
  const wait = backoffSeconds(delivery.backoffSeconds, attempts);
  await dependencies.records.transaction(async (tx) => {
    await tx
      .as<WarningTables>()
      .updateTable('warnings.deliveries')
      .set({
        status: final ? 'dead' : 'failed',
        error: toText(failureOf(error)),
        next_at: final ? null : new Date(dependencies.now() + wait * 1000),
      })
      .where('id', '=', id)
      .execute();
    if (!final) await dependencies.jobs.send(DELIVER, { id }, { tx, delaySeconds: wait });
  });
};

/**
 * Hands one message over. A failure is tried again with growing waits until the attempts of the policy are used up; then the
 * delivery is dead and waits for a person. A test is tried once. What was sent is never sent again by this job.
 */
export const deliver =
  (dependencies: Dependencies) =>
  async (id: string): Promise<void> => {
    const claimed = await claim(dependencies.records, id);
    if (!claimed) return;
    try {
      const receipt = await attempt(dependencies, claimed);
      await dependencies.records.transaction((tx) =>
        tx
          .as<WarningTables>()
          .updateTable('warnings.deliveries')
          .set({
            status: 'sent',
            receipt: toText(receipt),
            error: null,
            next_at: null,
            sent_at: new Date(dependencies.now()),
          })
          .where('id', '=', id)
          .execute(),
      );
    } catch (error) {
      await settle(dependencies, id, claimed, error);
    }
  };

/** A person sends a dead message again; its attempts are counted from the beginning. */
export const sendAgain =
  ({ records, jobs, now }: Pick<Dependencies, 'records' | 'jobs' | 'now'>) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await tx
        .as<WarningTables>()
        .selectFrom('warnings.deliveries')
        .select('status')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new DomainError('warnings.delivery-unknown', { field: id });
      if (row.status !== 'dead') throw new DomainError('warnings.delivery-done', { field: row.status });
      await tx
        .as<WarningTables>()
        .updateTable('warnings.deliveries')
        .set({ status: 'waiting', attempts: 0, next_at: new Date(now()) })
        .where('id', '=', id)
        .execute();
      await jobs.send(DELIVER, { id }, { tx });
      await tx.audit({
        actor,
        action: 'warnings.delivery-repeated',
        target: { kind: 'delivery', id },
        outcome: 'done',
      });
    });
