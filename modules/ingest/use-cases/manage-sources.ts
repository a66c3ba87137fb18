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

const must = ({ records, clock, lagSeconds }: Dependencies, id: string): Promise<Source> =>
  mustSource(records, id, clock.now(), lagSeconds());

const create = async (needs: Dependencies, source: z.output<typeof NewSource>, actor: ActorRef): Promise<Source> => {
  const { records, clock, book } = needs;
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
    const target = { kind: 'source', id: source.id };
    await tx.audit({ actor, action: 'ingest.source-created', target, outcome: 'done', after: { ...source } });
  });
  await book.load();
  return must(needs, source.id);
};

const change = async (
  needs: Dependencies,
  id: string,
  wanted: z.output<typeof SourceChange>,
  actor: ActorRef,
): Promise<Source> => {
  const before = await must(needs, id);
  const columns = columnsOf(wanted);
  if (Object.keys(columns).length === 0) return before;
  await needs.records.transaction(async (tx) => {
    await tx.as<IngestTables>().updateTable('ingest.sources').set(columns).where('id', '=', id).execute();
    const after = { ...facts(before), ...columns };
    const target = { kind: 'source', id };
    await tx.audit({ actor, action: 'ingest.source-changed', target, outcome: 'done', before: facts(before), after });
  });
  await needs.book.load();
  return must(needs, id);
};

/** A listener of this process as a source. */
export interface DeclaredSource {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly format: string;
  readonly retention: string;
}

const declare = async ({ records, clock }: Dependencies, source: DeclaredSource): Promise<void> => {
  await records.transaction(async (tx) => {
    const row = { ...source, enabled: true, silent_after_minutes: 60, first_seen: null, last_seen: null };
    await tx
      .as<IngestTables>()
      .insertInto('ingest.sources')
      .values({ ...row, created_at: new Date(clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
};

/** Declares, changes and lists sources. */
export const sourceUseCases = (needs: Dependencies) => ({
  list: () => listSources(needs.records, needs.clock.now(), needs.lagSeconds()),
  create: (source: z.output<typeof NewSource>, actor: ActorRef) => create(needs, source, actor),
  change: (id: string, wanted: z.output<typeof SourceChange>, actor: ActorRef) => change(needs, id, wanted, actor),
  /** Declares the listeners of this process, so that they can be seen before their first record. */
  declare: (source: DeclaredSource) => declare(needs, source),
});
