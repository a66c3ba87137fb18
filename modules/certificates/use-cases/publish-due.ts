import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { AuthorityBook } from '../authorities.ts';
import { newestLists } from '../lists.ts';
import type { SettingsBook } from '../settings.ts';
import type { Publish } from './publish-crl.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly authorities: AuthorityBook;
  readonly settings: SettingsBook;
  readonly publish: Publish;
}

const HOUR = 3_600_000;

/** Publishes the lists of issuing authorities that are due: a complete one, else a delta. Lists of roots need a ceremony. */
export const publishDue =
  ({ records, clock, authorities, settings, publish }: Needs) =>
  async (): Promise<void> => {
    const { crlHours, deltaHours } = await settings.get();
    const lists = await newestLists(records);
    for (const { id, name, kind, revoked } of await authorities.all()) {
      if (kind === 'root' || revoked !== null) continue;
      const full = lists.find((list) => list.authority === id && list.kind === 'full');
      const newest = lists.filter((list) => list.authority === id).map((list) => list.this_update.getTime());
      const age = clock.now() - (full?.this_update.getTime() ?? 0);
      if (age >= crlHours * HOUR) await publish.now(name, 'full');
      else if (clock.now() - Math.max(...newest) >= deltaHours * HOUR) await publish.now(name, 'delta');
    }
  };
