import type { AssetsAsks } from '@chedun/assets/contract';
import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import { randomBytes } from 'node:crypto';
import { authorityBook } from '../authorities.ts';
import { profileBook } from '../profiles.ts';
import { settingsBook } from '../settings.ts';
import type { BatchNeeds } from '../use-cases/batches.ts';

interface Parts {
  readonly records: Records;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What a batch stands on, with vehicles that are all registered and no job of its own. */
export const batchNeeds = ({ records, keys, clock, newId }: Parts): BatchNeeds => ({
  records,
  keys,
  clock,
  newId,
  randomBytes,
  authorities: authorityBook(records),
  profiles: profileBook(records, clock.now),
  settings: settingsBook(records),
  assets: { countRegistered: async (vins) => vins.length } as Pick<AssetsAsks, 'countRegistered' | 'vehicleByVin'>,
  personOf: async ({ kind, id, name }) => ({ kind, id, name, person: id }),
  jobs: { send: async () => undefined } as unknown as BatchNeeds['jobs'],
});
