import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '@chedun/kernel';
import type { ActorRef, Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Transaction } from 'kysely';
import type pg from 'pg';
import { appendAudit } from './audit.ts';
import { openPool } from './connection.ts';
import type { ConnectionSettings } from './connection.ts';
import type { ClusterSettings } from './embedded/cluster.ts';
import { openEmbedded } from './embedded/embedded.ts';
import { withFaults } from './faults.ts';
import { toJsonText, toText } from './json.ts';
import { applyMigrations, platformMigrations } from './migrate.ts';
import type { PlatformTables } from './tables.ts';
import type { AuditEntry, Deliver, DeliveredEvent, DomainEvent, Records, Tx } from './types.ts';

/** Where the store is and what it needs from outside. `url` wins over `dataDir`. */
export interface RecordsOptions {
  readonly dataDir: string;
  readonly url?: string | undefined;
  readonly log: Logger;
  readonly clock: Clock;
  /** New UUIDv7. */
  readonly newId: () => string;
  /** Connections of the pool; default 12. */
  readonly poolSize?: number;
  /** Settings of the embedded server on top of the defaults. */
  readonly embedded?: ClusterSettings;
}

const EVENT_TYPE = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*@[1-9]\d*$/;

/** Opens the records store, starting the embedded PostgreSQL when no URL is given, and applies the platform's own migrations. */
export const openRecords = async (options: RecordsOptions): Promise<Records> => {
  const { url, log } = options;
  const embedded =
    url === undefined
      ? await openEmbedded({ dataDir: options.dataDir, log, ...(options.embedded && { settings: options.embedded }) })
      : undefined;
  const connection: ConnectionSettings = embedded?.settings ?? { connectionString: url ?? '' };
  const pool = openPool(connection, log, options.poolSize ?? 12);
  const dialect = new PostgresDialect({
    pool: { connect: () => withFaults(pool.connect()), end: () => pool.end(), options: pool.options },
  });
  const db = new Kysely<PlatformTables>({ dialect });
  const close = async (): Promise<void> => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    await pool.query('select 1').catch((cause: unknown) => {
      throw new DomainError(
        'records.unreachable',
        { reason: cause instanceof Error ? cause.message : 'unknown' },
        cause,
      );
    });
    await applyMigrations(pool, [platformMigrations], log);
  } catch (error) {
    await close();
    throw error;
  }
  return assemble(options, { pool, db, connection, close });
};

interface Opened {
  readonly pool: pg.Pool;
  readonly db: Kysely<PlatformTables>;
  readonly connection: ConnectionSettings;
  readonly close: () => Promise<void>;
}

const assemble = (options: RecordsOptions, { pool, db, connection, close }: Opened): Records => {
  let deliver: Deliver = async () => {};
  let closing: Promise<void> | undefined;
  const watch = new AsyncLocalStorage<{ written: number }>();
  return {
    connection,
    read: <T>() => db as unknown as Kysely<T>,
    transaction: async (work) => {
      const audited: AuditEntry[] = [];
      const done = await withFaults(
        db.transaction().execute(async (trx) => {
          const result = await work(openTx(trx, audited, options, (event, tx) => deliver(event, tx)));
          if (audited.length > 0) await appendAudit(trx, audited, options.clock);
          return result;
        }),
      );
      const watched = watch.getStore();
      if (watched !== undefined) watched.written += audited.length;
      return done;
    },
    watchAudits: async (run) => {
      const watched = { written: 0 };
      const result = await watch.run(watched, run);
      return { result, written: watched.written };
    },
    migrate: (sets) => applyMigrations(pool, sets, options.log),
    deliverWith: (next) => {
      deliver = next;
    },
    health: async () => {
      try {
        await sql`select 1`.execute(db);
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : 'unknown' };
      }
    },
    close: () => (closing ??= close()),
  };
};

const openTx = (
  trx: Transaction<PlatformTables>,
  audited: AuditEntry[],
  options: RecordsOptions,
  deliver: Deliver,
): Tx => {
  const tx: Tx = {
    as: <T>() => trx as unknown as Transaction<T>,
    tell: async (told: DomainEvent | readonly DomainEvent[], actor: ActorRef) => {
      const events: readonly DomainEvent[] = [told].flat();
      const bad = events.find(({ type }) => !EVENT_TYPE.test(type));
      if (bad) throw new DomainError('records.bad-event', { reason: bad.type });
      const at = options.clock.now();
      const delivered = events.map((event): DeliveredEvent => ({ ...event, id: options.newId(), actor, at }));
      if (delivered.length === 0) return;
      await trx.insertInto('platform.outbox').values(delivered.map(toRow)).execute();
      for (const event of delivered) await deliver(event, tx);
    },
    audit: async (entry) => {
      audited.push(entry);
    },
  };
  return tx;
};

const toRow = (event: DeliveredEvent) => ({
  id: event.id,
  type: event.type,
  aggregate: toText(event.aggregate),
  payload: toJsonText(event.payload),
  actor: toJsonText({ ...event.actor }),
  at: new Date(event.at),
});
