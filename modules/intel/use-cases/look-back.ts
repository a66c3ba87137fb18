import { IndicatorMatcher, INDICATOR_KINDS, type IndicatorKind } from '@chedun/indicators';
import { isDomainError, type Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { jsonb, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { z } from 'zod';
import { faultOf } from '../errors.ts';
import { packActive } from '../loaded-matcher.ts';
import { bodyHits, columnHits, type Searched, type Slice } from '../search-events.ts';
import { addSightings } from '../store/sightings.ts';
import type { IntelTables } from '../tables.ts';
import type { tellHits } from '../tell-hits.ts';
import type { Hit } from '../worker/hit.ts';

/** Full name of the job that searches backwards. */
const LOOK_BACK = 'intel/look-back';

type Needs = Pick<Platform, 'records' | 'clock' | 'events' | 'randomBytes' | 'newId' | 'log'>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Events are searched day by day, the newest first. */
const STEP_MS = DAY;
/** Values that are only in the text of events: so many are searched in it. */
const MOST_IN_TEXT = 2_000;

const Input = z.object({ id: z.uuid() });

/** Puts the search for what an import brought in line. */
export const beginLookBack = async (
  tx: Tx,
  jobs: Platform['jobs'],
  { id, lookBackDays, now }: { readonly id: string; readonly lookBackDays: number; readonly now: number },
): Promise<void> => {
  await tx
    .as<IntelTables>()
    .insertInto('intel.look_backs')
    .values({
      import_id: id,
      status: 'waiting',
      starts: new Date(now - lookBackDays * DAY),
      ends: new Date(now),
      steps: lookBackDays,
      left_out: '{}',
      fault: null,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.column('import_id').doNothing())
    .execute();
  await jobs.send(LOOK_BACK, { id }, { tx });
};

/** Kinds that have a column of their own; the others are searched in the text. */
const IN_COLUMNS: ReadonlySet<IndicatorKind> = new Set([
  'ip',
  'network',
  'domain',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sm3',
]);

const prepare = async (
  needs: Needs,
  importId: string,
): Promise<Searched & { readonly leftOut: Readonly<Record<string, number>> }> => {
  const texts: string[] = [];
  const leftOut: Record<string, number> = {};
  const leave = (reason: string): boolean => {
    leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    return false;
  };
  const packed = await packActive(needs, {
    importId,
    each: ({ kind, value, also }) => {
      if (also.length > 0) return leave('joined');
      if (IN_COLUMNS.has(kind)) return true;
      if (texts.length >= MOST_IN_TEXT) return leave('too-many');
      texts.push(value);
      return true;
    },
  });
  const matcher = new IndicatorMatcher(packed);
  const kinds = new Set(INDICATOR_KINDS.filter((_, number) => packed.kinds.includes(number)));
  return { matcher, kinds, texts, leftOut };
};

const searchSlice = async (needs: Needs, searched: Searched, slice: Slice): Promise<readonly Hit[]> => {
  const found = await columnHits(needs.events, searched, slice);
  return [...found, ...(await bodyHits(needs.events, searched, slice))];
};

const end = async (needs: Needs, id: string, error: unknown): Promise<void> => {
  const fault = error === undefined ? null : jsonb({ ...faultOf(error) });
  await needs.records.transaction((tx) =>
    tx
      .as<IntelTables>()
      .updateTable('intel.look_backs')
      .set({
        status: error === undefined ? 'done' : 'failed',
        fault: fault as never,
        ended_at: new Date(needs.clock.now()),
      })
      .where('import_id', '=', id)
      .execute(),
  );
};

/**
 * Searches the stored events for the indicators that an import brought. Validity is not asked: indicators are published after
 * the attack. Each step and its sightings become durable together, so that a search goes on after a crash where it was.
 */
export const lookBack =
  (needs: Needs, tell: ReturnType<typeof tellHits>) =>
  async (input: Json): Promise<void> => {
    const { id } = Input.parse(input);
    const { records, clock, newId, log } = needs;
    const db = records.read<IntelTables>();
    const row = await db.selectFrom('intel.look_backs').selectAll().where('import_id', '=', id).executeTakeFirst();
    if (row === undefined || row.status === 'done' || row.status === 'failed') return;
    const { leftOut, ...searched } = await prepare(needs, id);
    await records.transaction((tx) =>
      tx
        .as<IntelTables>()
        .updateTable('intel.look_backs')
        .set({ status: 'running', left_out: jsonb({ ...leftOut }) })
        .where('import_id', '=', id)
        .execute(),
    );
    try {
      for (let step = row.done; step < row.steps && searched.matcher.count > 0; step += 1) {
        const to = row.ends.getTime() - step * STEP_MS;
        const slice = { from: Math.max(row.starts.getTime(), to - STEP_MS), to, received: row.ends.getTime() };
        const { hits, told } = await tell(await searchSlice(needs, searched, slice), clock.now());
        await records.transaction(async (tx) => {
          await addSightings(tx, hits, { told, now: clock.now(), newId });
          await tx
            .as<IntelTables>()
            .updateTable('intel.look_backs')
            .set({ done: step + 1, sightings: sql`sightings + ${hits.length}` })
            .where('import_id', '=', id)
            .execute();
        });
      }
      await end(needs, id, undefined);
    } catch (error) {
      log.warn('the search for new indicators failed', { import: id, error });
      if (!isDomainError(error)) throw error;
      await end(needs, id, error);
    }
  };
