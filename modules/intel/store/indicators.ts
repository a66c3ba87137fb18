import { createHash } from 'node:crypto';
import type { Indicator, ReportedSighting } from '@chedun/indicators';
import { toJsonText, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { FeedTable, IntelTables } from '../tables.ts';

const DAY = 86_400_000;
/** Bytes of SHA-256 that identify an indicator within its feed. */
const FINGERPRINT = 16;

/** Identity of an indicator within its feed. */
const fingerprintOf = ({ kind, value, also, ref }: Indicator): Buffer => {
  const text = JSON.stringify([kind, value, also.map((each) => [each.kind, each.value]), ref]);
  return createHash('sha256').update(text).digest().subarray(0, FINGERPRINT);
};

/** What an import did to the indicators of its feed. */
export interface Upserted {
  readonly added: number;
  readonly changed: number;
}

type Defaults = Pick<FeedTable, 'id' | 'tlp' | 'ttl_days'>;

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

const rowOf = (indicator: Indicator, feed: Defaults, now: number): object => {
  const { validUntil } = indicator;
  const until = validUntil ?? (feed.ttl_days === null ? undefined : now + feed.ttl_days * DAY);
  return {
    fingerprint: fingerprintOf(indicator).toString('hex'),
    kind: indicator.kind,
    value: toText(indicator.value),
    also: indicator.also,
    ref: toText(indicator.ref),
    title: toText(indicator.title),
    confidence: indicator.confidence ?? null,
    valid_from: iso(indicator.validFrom),
    valid_until: iso(until),
    tlp: indicator.tlp ?? feed.tlp,
    labels: indicator.labels.map(toText),
    kill_chain: indicator.killChain.map(toText),
    revoked: indicator.revoked,
  };
};

/**
 * Adds indicators or brings them up to date; what a person switched off stays off. One statement, whatever their number.
 * The same indicator twice in one call counts once: the last one wins.
 */
export const upsertIndicators = async (
  tx: Tx,
  indicators: readonly Indicator[],
  feed: Defaults,
  { importId, now }: { readonly importId: string; readonly now: number },
): Promise<Upserted> => {
  if (indicators.length === 0) return { added: 0, changed: 0 };
  const unique = new Map(indicators.map((each) => [fingerprintOf(each).toString('hex'), each]));
  const rows = toJsonText([...unique.values()].map((each) => rowOf(each, feed, now)) as never);
  const result = await sql<{ added: number; changed: number }>`
    with written as (
      insert into intel.indicators (feed_id, fingerprint, kind, value, also, ref, title, confidence, valid_from, valid_until,
        tlp, labels, kill_chain, revoked, first_import, last_import, created_at)
      select ${feed.id}::uuid, decode(fingerprint, 'hex'), kind, value, also, ref, title, confidence, valid_from, valid_until,
        tlp, labels, kill_chain, revoked, ${importId}::uuid, ${importId}::uuid, ${new Date(now)}::timestamptz
      from jsonb_to_recordset(${rows}::jsonb) as given (fingerprint text, kind text, value text, also jsonb, ref text,
        title text, confidence smallint, valid_from timestamptz, valid_until timestamptz, tlp text, labels text[],
        kill_chain text[], revoked boolean)
      on conflict (feed_id, fingerprint) do update set title = excluded.title, confidence = excluded.confidence,
        valid_from = excluded.valid_from, valid_until = excluded.valid_until, tlp = excluded.tlp,
        labels = excluded.labels, kill_chain = excluded.kill_chain, revoked = excluded.revoked,
        last_import = excluded.last_import
      returning (xmax = 0) as fresh
    )
    select count(*) filter (where fresh) as added, count(*) filter (where not fresh) as changed from written
  `.execute(tx.as<IntelTables>());
  const [row] = result.rows;
  return { added: Number(row?.added ?? 0), changed: Number(row?.changed ?? 0) };
};

/** Notes sightings that others reported of indicators of the feed. */
export const noteReported = async (tx: Tx, feedId: string, sightings: readonly ReportedSighting[]): Promise<void> => {
  if (sightings.length === 0) return;
  const rows = toJsonText(
    sightings.map(({ ref, count, lastSeen }) => ({ ref: toText(ref), count, last: iso(lastSeen) })) as never,
  );
  await sql`
    update intel.indicators as known set reported_count = given.count,
      reported_last = greatest(known.reported_last, given.last)
    from (select ref, sum(count)::bigint as count, max(last) as last
      from jsonb_to_recordset(${rows}::jsonb) as each (ref text, count bigint, last timestamptz) group by ref) as given
    where known.feed_id = ${feedId}::uuid and known.ref = given.ref
  `.execute(tx.as<IntelTables>());
};

/** An indicator as the matcher is fed with it. */
export interface LoadedRow {
  readonly id: number;
  readonly kind: Indicator['kind'];
  readonly value: string;
  readonly also: Indicator['also'];
  readonly valid_from: Date | null;
  readonly valid_until: Date | null;
}

/** Rows of one page. */
const PAGE = 5_000;

/** Indicators that the stream is compared with: of feeds that are on, neither revoked nor switched off nor expired. */
export const activePages = async function* (
  records: Pick<Records, 'read'>,
  now: number,
  importId?: string,
): AsyncGenerator<readonly LoadedRow[]> {
  let after = 0;
  for (;;) {
    const rows = await records
      .read<IntelTables>()
      .selectFrom('intel.indicators as i')
      .innerJoin('intel.feeds as f', 'f.id', 'i.feed_id')
      .select(['i.id', 'i.kind', 'i.value', 'i.also', 'i.valid_from', 'i.valid_until'])
      .where('i.id', '>', after)
      .where('f.enabled', '=', true)
      .where('i.revoked', '=', false)
      .where('i.disabled', '=', false)
      .where((is) => is.or([is('i.valid_until', 'is', null), is('i.valid_until', '>', new Date(now))]))
      .$if(importId !== undefined, (query) => query.where('i.first_import', '=', importId ?? ''))
      .orderBy('i.id')
      .limit(PAGE)
      .execute();
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.id ?? after;
  }
};

/** Indicators by id, with the name and the confidence of their feed; for the records of their hits. */
export const toldIndicators = (records: Pick<Records, 'read'>, ids: readonly number[]) =>
  records
    .read<IntelTables>()
    .selectFrom('intel.indicators as i')
    .innerJoin('intel.feeds as f', 'f.id', 'i.feed_id')
    .select(['i.id', 'i.kind', 'i.value', 'i.ref', 'i.title', 'i.tlp', 'i.labels', 'i.kill_chain', 'f.name as feed'])
    .select((is) => is.fn.coalesce('i.confidence', 'f.confidence').as('confidence'))
    .where('i.id', 'in', ids)
    .execute();

/** Switches one indicator; answers false when there is none. */
export const switchIndicator = async (tx: Tx, id: number, by: string | null): Promise<boolean> => {
  const { numUpdatedRows } = await tx
    .as<IntelTables>()
    .updateTable('intel.indicators')
    .set({ disabled: by !== null, disabled_by: by })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};
