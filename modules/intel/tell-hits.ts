import type { IngestAsks } from '@chedun/ingest/contract';
import type { Records } from '@chedun/records';
import { INTEL_SOURCE } from './contract.ts';
import { recordOf } from './domain/record-of.ts';
import { isSame } from './domain/verify.ts';
import { toldIndicators } from './store/indicators.ts';
import { sightingKey, toldTimes } from './store/sightings.ts';
import type { Hit } from './worker/hit.ts';

/** One indicator on one asset is told again after this time; in between only its sightings are counted. */
const QUIET_MS = 3_600_000;

/** What became of hits. */
export interface Told {
  /** Hits whose indicator exists and really names the value. */
  readonly hits: readonly Hit[];
  /** Keys of the sightings of which a record was made. */
  readonly told: ReadonlySet<string>;
}

/** Compares hits with the indicators themselves and hands those that are news to the common way of results. */
export const tellHits =
  (records: Pick<Records, 'read'>, record: IngestAsks['record']) =>
  async (hits: readonly Hit[], now: number): Promise<Told> => {
    if (hits.length === 0) return { hits: [], told: new Set() };
    const ids = [...new Set(hits.map(({ indicatorId }) => indicatorId))];
    const known = new Map((await toldIndicators(records, ids)).map((row) => [row.id, row]));
    const real = hits.filter((hit) => {
      const indicator = known.get(hit.indicatorId);
      return indicator !== undefined && isSame(indicator, hit.observed);
    });
    const times = await toldTimes(records, real);
    const told = new Set<string>();
    const made: Readonly<Record<string, unknown>>[] = [];
    for (const hit of real) {
      const key = sightingKey(hit.indicatorId, hit.subject.kind, hit.subject.id);
      const indicator = known.get(hit.indicatorId);
      if (indicator === undefined || told.has(key) || now - (times.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS)
        continue;
      told.add(key);
      made.push(recordOf(hit, indicator));
    }
    await record(INTEL_SOURCE, made);
    return { hits: real, told };
  };
