import { DomainError } from '@chedun/kernel';
import type { ActorRef, Clock, Json } from '@chedun/kernel';
import type { Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import { canonicalJson, toJsonText, toText } from './json.ts';
import type { PlatformTables } from './tables.ts';
import type { AuditEntry, Records } from './types.ts';

/** One line of the trail as it is stored. */
export interface AuditLine {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly actor: ActorRef;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly outcome: 'done' | 'refused';
  readonly before: Json;
  readonly after: Json;
  /** SM3 of the line before and of this one, lower-case hex. */
  readonly previous: string;
  readonly hash: string;
}

/** Which lines to read, newest first. Times are milliseconds, `from` inclusive and `to` exclusive. */
export interface AuditQuery {
  /** Cursor: `next` of the page before. */
  readonly before?: number;
  /** 1 to 500. */
  readonly limit: number;
  readonly actorId?: string;
  readonly action?: string;
  readonly targetKind?: string;
  readonly targetId?: string;
  readonly outcome?: 'done' | 'refused';
  readonly from?: number;
  readonly to?: number;
}

/** What verifying the chain found; `broken` names the first line that does not follow from the one before. */
export type AuditVerdict =
  | { readonly kind: 'intact'; readonly lines: number; readonly head: string }
  | { readonly kind: 'broken'; readonly seq: number; readonly reason: 'missing' | 'changed' | 'cut-off' };

type Row = {
  readonly [Name in keyof PlatformTables['platform.audit']]: Name extends 'before' | 'after'
    ? Json
    : PlatformTables['platform.audit'][Name];
};
type Hashed = Omit<Row, 'hash' | 'previous'>;

const PAGE = 1_000;
const START = Buffer.alloc(32);

/**
 * SM3 (GB/T 32905-2016) over the previous hash and the canonical JSON array of
 * [seq, at in ms, actor kind, id, name, ip, action, target kind, id, outcome, before, after].
 */
const hashLine = (previous: Buffer, line: Hashed): Buffer => {
  const actor = [line.actor_kind, line.actor_id, line.actor_name, line.actor_ip];
  const action = [line.action, line.target_kind, line.target_id, line.outcome];
  const fields: Json = [line.seq, line.at.getTime(), ...actor, ...action, line.before, line.after];
  return createHash('sm3').update(previous).update(canonicalJson(fields)).digest();
};

/**
 * Appends lines at the end of a transaction: the lock on the head is taken last and held only until commit, so that
 * auditing neither orders the transactions before their end nor deadlocks with their row locks.
 */
export const appendAudit = async (
  trx: Transaction<PlatformTables>,
  entries: readonly AuditEntry[],
  clock: Clock,
): Promise<void> => {
  const head = await trx
    .selectFrom('platform.audit_head')
    .select(['seq', 'hash'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  let { seq, hash } = head;
  const rows = entries.map((entry) => {
    const line = toLine(entry, (seq += 1), new Date(clock.now()));
    const previous = hash;
    hash = hashLine(previous, line);
    return { ...line, before: toStored(line.before), after: toStored(line.after), previous, hash };
  });
  await trx.insertInto('platform.audit').values(rows).execute();
  await trx.updateTable('platform.audit_head').set({ seq, hash }).execute();
};

const toStored = (value: Json): string | null => (value === null ? null : JSON.stringify(value));

const toLine = (entry: AuditEntry, seq: number, at: Date): Hashed => ({
  seq,
  at,
  actor_kind: entry.actor.kind,
  actor_id: toText(entry.actor.id),
  actor_name: toText(entry.actor.name),
  actor_ip: entry.actor.ip === undefined ? null : toText(entry.actor.ip),
  action: toText(entry.action),
  target_kind: toText(entry.target.kind),
  target_id: toText(entry.target.id),
  outcome: entry.outcome,
  before: entry.before === undefined ? null : (JSON.parse(toJsonText(entry.before)) as Json),
  after: entry.after === undefined ? null : (JSON.parse(toJsonText(entry.after)) as Json),
});

const fromRow = (row: Row): AuditLine => ({
  seq: row.seq,
  at: row.at.getTime(),
  actor: {
    kind: row.actor_kind,
    id: row.actor_id,
    name: row.actor_name,
    ...(row.actor_ip === null ? {} : { ip: row.actor_ip }),
  },
  action: row.action,
  target: { kind: row.target_kind, id: row.target_id },
  outcome: row.outcome,
  before: row.before,
  after: row.after,
  previous: row.previous.toString('hex'),
  hash: row.hash.toString('hex'),
});

/** Reads a page of the trail; `next` is the cursor of the following page, absent at the end. */
export const readAudit = async (
  records: Pick<Records, 'read'>,
  query: AuditQuery,
): Promise<{ readonly lines: readonly AuditLine[]; readonly next?: number }> => {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 500) {
    throw new DomainError('records.bad-page', { field: 'limit' });
  }
  const rows = await records
    .read<PlatformTables>()
    .selectFrom('platform.audit')
    .selectAll()
    .$if(query.before !== undefined, (q) => q.where('seq', '<', query.before ?? 0))
    .$if(query.actorId !== undefined, (q) => q.where('actor_id', '=', query.actorId ?? ''))
    .$if(query.action !== undefined, (q) => q.where('action', '=', query.action ?? ''))
    .$if(query.targetKind !== undefined, (q) => q.where('target_kind', '=', query.targetKind ?? ''))
    .$if(query.targetId !== undefined, (q) => q.where('target_id', '=', query.targetId ?? ''))
    .$if(query.outcome !== undefined, (q) => q.where('outcome', '=', query.outcome ?? 'done'))
    .$if(query.from !== undefined, (q) => q.where('at', '>=', new Date(query.from ?? 0)))
    .$if(query.to !== undefined, (q) => q.where('at', '<', new Date(query.to ?? 0)))
    .orderBy('seq', 'desc')
    .limit(query.limit + 1)
    .execute();
  const lines = rows.slice(0, query.limit).map(fromRow);
  const last = lines.at(-1);
  return rows.length > query.limit && last !== undefined ? { lines, next: last.seq } : { lines };
};

/** Walks the whole chain and compares it with the head. */
export const verifyAudit = async (records: Pick<Records, 'read'>): Promise<AuditVerdict> => {
  const db = records.read<PlatformTables>();
  const head = await db.selectFrom('platform.audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
  let previous: Buffer = START;
  let seq = 0;
  for (;;) {
    const rows = await db
      .selectFrom('platform.audit')
      .selectAll()
      .where('seq', '>', seq)
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      seq += 1;
      if (row.seq !== seq) return { kind: 'broken', seq, reason: 'missing' };
      const intact = row.previous.equals(previous) && row.hash.equals(hashLine(previous, row));
      if (!intact) return { kind: 'broken', seq, reason: 'changed' };
      previous = row.hash;
    }
    if (rows.length < PAGE) break;
  }
  if (seq !== head.seq || !previous.equals(head.hash)) return { kind: 'broken', seq: seq + 1, reason: 'cut-off' };
  return { kind: 'intact', lines: seq, head: previous.toString('hex') };
};
