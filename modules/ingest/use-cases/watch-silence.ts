import type { Clock } from '@chedun/kernel';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import type { Records } from '@chedun/records';
import type { Source } from '../contract.ts';
import type { IngestTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly sources: () => Promise<readonly Source[]>;
}

const fingerprintOf = (source: string): string => `silent:${source}`;

const reportOf = (source: Source, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint: fingerprintOf(source.id),
    kind: 'anomaly',
    module: 'ingest',
    title: `Source ${source.id} fell silent`,
    titleZh: `接入源 ${source.id} 静默`,
    severity: 'medium',
    assets: [{ kind: 'source', id: source.id }],
    obligations: ['1.3-a'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: { lastSeen: source.lastSeen ?? '', silentAfterMinutes: source.silentAfterMinutes },
  };
};

/** Reports each source once as it falls silent, and clears the finding when it is heard again or switched off. */
export const watchSilence =
  ({ records, clock, sources }: Dependencies) =>
  async (): Promise<void> => {
    const told = new Set(
      (await records.read<IngestTables>().selectFrom('ingest.silences').select('source').execute()).map(
        (row) => row.source,
      ),
    );
    const all = await sources();
    const fallen = all.filter((source) => source.health === 'silent' && !told.has(source.id));
    const back = all.filter((source) => source.health !== 'silent' && told.has(source.id));
    if (fallen.length + back.length === 0) return;
    const now = clock.now();
    await records.transaction(async (tx) => {
      const table = tx.as<IngestTables>();
      for (const source of fallen) {
        await table
          .insertInto('ingest.silences')
          .values({ source: source.id, since: new Date(now) })
          .execute();
        await tx.tell(
          {
            type: findingsReported,
            aggregate: fingerprintOf(source.id),
            // A report is plain JSON; only its optional fields keep the compiler from seeing it.
            payload: { findings: [reportOf(source, now)] } as never,
          },
          SYSTEM_ACTOR,
        );
      }
      for (const { id, health } of back) {
        await table.deleteFrom('ingest.silences').where('source', '=', id).execute();
        const comment =
          health === 'disabled'
            ? '接入源已停用 / The source was disabled'
            : '接入源恢复上送 / The source is heard again';
        await tx.tell(
          { type: findingCleared, aggregate: fingerprintOf(id), payload: { fingerprint: fingerprintOf(id), comment } },
          SYSTEM_ACTOR,
        );
      }
    });
  };
