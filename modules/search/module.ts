import { defineModule } from '@chedun/module';
import { searchPermissions, type SearchAsks } from './contract.ts';
import { searchErrors } from './errors.ts';
import { searchRoutes } from './routes.ts';
import { savedSearches } from './store.ts';
import { searchUseCases } from './use-cases/search-events.ts';
import { isDomainError } from '@chedun/kernel';

/** Finding records in the event store. */
export const search = defineModule<SearchAsks>({
  name: 'search',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: searchPermissions.read, title: { zh: '检索事件记录', en: 'Search events' } },
    { name: searchPermissions.export, title: { zh: '导出事件记录', en: 'Export events' } },
    { name: searchPermissions.save, title: { zh: '保存检索', en: 'Save searches' } },
  ],
  errors: searchErrors,
  tells: [],
  build: ({ platform: { events, records, newId, clock } }) => {
    const uses = searchUseCases({ events, monotonic: clock.monotonic });
    return {
      asks: {
        searchFiles: uses.listFiles,
        record: (journal, seq, index) =>
          uses.record({ journal, seq, index }).catch((error: unknown) => {
            if (isDomainError(error, 'search.event-unknown')) return undefined;
            throw error;
          }),
      },
      routes: searchRoutes({ search: uses, saved: savedSearches({ records, newId, now: clock.now }) }),
    };
  },
});
