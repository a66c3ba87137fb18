import type { IngestAsks } from '@chedun/ingest/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import type { SearchAsks } from '@chedun/search/contract';
import { sql } from 'kysely';
import { retentionChecks } from './checks.ts';
import { openClocks, type SealedLog } from './clocks.ts';
import type { RetentionAsks } from './contract.ts';
import { judge } from './judge.ts';
import { changeClass } from './policies.ts';
import { ledgerReadModel } from './read-ledger.ts';
import { retentionReadModel } from './read-model.ts';
import { retentionRoutes } from './routes.ts';
import { openHoursStage } from './stages/hours.ts';
import type { RetentionTables } from './tables.ts';
import { coldFiles, dropHot, exportCold } from './use-cases/cold.ts';
import { coldSegments } from './use-cases/cold-segments.ts';
import { findSealed } from './use-cases/find-sealed.ts';
import { holdUseCases } from './use-cases/holds.ts';
import { decide, propose, refuseDelete } from './use-cases/propose.ts';
import { removeApproved } from './use-cases/remove.ts';
import { searchCold } from './use-cases/search-cold.ts';
import { restoreTest } from './use-cases/restore-test.ts';
import { watchGaps } from './use-cases/watch-gaps.ts';

/** Modules that this one asks. */
export interface RetentionNeeds {
  readonly ingest: IngestAsks;
  readonly seal: SealedLog;
  readonly search: Pick<SearchAsks, 'searchFiles'>;
}

/** Source under which receipts of vulnerability reports are kept. */
const RECEIPTS = 'vulnerability-receipts';

const receiptsOf = async ({ records }: Platform): Promise<number> => {
  const { rows } = await sql<{
    events: string;
  }>`select coalesce(sum(events), 0)::int8::text as events from retention.hours
    where source = ${RECEIPTS}`.execute(records.read<RetentionTables>());
  return Number(rows[0]?.events ?? 0);
};

const assemble = (platform: Platform, { ingest, seal, search }: RetentionNeeds) => {
  const { records, clock, newId, log, keys, blobs, events, journals, jobs, pipeline, config } = platform;
  const now = clock.now;
  const clocks = openClocks({ records, clock, trusted: seal });
  const judged = judge({ records, pipeline, clocks });
  const cold = { records, blobs, keys, events, judge: judged, now, log };
  const ledger = ledgerReadModel({ records, sources: ingest.sources, now });
  const screens = retentionReadModel({ records, keys, clocks, judge: judged, dataDir: config.dataDir, now });
  const deciding = { records, jobs, judge: judged, newId, now };
  const test = restoreTest({ ...cold, journals });
  const files = coldFiles(cold);
  return {
    clocks,
    ledger,
    screens,
    test,
    coldFiles: files,
    coldSegments: coldSegments(cold),
    uses: {
      screens,
      ledger,
      holds: holdUseCases({ records, newId, now }),
      changeClass: changeClass({ records, now }),
      propose: propose(deciding),
      decide: decide(deciding),
      refuseDelete: refuseDelete(deciding),
      restoreTest: test,
      searchCold: searchCold({ coldFiles: files, searchFiles: search.searchFiles }),
    },
    work: {
      find: findSealed({ records, journals, trusted: seal, now }),
      remove: removeApproved({
        records,
        keys,
        blobs,
        events,
        journals,
        record: ingest.record,
        judge: judged,
        clocks,
        noteRemoved: seal.noteRemoved,
        now,
        log,
      }),
      exportCold: exportCold(cold),
      dropHot: dropHot(cold),
      watchGaps: watchGaps({ records, gaps: ledger.all, now }),
    },
  };
};

/** Builds the module from the platform. */
export const buildRetention = (platform: Platform, needs: RetentionNeeds): ModuleParts<RetentionAsks> => {
  const { records, clock, log, pipeline } = platform;
  const { clocks, ledger, screens, test, uses, work, ...parts } = assemble(platform, needs);
  let stage: ReturnType<typeof openHoursStage> | undefined;
  const receipts = () => receiptsOf(platform);
  return {
    asks: { coldFiles: parts.coldFiles, coldSegments: parts.coldSegments },
    routes: retentionRoutes(uses),
    checks: retentionChecks({ overview: screens.overview, gaps: ledger.all, receipts, now: clock.now }),
    jobs: [
      {
        name: 'tick',
        cron: '* * * * *',
        run: async () => {
          await clocks.tick();
          await work.find();
        },
      },
      { name: 'remove', cron: '*/10 * * * *', run: work.remove },
      { name: 'watch-gaps', cron: '7 * * * *', run: work.watchGaps },
      {
        name: 'cold-tier',
        cron: '30 2 * * *',
        run: async () => {
          await work.exportCold();
          await work.dropHot();
        },
      },
      { name: 'restore-test', cron: '30 4 * * 0', run: async () => void (await test(SYSTEM_ACTOR)) },
    ],
    start: async () => {
      stage = openHoursStage({ records, log });
      pipeline.use(stage as Stage);
    },
    stop: async () => {
      await stage?.close();
      await clocks.tick();
    },
  };
};
