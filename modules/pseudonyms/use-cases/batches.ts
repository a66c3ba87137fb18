import type { Logger } from '@chedun/log';
import { periodOf, toTime32 } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import type { Desk } from '../desk.ts';
import type { RoleNeeds } from '../open-roles.ts';
import type { RaTables } from '../tables.ts';

interface Needs extends RoleNeeds {
  readonly newId: () => string;
  readonly log: Logger;
}

/** Certificates that are missing until a period. */
const missing = async ({ records }: Needs, { hierarchy }: Desk, now: number, last: number): Promise<number> => {
  const { rows } = await sql<{ readonly missing: number }>`
    select coalesce(sum(per_period * (${last} - greatest(next_i, ${now}) + 1)), 0)::int as missing
    from pseudonyms_ra.devices
    where suite = ${hierarchy.suite.name} and state = 'active' and next_i <= ${last}`.execute(records.read());
  return rows[0]?.missing ?? 0;
};

/** Makes what is missing until so many weeks ahead, a thousand certificates a step; what a crash cut off is made next time. */
export const makeBatches =
  (needs: Needs) =>
  async (desk: Desk): Promise<number> => {
    const { records, clock, newId, log } = needs;
    const { hierarchy, roles } = desk;
    const now = periodOf(toTime32(clock.now()));
    const last = now + hierarchy.settings.periodsAhead - 1;
    const ordered = await missing(needs, desk, now, last);
    if (ordered === 0) return 0;
    const id = newId();
    const at = (): Date => new Date(clock.now());
    const change = (set: { readonly made?: number; readonly ended_at?: Date; readonly failure?: string }) =>
      records.transaction((tx) =>
        tx
          .as<RaTables>()
          .updateTable('pseudonyms_ra.rounds')
          .set({ ...set, changed_at: at() })
          .where('id', '=', id)
          .execute(),
      );
    const round = { id, suite: hierarchy.suite.name, ordered, made: 0, started_at: at(), changed_at: at() };
    await records.transaction((tx) =>
      tx
        .as<RaTables>()
        .insertInto('pseudonyms_ra.rounds')
        .values({ ...round, ended_at: null, failure: null })
        .execute(),
    );
    let made = 0;
    try {
      for (let step = await roles.nextStep({ now, last }); step !== undefined;) {
        made += step.certificates;
        await change({ made });
        step = await roles.nextStep({ now, last });
      }
      await change({ ended_at: at() });
    } catch (error) {
      log.error('pseudonyms could not be made', { error, suite: hierarchy.suite.name });
      await change({ ended_at: at(), failure: error instanceof Error ? error.message.slice(0, 300) : 'unknown' });
      throw error;
    }
    return made;
  };
