import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { NewSource, Source, SourceChange } from '../contract.ts';
import { listSources, mustSource } from '../read-model.ts';
import type { SourceBook } from '../sources.ts';
import type { IngestTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly clock: Clock;
  readonly book: SourceBook;
  readonly lagSeconds: () => number | null;
}

const columnsOf = (change: z.output<typeof SourceChange>) => ({
  ...(change.title === undefined ? {} : { title: change.title }),
  ...(change.format === undefined ? {} : { format: change.format }),
  ...(change.retention === undefined ? {} : { retention: change.retention }),
  ...(change.silentAfterMinutes === undefined ? {} : { silent_after_minutes: change.silentAfterMinutes }),
  ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
});

const facts = (source: Source) => ({
  title: source.title,
  format: source.format,
  retention: source.retention,
  enabled: source.enabled,
  silentAfterMinutes: source.silentAfterMinutes,
});

/** Declares, changes and lists sources. */
export const sourceUseCases = ({ records, clock, book, lagSeconds }: Dependencies) => {
  const must = (id: string): Promise<Source> => mustSource(records, id, clock.now(), lagSeconds());
  return {
    list: () => listSources(records, clock.now(), lagSeconds()),
    create: async (source: z.output<typeof NewSource>, actor: ActorRef): Promise<Source> => {
      await records.transaction(async (tx) => {
        const inserted = await tx
          .as<IngestTables>()
          .insertInto('ingest.sources')
          .values({
            id: source.id,
            title: source.title,
            kind: source.kind,
            format: source.format,
            retention: source.retention,
            enabled: true,
            silent_after_minutes: source.silentAfterMinutes,
            first_seen: null,
            last_seen: null,
            created_at: new Date(clock.now()),
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!inserted) throw new DomainError('ingest.source-exists', { field: source.id });
        await tx.audit({
          actor,
          action: 'ingest.source-created',
          target: { kind: 'source', id: source.id },
          outcome: 'done',
          after: { ...source },
        });
      });
      await book.load();
      return must(source.id);
    },
    change: async (id: string, change: z.output<typeof SourceChange>, actor: ActorRef): Promise<Source> => {
      const before = await must(id);
      const columns = columnsOf(change);
      if (Object.keys(columns).length > 0) {
        await records.transaction(async (tx) => {
          await tx.as<IngestTables>().updateTable('ingest.sources').set(columns).where('id', '=', id).execute();
          await tx.audit({
            actor,
            action: 'ingest.source-changed',
            target: { kind: 'source', id },
            outcome: 'done',
            before: facts(before),
            after: { ...facts(before), ...columns },
          });
        });
        await book.load();
      }
      return must(id);
    },
    /** Declares the listeners of this process, so that they can be seen before their first record. */
    declare: async (source: {
      readonly id: string;
      readonly title: string;
      readonly kind: string;
      readonly format: string;
      readonly retention: string;
    }): Promise<void> => {
      await records.transaction(async (tx) => {
        await tx
          .as<IngestTables>()
          .insertInto('ingest.sources')
          .values({
            ...source,
            enabled: true,
            silent_after_minutes: 60,
            first_seen: null,
            last_seen: null,
            created_at: new Date(clock.now()),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
  };
};
