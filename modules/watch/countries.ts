import { readCountryTable, type CountryTable as Table } from '@chedun/behaviour';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import type { CountryTable } from './contract.ts';
import type { WatchTables } from './tables.ts';

/** The operator's table of address ranges, ready for look-ups. */
export interface Countries {
  readonly countryOf: (address: string) => string | undefined;
  /** Undefined while there is no table. */
  readonly home: () => ReadonlySet<string> | undefined;
  readonly load: () => Promise<void>;
  readonly about: () => Promise<CountryTable>;
  readonly replace: (csv: string, home: readonly string[], actor: ActorRef) => Promise<CountryTable>;
}

const NONE: CountryTable = { ranges: 0, countries: 0, home: [], updatedAt: null, updatedBy: null };

/** Keeps the table in the records store and in memory. */
export const openCountries = (records: Records, now: () => number): Countries => {
  let table: Table | undefined;
  let home: ReadonlySet<string> | undefined;
  const use = (read: Table | undefined, allowed: readonly string[]): void => {
    table = read;
    home = read === undefined ? undefined : new Set(allowed);
  };
  const row = () => records.read<WatchTables>().selectFrom('watch.countries').selectAll().executeTakeFirst();
  const about = async (): Promise<CountryTable> => {
    const kept = await row();
    if (!kept) return NONE;
    const { ranges, countries, updated_at, updated_by } = kept;
    return { ranges, countries, home: kept.home, updatedAt: updated_at.toISOString(), updatedBy: updated_by };
  };
  return {
    countryOf: (address) => table?.countryOf(address),
    home: () => home,
    about,
    load: async () => {
      const kept = await row();
      use(kept && readCountryTable(kept.csv), kept?.home ?? []);
    },
    replace: async (csv, allowed, actor) => {
      const read = readCountryTable(csv);
      await records.transaction(async (tx) => {
        await tx.as<WatchTables>().deleteFrom('watch.countries').execute();
        if (read.ranges > 0)
          await tx
            .as<WatchTables>()
            .insertInto('watch.countries')
            .values({
              id: 1,
              csv: toText(csv),
              home: [...allowed],
              ranges: read.ranges,
              countries: read.countries,
              updated_at: new Date(now()),
              updated_by: actor.name,
            })
            .execute();
        await tx.audit({
          actor,
          action: 'watch.countries-replaced',
          target: { kind: 'country-table', id: 'countries' },
          outcome: 'done',
          after: { ranges: read.ranges, countries: read.countries, home: [...allowed] },
        });
      });
      use(read.ranges > 0 ? read : undefined, allowed);
      return about();
    },
  };
};
